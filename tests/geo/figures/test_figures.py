"""Small drawings made by the server."""

import re

import pytest
import shapely
from django.template import Context, Template
from django.utils import translation

from geo.templatetags import figures
from tests.factories import make_contribution, make_perimeter

SQUARE = shapely.box(8.3, 43.4, 8.4, 43.5)


def rendered(source, **context):
    with translation.override("fr"):  # where a comma would be written into numbers
        return Template("{% load figures %}" + source).render(Context(context))


def test_a_shape_fills_its_frame_and_stays_in_it():
    frame = figures.frame_around(SQUARE.bounds, 400, 150)
    numbers = [float(text) for text in re.findall(r"[\d.]+", figures.path_of(SQUARE, frame))]
    assert max(numbers[1::2]) - min(numbers[1::2]) == pytest.approx(150 * 0.84, abs=0.2)
    assert 0 <= min(numbers) <= max(numbers) <= 400


def test_a_hole_is_a_ring_of_its_own():
    holed = SQUARE.difference(shapely.box(8.34, 43.44, 8.36, 43.46))
    frame = figures.frame_around(holed.bounds, 400, 150)
    assert figures.path_of(holed, frame).count("Z") == 2


def test_a_line_is_not_closed():
    line = shapely.LineString([(8.3, 43.4), (8.4, 43.5)])
    assert "Z" not in figures.path_of(line, figures.frame_around(line.bounds, 100, 100))


def test_a_point_has_a_frame_of_its_own():
    assert figures.frame_around((8.3, 43.4, 8.3, 43.4), 100, 100).scale > 0


@pytest.mark.parametrize(("share", "said"), [(1.0, 100), (0.999, 99), (0.82, 82), (0.004, 0)])
def test_what_is_not_whole_is_never_called_whole(share, said):
    assert figures.hundredths(share) == said


@pytest.mark.django_db
def test_the_figure_of_a_perimeter_writes_numbers_for_svg():
    figure = rendered("{% perimeter_figure p None 400 150 %}", p=make_perimeter())
    path = re.search(r'class="m-area" d="([^"]+)"', figure)[1]
    assert re.fullmatch(r"[MLZ\d. -]+", path)


@pytest.mark.django_db
def test_the_figure_of_a_drawing_shows_what_is_kept_what_is_not_and_the_edge():
    contribution = make_contribution()
    kept = shapely.to_geojson(shapely.box(8.33, 43.44, 8.34, 43.45))
    removed = shapely.to_geojson(shapely.box(8.31, 43.44, 8.33, 43.45))
    version = contribution.perimeter_version_id
    figure = rendered("{% drawing_figure k r v None %}", k=kept, r=removed, v=version)
    for name in ("d-kept", "d-cut", "m-perim", "m-mask"):
        assert f'class="{name}' in figure


def test_nothing_drawn_is_an_empty_figure():
    assert "d-kept" not in rendered('{% drawing_figure "" "" None None %}')
