"""Features of a file become one area, and the report says what was done."""

import numpy as np
import pytest
import shapely

from geo.crs import reproject
from geo.drawings.geojson import read_collection
from geo.drawings.reasons import Code, InvalidDrawing
from geo.perimeters.choosing import NothingChosen, choose_in_each
from geo.perimeters.dissolving import dissolve
from geo.perimeters.repair import BeyondRepair, repair, unite
from tests.geo.perimeters.files import BOW_TIE, EAST, ISLET, NICE, TWO, feature, text
from tests.geo.perimeters.places import star


def dissolved(*features, where=(), **members):
    return dissolve(choose_in_each([read_collection(text(*features, **members))], where))


def counts(report: list[dict]) -> dict[str, int]:
    return {entry["code"]: entry["count"] for entry in report}


def test_neighbours_become_one_polygon_without_their_common_border():
    result = dissolved(*TWO)
    assert result.area.equals(shapely.box(7.2, 43.6, 7.4, 43.7))
    assert counts(result.report) == {"chosen": 2, "turned": 2, "parts": 1}


def test_islands_and_holes_are_kept():
    result = dissolved(
        feature([NICE, [[x / 2 + 3.625, y / 2 + 21.825] for x, y in NICE]]), feature([ISLET])
    )
    assert counts(result.report)["parts"] == 2
    assert counts(result.report)["holes"] == 1


def test_outlines_run_anticlockwise_and_holes_clockwise():
    hole = [[x / 2 + 3.625, y / 2 + 21.825] for x, y in NICE]
    polygon = dissolved(feature([NICE, hole])).area.geoms[0]
    assert polygon.exterior.is_ccw and not polygon.interiors[0].is_ccw


@pytest.mark.parametrize(
    ("where", "east"),
    [
        ([("code", "06088")], 7.3),
        ([("code", "06088"), ("code", "06150")], 7.4),
        ([("code", "06088"), ("nom", "Nice")], 7.3),
    ],
)
def test_conditions_choose_features(where, east):
    assert dissolved(*TWO, where=where).area.bounds[2] == east


@pytest.mark.parametrize(
    "where", [[("code", "75056")], [("cdoe", "06088")], [("code", "06088"), ("nom", "Est")]]
)
def test_conditions_that_nothing_fulfils_show_what_the_file_has(where):
    with pytest.raises(NothingChosen) as error:
        dissolved(*TWO, where=where)
    assert error.value.properties == {"code": ["06088", "06150"], "nom": ["Nice", "Est"]}


def test_a_number_is_chosen_by_its_digits():
    assert dissolved(feature([NICE], code=6), where=[("code", "6")]).area.area > 0


def test_a_file_without_areas_chooses_nothing():
    with pytest.raises(NothingChosen):
        dissolved(feature(None), feature(None))


def test_a_crossing_outline_is_repaired_and_its_former_shape_reported():
    result = dissolved(feature([NICE]), feature([BOW_TIE]))
    repaired = next(entry for entry in result.report if entry["code"] == "repaired")
    assert result.area.is_valid
    assert repaired["features"][0]["feature"] == 2
    assert repaired["features"][0]["before"] == [BOW_TIE]


def test_a_point_left_out_is_counted():
    point = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Point", "coordinates": [7, 43]},
    }
    assert counts(dissolved(feature([NICE]), point, feature(None)).report)["without_area"] == 2


def test_heights_are_dropped_and_counted():
    high = [[x, y, 12.5] for x, y in NICE]
    result = dissolved(feature([high]))
    assert not result.area.has_z
    assert counts(result.report)["heights_dropped"] == 5


def test_a_hairline_gap_between_neighbours_is_closed():
    east = [[7.3 + 5e-6 if x == 7.3 and 43.62 < y < 43.68 else x, y] for x, y in EAST]
    east[1:1] = [[7.3, 43.61], [7.300005, 43.64], [7.3, 43.67]]
    result = dissolved(feature([NICE]), feature([east]))
    assert counts(result.report)["hairlines_closed"] == 1
    assert "holes" not in counts(result.report)


def test_a_file_in_lambert_93_lands_where_it_lies():
    moved = shapely.get_coordinates(reproject(shapely.Polygon(NICE), 4326, 2154)).tolist()
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    result = dissolved(feature([moved]), crs=crs)
    assert np.allclose(result.area.bounds, (7.2, 43.6, 7.3, 43.7), atol=2e-7)
    assert counts(result.report)["reprojected"] == 1


@pytest.mark.parametrize(
    ("ring", "srid", "code"),
    [
        (NICE, 2154, Code.NOT_IN_METRES),  # degrees that are called metres
        ([[x * 1e9, y * 1e9] for x, y in NICE], 2154, Code.NOT_IN_METRES),
        ([[x * 1e5, y * 1e5] for x, y in NICE], 4326, Code.NOT_IN_DEGREES),
    ],
)
def test_coordinates_that_do_not_fit_their_system_are_refused(ring, srid, code):
    crs = {"type": "name", "properties": {"name": f"EPSG:{srid}"}}
    with pytest.raises(InvalidDrawing) as refusal:
        dissolved(feature([ring]), crs=crs)
    assert refusal.value.reason.code == code


def test_a_repair_that_takes_too_long_is_killed():
    rng = np.random.default_rng(1)
    with pytest.raises(BeyondRepair):
        repair([shapely.Polygon(rng.uniform(0, 1, (4000, 2)))], seconds=1)


def test_repair_fills_what_an_outline_surrounds_and_drops_spikes():
    spiked = shapely.Polygon([*star(7, 43, [1] * 4).exterior.coords[:-1], (9, 40), (9, 40)])
    bow_tie = shapely.Polygon(BOW_TIE)
    mended = repair([spiked, bow_tie])
    assert all(shapely.is_valid(mended))
    assert mended[1].area == pytest.approx(0.005)


def strips(count: int) -> list:
    """As many across as along: each crosses all the others, and all are valid."""
    starts = [index / count for index in range(count)]
    return [
        strip
        for start in starts
        for strip in (
            shapely.box(7, 43 + start, 8, 43 + start + 0.4 / count),
            shapely.box(7 + start, 43, 7 + start + 0.4 / count, 44),
        )
    ]


def test_areas_that_cross_one_another_without_end_are_given_up():
    with pytest.raises(BeyondRepair):
        unite(strips(300), seconds=2)


def test_many_areas_are_united_as_few_are():
    many = strips(51)
    assert unite(many)[0].equals(shapely.union_all(many, grid_size=1e-7))
