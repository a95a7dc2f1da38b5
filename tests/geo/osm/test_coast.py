"""Land and sea from pieces of coastline."""

import shapely
from shapely.affinity import scale

from geo.osm.coast import land_of

EXTENT = shapely.box(0, 0, 1, 1)
FRAME = scale(EXTENT, 8, 8)
INLAND, AT_SEA = shapely.Point(0.5, 0.9), shapely.Point(0.5, 0.1)


def land(*lines):
    return shapely.union_all(land_of([shapely.LineString(one) for one in lines], EXTENT, FRAME))


def test_land_lies_on_the_left_of_a_coast():
    whole = land([(-0.5, 0.5), (0.5, 0.4), (1.5, 0.5)])
    assert whole.contains(INLAND)
    assert not whole.intersects(AT_SEA)


def test_a_coast_in_pieces_that_ends_within_is_continued_to_the_frame():
    whole = land([(0.3, 0.5), (0.5, 0.45)], [(0.5, 0.45), (0.8, 0.5)])
    assert whole.contains(INLAND)
    assert whole.contains(shapely.Point(0.5, 4))
    assert not whole.intersects(shapely.Point(0.5, -3))


def test_an_island_is_land_and_what_surrounds_it_sea():
    whole = land([(0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6), (0.4, 0.4)])
    assert whole.equals(shapely.box(0.4, 0.4, 0.6, 0.6))


def test_without_a_coast_there_is_none_to_draw():
    assert land_of([], EXTENT, FRAME) == []


def test_where_two_coasts_contradict_each_other_nothing_is_claimed():
    assert land([(-1, 0.3), (2, 0.3)], [(-1, 0.6), (2, 0.6)]).is_empty
