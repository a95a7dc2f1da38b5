"""The report for planners: a PDF, and its twin that says the same as a page."""

import html
import re

import pytest
import shapely
from django.utils.translation import override

from geo.paper import figures
from participation.crossings import keeping, report
from participation.crossings.picture import bounds_of
from participation.crossings.report_figures import LEAST_LETTERS_PT, frame_of, letters_pt
from participation.crossings.showing import shown_of
from tests.participation.crossings.page_world import (
    make_crossing,
    make_pins_crossing,
    make_release,
)

pytestmark = pytest.mark.django_db
CELLS = [(0, 0, 61), (4, 2, 61), (40, 30, 61), (40, 8, 62), (60, 1, 70), (9, 9, 61), (14, 2, 55)]


@pytest.fixture
def crossing():
    crossing = make_crossing()
    make_release(crossing, CELLS, totals={"mean_ratio": 1.3})
    return crossing


def base(crossing, language="fr"):
    return (
        f"/{language}/consultations/{crossing.consultation.slug}/measured-and-felt/{crossing.slug}/"
    )


@pytest.fixture
def pdf(client):
    def of(crossing, language="fr"):
        answer = client.get(f"{base(crossing, language)}report.pdf")
        assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
        return answer.content

    return of


@pytest.fixture
def twin(client):
    def of(crossing, language="fr"):
        return html.unescape(client.get(f"{base(crossing, language)}report/").content.decode())

    return of


def test_the_map_holds_every_cell_that_is_told_while_its_code_can_be_read():
    crossing = make_crossing()
    release = make_release(crossing, [(40, 30, 61)] * 25)  # 4.3 km from one end to the other
    shown = shown_of(crossing, release)
    ends = shapely.box(*shapely.total_bounds(shown.cells.shapes))
    assert frame_of(shown).window.covers(ends)
    assert letters_pt(shown, frame_of(shown)) >= LEAST_LETTERS_PT
    assert not shapely.box(*bounds_of(shown)).covers(ends)  # on a screen it is moved


@pytest.mark.parametrize("language", ["fr", "it", "en"])
def test_the_file_has_two_tagged_pages_in_each_language(crossing, pdf, language):
    content = pdf(crossing, language)
    assert content.startswith(b"%PDF") and b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert b"<xmpTPg:NPages>2</xmpTPg:NPages>" in content
    assert f"<rdf:li>{language}</rdf:li>".encode() in content


def test_a_release_of_many_cells_with_long_names_still_has_two_pages(pdf):
    crossing = make_crossing()
    release = make_release(crossing, [(40, 30, 61)] * 40, totals={"mean_ratio": 1.3})
    release.cells.update(place_name="Strada provinciale vecchia del Faro e della Lanterna " * 2)
    assert b"<xmpTPg:NPages>2</xmpTPg:NPages>" in pdf(crossing, "it")


@pytest.mark.parametrize("cells", [[(0, 0, 61)], [(4, 4, None)], [(8, 8, 61)]])
def test_a_release_of_which_little_may_be_told_is_printed_too(cells, pdf, twin):
    crossing = make_crossing()
    make_release(crossing, cells)
    assert b"<xmpTPg:NPages>2</xmpTPg:NPages>" in pdf(crossing)
    assert "Les cellules les plus parlantes" not in twin(crossing)


def test_only_pins_make_a_report_without_levels(pdf, twin):
    crossing = make_pins_crossing()
    make_release(crossing, [(40, 30, None), (40, 8, None)])
    assert pdf(crossing)
    assert "2020/367" not in twin(crossing)


def test_the_twin_says_what_the_file_says(crossing, twin):
    page = twin(crossing)
    with override("fr"):
        told = report.report_of(shown_of(crossing, crossing.shown))
    for sentence in [*told.summary, *told.method, *told.limits, *told.sources, told.made]:
        assert sentence in page
    for line in told.lines:
        assert all(word in page for word in (line.place, line.answers, line.declared))
    assert f'alt="{told.map_words}"' in page and f'alt="{told.intervals_words}"' in page


def test_the_words_of_the_figures_tell_every_cell_of_the_table(crossing, twin):
    words = re.search(r'report/intervals.svg"[^>]*alt="([^"]*)"', twin(crossing))[1]
    assert "40 sur 40" not in words and words.count(", attendu ") == 4


def test_nothing_is_said_of_cells_with_few_answers(crossing, twin):
    crossing.shown.cells.filter(status="too_few").update(place_name="Ruelle secrète")
    assert "Ruelle secrète" not in twin(crossing)


@pytest.mark.parametrize("figure", ["map", "intervals"])
def test_figures_are_kept_with_the_release(crossing, client, figure, monkeypatch):
    address = f"{base(crossing)}report/{figure}.svg"
    first = client.get(address)
    assert first["Content-Type"] == "image/svg+xml" and b"<svg" in first.content
    monkeypatch.setattr(keeping, "ONE_AT_A_TIME", None)  # nothing is made any more
    assert client.get(address).content == first.content


@pytest.mark.parametrize("page", ["report.pdf", "report/", "report/map.svg", "report/other.svg"])
def test_without_a_release_there_is_no_report(client, page):
    assert client.get(base(make_crossing()) + page).status_code == 404


def test_a_path_that_svg_writes_is_drawn():
    path = figures.path_of("M0 0L10.5 0L10 -10ZM1 1L2 2")
    assert path.codes.tolist() == [1, 2, 2, 79, 1, 2]
    assert figures.path_of("").vertices.shape == (1, 2)
