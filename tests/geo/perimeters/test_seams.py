"""Maps that do not meet: gaps are closed, real holes stay, overlaps are told."""

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.drawings.features import Collection, Feature
from geo.drawings.geojson import read_collection
from geo.perimeters.choosing import NothingChosen, choose_in_each
from geo.perimeters.dissolving import dissolve
from geo.perimeters.seams import holes_of
from tests.geo.perimeters.files import EAST, NICE, feature, text

WEST = feature([NICE], nom="Nice")
LAGOON = [[7.32, 43.62], [7.32, 43.64], [7.34, 43.64], [7.34, 43.62], [7.32, 43.62]]


def east_of_a_gap(metres: float = 100, *holes, **properties) -> dict:
    """The eastern neighbour, whose border leaves a gap as wide as that on average."""
    ring = [*EAST]
    ring[1:1] = [[7.3, 43.61], [7.3 + 2 * metres / 80_500, 43.64], [7.3, 43.67]]
    return feature([ring, *holes], name="Ventimiglia", **properties)


def dissolved(*files, where=(), **options):
    """The features of each file as one area."""
    collections = [read_collection(text(*features)) for features in files]
    return dissolve(choose_in_each(collections, where), **options)


def entry(result, code: str) -> dict | None:
    return next((one for one in result.report if one["code"] == code), None)


def test_a_gap_between_two_files_is_closed_and_told():
    result = dissolved([WEST], [east_of_a_gap()])
    told = entry(result, "gaps_closed")
    assert entry(result, "holes") is None and told["count"] == 1
    assert told["pieces"][0]["between"] == ["Nice", "Ventimiglia"]
    assert told["area_m2"] == pytest.approx(670_000, rel=0.01)
    assert shapely.Polygon(told["pieces"][0]["outline"]).within(result.area)


def wedge(metres: float) -> dict:
    """The eastern neighbour, whose border leaves Nice's further and further behind to the south."""
    south = [7.3 + metres / 80_500, 43.67]
    ring = [south, [7.3, 43.7], [7.4, 43.7], [7.4, 43.67], south]
    return feature([ring], name="Ventimiglia")


def test_a_notch_that_opens_to_the_outside_is_told_and_stays():
    result = dissolved([WEST], [wedge(150)])
    told = entry(result, "notches")
    assert told["count"] == 1 and told["pieces"][0]["between"] == ["Nice", "Ventimiglia"]
    assert not shapely.Polygon(told["pieces"][0]["outline"]).buffer(-1e-4).intersects(result.area)
    assert entry(dissolved([WEST, wedge(150)]), "notches") is None  # one map: it is drawn so


def test_an_honest_corner_is_no_notch():
    assert entry(dissolved([WEST], [wedge(6_000)]), "notches") is None


def test_a_gap_is_kept_for_who_asks():
    result = dissolved([WEST], [east_of_a_gap()], close_gaps=False)
    assert entry(result, "holes")["count"] == entry(result, "gaps_kept")["count"] == 1


def test_a_wide_hole_between_two_features_is_no_gap():
    assert entry(dissolved([WEST], [east_of_a_gap(400)]), "holes")["count"] == 1


def test_a_narrow_hole_inside_one_feature_is_kept():
    slit = [[7.33, 43.62], [7.33, 43.68], [7.3305, 43.68], [7.3305, 43.62], [7.33, 43.62]]
    result = dissolved([WEST], [east_of_a_gap(100, slit)])
    assert entry(result, "holes")["count"] == entry(result, "gaps_closed")["count"] == 1


def test_a_narrow_feature_that_was_left_out_stays_out():
    gap = dissolved([WEST], [east_of_a_gap()])
    filler = feature([entry(gap, "gaps_closed")["pieces"][0]["outline"]], name="Between")
    kept = dissolved([WEST], [east_of_a_gap(), filler], where=[("name", "Ventimiglia")])
    assert entry(kept, "holes")["count"] == 1 and entry(kept, "gaps_closed") is None


def test_an_overlap_counts_once_and_is_told():
    claimed = feature([[[x - 0.001 if x == 7.3 else x, y] for x, y in EAST]], name="Ventimiglia")
    result = dissolved([WEST], [claimed])
    told = entry(result, "overlaps")
    assert result.area.equals(shapely.box(7.2, 43.6, 7.4, 43.7))
    assert told["count"] == 1 and told["area_m2"] == pytest.approx(896_000, rel=0.01)
    assert told["pieces"][0]["between"] == ["Nice", "Ventimiglia"]


def test_neighbours_that_meet_have_neither_gap_nor_overlap():
    report = dissolved([WEST], [feature([EAST])]).report
    assert [one["code"] for one in report] == ["chosen", "turned", "parts"]


def test_each_file_is_asked_what_it_knows():
    italy = [east_of_a_gap(), feature([LAGOON], name="Airole")]
    result = dissolved([WEST], italy, where=[("nom", "Nice"), ("name", "Ventimiglia")])
    assert entry(result, "chosen")["count"] == 2
    with pytest.raises(NothingChosen):
        dissolved([WEST], italy, where=[("nom", "Menton"), ("name", "Sanremo")])
    with pytest.raises(NothingChosen):
        dissolved([WEST], italy, where=[("naam", "Nice")])


def test_an_islet_in_a_gap_goes_with_the_gap():
    ring = [[7.3013, 43.64], [7.3017, 43.64], [7.3017, 43.6404], [7.3013, 43.6404], [7.3013, 43.64]]
    result = dissolved([WEST], [east_of_a_gap(200), feature([ring], name="Islet")])
    assert result.area.is_valid and len(result.area.geoms) == 1
    assert entry(result, "gaps_closed")["count"] == 1 and entry(result, "holes") is None


# Two maps of a strip of communes: the border between them is drawn twice, each time with its
# own small errors; each commune of the south may have a lagoon.
ERRORS = st.lists(st.floats(-0.001, 0.001), min_size=7, max_size=7)
LAGOONS = st.lists(st.booleans(), min_size=3, max_size=3)


def two_maps(north_errors, south_errors, lagoons) -> list[Collection]:
    """Three communes north of a border, three south of it."""
    north, south = [], []
    for at in range(3):
        xs = [7 + 0.02 * step / 2 for step in (2 * at, 2 * at + 1, 2 * at + 2)]
        border = [(x, 43 + north_errors[2 * at + k]) for k, x in enumerate(xs)]
        north.append(shapely.Polygon([*border, (xs[2], 43.02), (xs[0], 43.02)]))
        border = [(x, 43 + south_errors[2 * at + k]) for k, x in enumerate(xs)]
        hole = shapely.box(xs[0] + 0.005, 42.985, xs[0] + 0.0055, 42.99).exterior.coords
        holes = [hole] if lagoons[at] else []
        south.append(shapely.Polygon([*border, (xs[2], 42.98), (xs[0], 42.98)], holes))
    return [
        Collection([Feature(n, {"name": f"{n}"}, one) for n, one in enumerate(shapes, start=1)])
        for shapes in (north, south)
    ]


@settings(max_examples=60, deadline=None)
@given(ERRORS, ERRORS, LAGOONS)
def test_whatever_two_maps_say_of_their_border(north_errors, south_errors, lagoons):
    maps = two_maps(north_errors, south_errors, lagoons)
    area = dissolve(choose_in_each(maps, ())).area
    drawn = shapely.union_all([one.geometry for file in maps for one in file.features])
    assert area.is_valid
    # nothing that was drawn is lost, and nothing beyond the border is added
    assert shapely.difference(drawn, area.buffer(2e-7)).area == 0
    assert shapely.difference(area, shapely.union_all([drawn.buffer(2e-7), BORDER])).area == 0
    # the lagoons stay, and every hole that stays is one
    assert len(holes_of(area)) == sum(lagoons)
    # who dissolves it again gets the same
    again = dissolve(choose_in_each([Collection([Feature(1, {}, area)])], ())).area
    assert shapely.equals_identical(again, area)
    # and in whatever order the files and their features come
    turned = [Collection(file.features[::-1]) for file in reversed(maps)]
    assert shapely.equals_identical(dissolve(choose_in_each(turned, ())).area, area)


BORDER = shapely.box(6.999, 42.9985, 7.061, 43.0015)
