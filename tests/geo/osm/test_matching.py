"""Pairing an inventory with OpenStreetMap."""

from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point

from geo.osm.matching import MOST_COST, POINTS_M, Place, match, similarity

COORDINATE = st.floats(0, 200)
NAMES = st.sampled_from(["", "Fontaine", "Fontana", "Toilettes Gare"])
PLACES = st.lists(st.builds(Place, st.builds(Point, COORDINATE, COORDINATE), NAMES), max_size=12)


def place(x, name=""):
    return Place(Point(x, 0), name)


def test_the_nearest_of_two_is_taken_and_the_other_is_only_in_osm():
    found = match([place(0)], [place(15), place(5)])
    assert [(pair.inventory, pair.osm, pair.distance_m) for pair in found.pairs] == [(0, 1, 5.0)]
    assert (found.missing_in_osm, found.only_in_osm) == ((), (0,))


def test_a_name_outweighs_some_metres():
    found = match([place(0, "Fontaine Masséna")], [place(5, "WC"), place(9, "fontaine massena")])
    assert [pair.osm for pair in found.pairs] == [1]


def test_a_name_alone_never_refuses_what_is_near():
    found = match([place(0, "Mairie de Nice")], [place(14, "Hôtel de Ville")])
    assert len(found.pairs) == 1


def test_all_are_paired_where_the_greedy_way_would_leave_one_alone():
    found = match([place(0), place(10)], [place(6), place(41)])
    assert [(pair.inventory, pair.osm) for pair in found.pairs] == [(0, 0), (1, 1)]


def test_beyond_the_reach_nothing_is_paired():
    assert match([place(0, "Gare")], [place(41, "Gare")]).missing_in_osm == (0,)


def test_an_empty_side_is_no_error():
    assert match([], [place(0)]).only_in_osm == (0,)
    assert match([place(0)], []).missing_in_osm == (0,)


def test_a_missing_name_says_nothing():
    assert similarity("", "x") is None
    assert similarity("de la", "x") is None


@given(PLACES, PLACES)
def test_everybody_is_paired_once_or_alone(inventory, osm):
    found = match(inventory, osm)
    ours = [pair.inventory for pair in found.pairs] + list(found.missing_in_osm)
    theirs = [pair.osm for pair in found.pairs] + list(found.only_in_osm)
    assert sorted(ours) == list(range(len(inventory)))
    assert sorted(theirs) == list(range(len(osm)))
    assert all(p.cost <= MOST_COST and p.distance_m <= POINTS_M for p in found.pairs)


def test_a_long_row_of_trees_is_matched_without_a_table_of_all_pairs():
    """Each stands within reach of its neighbours: one crowd of all of them."""
    ours, theirs = ([place(8 * at + off) for at in range(4000)] for off in (0, 3))
    assert len(match(ours, theirs).pairs) == 4000


def test_what_stands_at_the_same_place_under_the_same_name_is_one():
    assert len(match([place(0, "Gare")], [place(0, "Gare")]).pairs) == 1
