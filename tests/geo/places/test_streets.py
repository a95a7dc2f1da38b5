"""Lines along streets, between two others."""

import pytest
import shapely

from geo.places.streets import NotBetween, between, whole
from tests.geo.places.island import line


def test_a_line_goes_from_one_crossing_to_the_other():
    found = between(line((-5, 0), (0, 0), (5, 0)), line((-3, -1), (-3, 0)), line((0, 0), (0, 2)))
    # the street has no corner at -3: the nearest one begins the line
    assert shapely.get_coordinates(found)[-1] == pytest.approx([8.35, 43.45])


def test_the_order_of_the_two_turns_the_line_only():
    street = line((-5, 0), (-3, 0), (0, 0), (5, 0))
    one, other = line((-3, -1), (-3, 0)), line((0, 0), (0, 2))
    forth, back = between(street, one, other), between(street, other, one)
    assert forth.equals(back)
    assert forth.length == pytest.approx(0.003)


def test_a_street_in_pieces_with_a_roundabout_is_followed():
    street = whole([line((0, 0), (1, 0)), line((1.3, 0), (2, 0))])
    found = between(street, line((0, -1), (0, 0)), line((2, 0), (2, 1)))
    assert found.length == pytest.approx(0.002)


def test_of_two_carriageways_the_shorter_way_is_taken():
    street = whole([line((0, 0), (1, 0.2), (2, 0)), line((0, 0), (1, 0), (2, 0))])
    found = between(street, line((0, -1), (0, 0)), line((2, 0), (2, 1)))
    assert found.length == pytest.approx(0.002)


def test_streets_that_cross_at_the_same_place_leave_nothing_between():
    street = line((-1, 0), (0, 0), (1, 0))
    with pytest.raises(NotBetween):
        between(street, line((0, -1), (0, 0)), line((0, 0), (0, 1)))


def test_a_street_that_never_crosses_leaves_nothing():
    with pytest.raises(NotBetween):
        between(line((0, 0), (1, 0)), line((0, -1), (0, 0)), line((5, 5), (6, 6)))


def test_pieces_too_far_apart_are_not_joined():
    street = whole([line((0, 0), (1, 0)), line((4, 0), (5, 0))])
    with pytest.raises(NotBetween):
        between(street, line((0, -1), (0, 0)), line((5, 0), (5, 1)))
