"""What a tile of contributions says: clusters, points, shapes."""

import json
import math
import uuid

import mapbox_vector_tile
import pytest

from geo.tiles import cluster_sql, mercator
from participation.contributions.filters import Filters
from participation.contributions.models import Contribution
from participation.contributions.tiles import drawn_tile, recount_all
from tests.factories import make_consultation, make_contribution

pytestmark = pytest.mark.django_db
HERE = (8.35, 43.45)
AREA = "POLYGON((8.349 43.449, 8.349 43.451, 8.351 43.451, 8.351 43.449, 8.349 43.449))"


def tile_of(zoom, lon=HERE[0], lat=HERE[1]):
    northing = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return zoom, int((lon + 180) / 360 * 2**zoom), int(northing * 2**zoom)


def layers(consultation, zoom, lon=HERE[0], lat=HERE[1], filters=None):
    """The features of a tile by layer; places in degrees."""
    tile = tile_of(zoom, lon, lat)
    _version, body = drawn_tile(consultation.pk, filters or Filters(), *tile)
    decoded = mapbox_vector_tile.decode(body, default_options={"y_coord_down": True})
    return {name: layer["features"] for name, layer in decoded.items() if layer["features"]}


def degrees(tile, pixel):
    zoom, x, y = tile
    column, row = x + pixel[0] / mercator.EXTENT, y + pixel[1] / mercator.EXTENT
    northing = math.pi * (1 - 2 * row / 2**zoom)
    return column / 2**zoom * 360 - 180, math.degrees(math.atan(math.sinh(northing)))


def point(lon, lat):
    return f"POINT({lon} {lat})"


def test_one_alone_in_its_cell_shows_itself_at_every_zoom():
    theme_less = make_contribution(title="De l'ombre ici", kind="report", comment_count=3)
    consultation = theme_less.consultation
    for zoom in range(19):
        (feature,) = layers(consultation, zoom)["points"]
        assert feature["id"] == theme_less.number
        assert feature["properties"] == {
            "id": str(theme_less.pk), "number": 1, "letter": "", "shape": "", "colour": "",
            "kind": "report", "title": "De l'ombre ici", "comments": 3, "form": "point",
        }  # fmt: skip


def test_a_point_lies_where_the_contribution_lies():
    consultation = make_contribution().consultation
    for zoom in (0, 10, 16, 17, 18):
        (feature,) = layers(consultation, zoom)["points"]
        lon, lat = degrees(tile_of(zoom), feature["geometry"]["coordinates"])
        step = 360 / 2**zoom / mercator.EXTENT
        assert lon == pytest.approx(HERE[0], abs=step)
        assert lat == pytest.approx(HERE[1], abs=step)


def test_a_point_tells_the_symbol_of_its_theme():
    consultation = make_consultation()
    theme = consultation.themes.get(letter="N")
    make_contribution(consultation, theme=theme)
    told = layers(consultation, 17)["points"][0]["properties"]
    assert (told["letter"], told["shape"], told["colour"]) == ("N", "square", "#105643")


def test_a_long_title_is_cut():
    consultation = make_contribution(title="é" * 120).consultation
    assert len(layers(consultation, 12)["points"][0]["properties"]["title"]) == 80


def three_together():
    consultation = make_consultation()
    theme = {theme.letter: theme for theme in consultation.themes.all()}
    for letter, lon in (("T", 8.35), ("T", 8.3501), ("N", 8.3504)):
        make_contribution(consultation, point(lon, 43.45), theme=theme[letter])
    return consultation


@pytest.mark.parametrize("words", ["", "ombre"])
def test_a_cluster_counts_by_theme_and_lies_at_the_mean(words):
    consultation = three_together()
    found = layers(consultation, 11, filters=Filters(words=words))
    (feature,) = found["clusters"]
    told = feature["properties"]
    assert (told["count"], told["T-circle"], told["N-square"]) == (3, 2, 1)
    lon, lat = degrees(tile_of(11), feature["geometry"]["coordinates"])
    assert lon == pytest.approx((8.35 + 8.3501 + 8.3504) / 3, abs=360 / 2**11 / mercator.EXTENT)
    assert lat == pytest.approx(43.45, abs=360 / 2**11 / mercator.EXTENT)
    assert "points" not in found


def test_the_box_of_a_cluster_holds_its_members_and_leads_nearer():
    consultation = three_together()
    told = layers(consultation, 11)["clusters"][0]["properties"]
    assert told["west"] <= 8.35 and told["east"] >= 8.3504
    assert told["south"] <= 43.45 <= told["north"]
    assert told["east"] - told["west"] == pytest.approx(360 / 2**14)


def test_deep_down_neighbours_stand_apart():
    consultation = three_together()
    assert len(layers(consultation, 17)["points"]) == 3
    assert "clusters" not in layers(consultation, 17)


def test_those_at_the_very_same_place_stay_together_at_every_zoom():
    consultation = make_consultation()
    for _number in range(4):
        make_contribution(consultation)
    for zoom in (3, 16, 17, 18):
        (feature,) = layers(consultation, zoom)["clusters"]
        told = feature["properties"]
        assert (told["count"], told["none"]) == (4, 4)
        assert told["together"] is (zoom > 16)
        assert "points" not in layers(consultation, zoom)


def test_those_at_one_place_are_named_newest_first_and_up_to_twelve():
    consultation = make_consultation()
    theme = consultation.themes.get(letter="N")
    for number in range(14):
        newest = make_contribution(consultation, theme=theme, title=f"Idée « {number} »")
    members = json.loads(layers(consultation, 18)["clusters"][0]["properties"]["members"])
    assert [member["title"] for member in members] == [f"Idée « {n} »" for n in range(13, 1, -1)]
    assert members[0] == {
        "id": str(newest.pk), "title": "Idée « 13 »", "letter": "N", "shape": "square",
        "colour": "#105643",
    }  # fmt: skip
    assert "members" not in layers(consultation, 11)["clusters"][0]["properties"]


def test_too_many_in_a_deep_tile_are_cut_into_cells():
    consultation = make_consultation()
    multiply(make_contribution(consultation), cluster_sql.MOST_POINTS + 1)
    found = layers(consultation, 17)
    total = sum(feature["properties"]["count"] for feature in found["clusters"])
    assert total + len(found.get("points", [])) == cluster_sql.MOST_POINTS + 1
    assert len(found["clusters"]) <= 64


def test_lines_and_areas_are_drawn_with_the_pin():
    consultation = make_consultation()
    theme = consultation.themes.get(letter="T")
    area = make_contribution(consultation, AREA, theme=theme)
    found = layers(consultation, 15)
    (shape,) = found["shapes"]
    assert shape["id"] == area.number
    assert shape["geometry"]["type"] == "Polygon"
    assert shape["properties"]["form"] == "area"
    assert shape["properties"]["colour"] == "#2a68d6"
    assert found["points"][0]["properties"]["form"] == "area"


def test_a_shape_goes_on_in_the_next_tile_without_its_pin():
    consultation = make_contribution(drawing=AREA).consultation
    zoom, x, y = tile_of(17)
    _version, body = drawn_tile(consultation.pk, Filters(), zoom, x - 1, y)
    found = mapbox_vector_tile.decode(body)
    assert list(found) == ["shapes"]


def test_with_very_many_points_no_shapes_are_drawn():
    consultation = make_contribution(drawing=AREA).consultation
    multiply(consultation.contributions.get(), cluster_sql.MOST_FOR_SHAPES + 1)
    assert "shapes" not in layers(consultation, 12)
    assert (
        layers(consultation, 12)["clusters"][0]["properties"]["count"] > cluster_sql.MOST_FOR_SHAPES
    )


def multiply(contribution, total):
    """Make copies of a contribution until the consultation has `total`, a little apart."""
    values = {
        field.attname: getattr(contribution, field.attname)
        for field in Contribution._meta.concrete_fields
        if not field.generated
    }
    Contribution.objects.bulk_create(
        Contribution(**values | different(number))
        for number in range(contribution.number + 1, total + 1)
    )
    recount_all(contribution.consultation_id)


def different(number):
    lon, lat = HERE[0] + number % 30 * 1e-5, HERE[1] + number // 30 * 3e-6
    return {
        "id": uuid.uuid4(),
        "client_id": uuid.uuid4(),
        "number": number,
        "receipt_hash": str(number),
        "geometry": f"SRID=4326;{point(lon, lat)}",
    }


@pytest.mark.parametrize(
    ("tile", "is_there"),
    [((0, 0, 0), True), ((18, 2**18 - 1, 2**18 - 1), True), ((19, 0, 0), False),
     ((3, 8, 0), False), ((3, 0, 8), False)],
)  # fmt: skip
def test_tiles_exist_inside_the_world_down_to_zoom_18(tile, is_there):
    assert mercator.exists(*tile) is is_there
