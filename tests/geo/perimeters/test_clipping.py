"""The verdict on drawings whose answer is known: the rest of the geometry table (T12)."""

import json

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, MultiPoint, MultiPolygon, Point, Polygon, box

from geo.drawings.reasons import Code
from geo.perimeters.clipping import Rules, Verdict, judge
from geo.perimeters.ground import TOLERANCE, Ground
from tests.geo.perimeters.places import GROUND, HOLE, ISLET, METRE_NORTH, SQUARE, star

with np.errstate(invalid="ignore"):  # shapely warns when it builds it
    NOT_A_NUMBER = LineString([(7.21, float("nan")), (7.22, 43.6)])
IN, OUT = 7.21, 7.35
BOW_TIE = Polygon([(7.21, 43.61), (7.22, 43.62), (7.22, 43.61), (7.21, 43.62)])

INSIDE = {
    "a point": Point(7.21, 43.61),
    "a point on the border": Point(7.3, 43.65),
    "a point on a corner": Point(7.2, 43.6),
    "a point on the edge of the hole": Point(7.24, 43.65),
    "a point on the islet": Point(7.405, 43.605),
    "the perimeter itself": GROUND.area,
    "the perimeter's outline": shapely.boundary(GROUND.area),
    "a line that crosses itself": LineString(
        [(7.21, 43.61), (7.22, 43.62), (7.22, 43.61), (7.21, 43.62)]
    ),
    "a line there and back": LineString([(7.21, 43.61), (7.22, 43.61), (7.21, 43.61)]),
    "a height": Polygon([(7.21, 43.61, 5), (7.22, 43.61, 5), (7.22, 43.62, 5)]),
    "more than 15 decimals": Point(7.2123456789012345678, 43.6123456789012345678),
    "doubled points": Polygon([(7.21, 43.61)] * 3 + [(7.22, 43.61)] * 2 + [(7.22, 43.62)]),
    "an area with a hole": box(7.21, 43.61, 7.23, 43.63) - box(7.215, 43.615, 7.22, 43.62),
    "a three metre sliver": box(7.21, 43.61, 7.22, 43.61 + 3 * METRE_NORTH),
    "parts on both islands": MultiPolygon([box(7.21, 43.61, 7.22, 43.62), ISLET]),
}


@pytest.mark.parametrize("drawing", INSIDE.values(), ids=INSIDE)
def test_inside(drawing):
    verdict = judge(drawing, GROUND)
    assert (verdict.outcome, verdict.removed, verdict.share_kept) == ("inside", None, 1)
    assert verdict.kept.is_valid and not verdict.kept.has_z


CLIPPED = {
    "half of an area": (box(7.25, 43.61, 7.35, 43.62), box(7.25, 43.61, 7.3, 43.62), 0.5),
    "two islands of one area": (box(7.29, 43.601, 7.42, 43.602), None, 0.154),
    "an area across the hole": (box(7.23, 43.645, 7.27, 43.655), None, 0.5),
    "a line in and out": (LineString([(IN, 43.61), (OUT, 43.61)]), None, 0.643),
    "a line through the hole": (LineString([(7.22, 43.65), (7.28, 43.65)]), None, 0.667),
    "one of two pins": (MultiPoint([(IN, 43.61), (OUT, 43.61)]), Point(IN, 43.61), 0.5),
    "the world without its edge": (box(-80, -80, 80, 80), GROUND.area, 0.0),
}


@pytest.mark.parametrize(("drawing", "kept", "share"), CLIPPED.values(), ids=CLIPPED)
def test_clipped(drawing, kept, share):
    verdict = judge(drawing, GROUND)
    assert verdict.outcome == "clipped"
    assert verdict.share_kept == pytest.approx(share, abs=0.001)
    assert kept is None or verdict.kept.equals(kept)


REFUSED = {
    "nothing": (None, Code.NOT_A_DRAWING),
    "a text": ("POINT (7.25 43.65)", Code.NOT_A_DRAWING),
    "a collection": (shapely.GeometryCollection([Point(IN, 43.61)]), Code.NOT_A_DRAWING),
    "an empty collection": (shapely.GeometryCollection(), Code.NOT_A_DRAWING),
    "a ring": (shapely.LinearRing([(0, 0), (1, 0), (1, 1)]), Code.NOT_A_DRAWING),
    "an empty area": (Polygon(), Code.EMPTY),
    "an empty point": (Point(), Code.EMPTY),
    "an empty part": (shapely.from_wkt("MULTIPOINT ((7.21 43.61), EMPTY)"), Code.EMPTY),
    "not a number": (NOT_A_NUMBER, Code.NOT_A_NUMBER),
    "infinity": (Point(float("inf"), 43.61), Code.NOT_A_NUMBER),
    "not in degrees": (Point(7.21, 95), Code.NOT_IN_DEGREES),
    "a bow tie": (BOW_TIE, Code.CROSSES_ITSELF),
    "a spike": (
        Polygon([(7.21, 43.61), (7.22, 43.61), (7.23, 43.61), (7.22, 43.61), (7.22, 43.62)]),
        Code.CROSSES_ITSELF,
    ),
    "a hole outside": (
        Polygon(SQUARE.exterior, [ISLET.exterior]),
        Code.WRONG_HOLE,
    ),
    "a hole across the outline": (
        Polygon(HOLE.exterior, [box(7.25, 43.65, 7.27, 43.67).exterior]),
        Code.WRONG_HOLE,
    ),
    "overlapping parts": (
        MultiPolygon([SQUARE, box(7.25, 43.65, 7.35, 43.75)]),
        Code.OVERLAPPING_PARTS,
    ),
    "half a square metre": (
        box(7.21, 43.61, 7.21 + 1e-5, 43.61 + METRE_NORTH / 2),
        Code.TOO_SMALL,
    ),
    "a line of five centimetres": (
        LineString([(7.21, 43.61), (7.21, 43.61 + METRE_NORTH / 20)]),
        Code.TOO_SMALL,
    ),
    "inside the hole": (Point(7.25, 43.65), Code.OUTSIDE),
    "an area that only touches": (box(7.3, 43.62, 7.31, 43.63), Code.OUTSIDE),
    "a line that only touches": (LineString([(7.3, 43.62), (7.31, 43.63)]), Code.OUTSIDE),
    "a line past a corner": (LineString([(7.29, 43.71), (7.31, 43.69)]), Code.OUTSIDE),
    "across the antimeridian": (box(-179, 43, 179, 44), Code.OUTSIDE),
    "swapped": (Point(43.61, 7.21), Code.SWAPPED),
    "a swapped area": (box(43.61, 7.21, 43.62, 7.22), Code.SWAPPED),
}


@pytest.mark.parametrize(("drawing", "code"), REFUSED.values(), ids=REFUSED)
def test_refused(drawing, code):
    verdict = judge(drawing, GROUND)
    assert (verdict.outcome, verdict.reason.code, verdict.kept) == ("refused", code, None)
    assert not verdict.may_send


BORDERS = {
    "north": ((7.22, 43.7), (0, 1)),
    "south": ((7.22, 43.6), (0, -1)),
    "the hole's south": ((7.25, 43.64), (0, 1)),
    "the islet's north": ((7.405, 43.61), (0, 1)),
}


@pytest.mark.parametrize(("place", "out"), BORDERS.values(), ids=BORDERS)
def test_a_pin_one_metre_in_is_inside_and_one_metre_out_is_outside(place, out):
    def pin(metres: float) -> Verdict:
        return judge(Point(place[0], place[1] + out[1] * metres * METRE_NORTH), GROUND)

    assert pin(-1).outcome == "inside"
    assert pin(1).reason.code == Code.OUTSIDE
    assert pin(1).reason.distance_m == pytest.approx(1, abs=0.01)
    assert pin(0.05).outcome == "inside"  # five centimetres are within the tolerance


DIRECTIONS = {"n": (0, 1), "ne": (1, 1), "e": (1, 0), "se": (1, -1), "s": (0, -1), "w": (-1, 0)}


@pytest.mark.parametrize("bearing", ["n", "ne", "e", "se", "s", "sw", "w", "nw"])
def test_a_place_outside_is_told_how_far_and_in_which_direction(bearing):
    east = (("e" in bearing) - ("w" in bearing)) * 340 / 80_600  # metres in a degree, at 43.6° N
    north = (("n" in bearing) - ("s" in bearing)) * 340 * METRE_NORTH
    ground = Ground.of(box(7.2, 43.6, 7.2001, 43.6001), 2154)
    corner = (7.2 + 1e-4 * (east > 0), 43.6 + 1e-4 * (north > 0))
    reason = judge(Point(corner[0] + east, corner[1] + north), ground).reason
    metres = 340 * 2**0.5 if len(bearing) == 2 else 340
    assert reason.bearing == bearing
    assert reason.distance_m == pytest.approx(metres, rel=0.005)


def test_a_box_across_the_antimeridian_is_far_away_and_not_all_around():
    assert judge(box(-179, 43, 179, 44), GROUND).reason.distance_m > 9e6


def test_the_distance_is_to_the_nearest_edge_of_any_part():
    assert judge(Point(7.399, 43.605), GROUND).reason.bearing == "w"
    assert judge(Point(7.25, 43.6405), GROUND).reason.distance_m == pytest.approx(55.6, abs=0.1)


@pytest.mark.parametrize("vertex", [1, 2, 3, 4, 5])
def test_the_point_to_move_is_the_one_that_was_moved_across_the_outline(vertex):
    radii = [0.01] * 5
    radii[vertex - 1] = -0.02  # beyond the opposite side
    pentagon = star(7.22, 43.62, radii).exterior.coords[:-1]
    reason = judge(Polygon(pentagon), GROUND).reason
    assert (reason.code, reason.vertex) == (Code.CROSSES_ITSELF, vertex)


def test_a_bow_tie_is_told_where_it_crosses():
    reason = judge(BOW_TIE, GROUND).reason
    assert reason.crossing == pytest.approx((7.215, 43.615))
    assert reason.vertex == 4


def test_a_crossing_in_the_second_part_counts_the_points_of_the_first():
    drawing = MultiPolygon([box(7.26, 43.61, 7.27, 43.62), BOW_TIE])
    assert judge(drawing, GROUND).reason.vertex == 4 + 4


def test_a_line_keeps_its_direction_and_its_crossings_when_cut():
    loop = [(7.31, 43.61), (7.22, 43.61), (7.22, 43.62), (7.23, 43.60)]
    kept = judge(LineString(loop), GROUND).kept
    assert list(kept.coords) == [(7.3, 43.61), *loop[1:]]


def test_a_stretch_walked_twice_is_kept_twice():
    there_and_back = LineString([(7.25, 43.61), (7.35, 43.61), (7.25, 43.61)])
    verdict = judge(there_and_back, GROUND)
    assert verdict.share_kept == pytest.approx(0.5)
    assert verdict.kept.length == pytest.approx(0.1)
    assert list(verdict.removed.coords) == [(7.3, 43.61), (7.35, 43.61), (7.3, 43.61)]


CRUMBS = {
    "a strip of five centimetres": box(7.4, 43.5999, 7.41, 43.6 + METRE_NORTH / 20),
    "half a square metre": box(7.405, 43.5999, 7.405009, 43.6 + METRE_NORTH * 0.7),
}


@pytest.mark.parametrize("crumb", CRUMBS.values(), ids=CRUMBS)
def test_a_crumb_of_the_cut_is_not_kept(crumb):
    whole = box(7.25, 43.61, 7.35, 43.62)
    verdict = judge(MultiPolygon([whole, crumb]), GROUND)
    assert verdict.kept.equals(box(7.25, 43.61, 7.3, 43.62))
    assert judge(crumb, GROUND).reason.code == Code.OUTSIDE


def test_a_neighbour_along_a_slanting_border_is_outside_whatever_its_rounding():
    border = [(7.2, 43.6), (7.3, 43.7123457)]
    ground = Ground.of(Polygon([*border, (7.2, 43.8)]), 2154)
    between = [(7.2 + 0.1 * t, 43.6 + 0.1123457 * t) for t in np.linspace(0, 1, 40)]
    neighbour = Polygon([*between, (7.4, 43.6)])
    assert judge(neighbour, ground).reason.code == Code.OUTSIDE


def test_where_rounding_alone_would_break_an_outline_it_is_mended():
    nearly_pinched = [
        (7.21, 43.61),
        (7.23, 43.61),
        (7.23, 43.62),
        (7.22, 43.61000004),
        (7.21, 43.62),
    ]
    kept = judge(Polygon(nearly_pinched), GROUND).kept
    assert kept.is_valid and len(kept.geoms) == 2
    assert shapely.get_precision(kept) == 0  # else all that is computed from it were on the grid


def test_points_that_fall_together_on_the_grid_become_one():
    line = LineString([(7.21, 43.61), (7.21000001, 43.61), (7.22, 43.61)])
    assert len(judge(line, GROUND).kept.coords) == 2


def test_what_sticks_out_by_less_than_the_tolerance_is_inside_and_kept_whole():
    drawing = box(7.29, 43.62, round(7.3 + TOLERANCE * 0.9, 7), 43.63)
    verdict = judge(drawing, GROUND)
    assert verdict.outcome == "inside" and verdict.kept.equals(drawing)


STRADDLING = box(7.25, 43.61, 7.35, 43.62)
RULES = {
    "areas alone, a point": (Point(IN, 43.61), Rules(kinds=("area",)), Code.KIND_NOT_ALLOWED),
    "refuse what straddles": (STRADDLING, Rules(straddling="refuse"), Code.STRADDLES),
    "keep at least 60 %": (STRADDLING, Rules(least_share_kept=0.6), Code.TOO_LITTLE_KEPT),
    "keep at least 40 %": (STRADDLING, Rules(least_share_kept=0.4), None),
    "refuse what straddles, inside": (HOLE.centroid.buffer(0), Rules(), Code.EMPTY),
    "refuse what straddles, but inside": (ISLET, Rules(straddling="refuse"), None),
}


@pytest.mark.parametrize(("drawing", "rules", "code"), RULES.values(), ids=RULES)
def test_the_rules_of_a_consultation_are_applied(drawing, rules, code):
    verdict = judge(drawing, GROUND, rules)
    assert (verdict.reason.code if verdict.reason else None) == code
    assert verdict.may_send is (code is None)


def test_a_drawing_that_a_rule_refuses_still_shows_what_sticks_out():
    verdict = judge(STRADDLING, GROUND, Rules(least_share_kept=0.6))
    assert verdict.removed.equals(box(7.3, 43.61, 7.35, 43.62))
    assert (verdict.reason.limit, round(verdict.reason.found, 3)) == (0.6, 0.5)


@pytest.mark.parametrize("drawing", [STRADDLING, CLIPPED["one of two pins"][0], Point(9, 9)])
def test_the_numbers_of_a_verdict_can_be_written_as_json(drawing):
    verdict = judge(drawing, GROUND)
    distance = verdict.reason and verdict.reason.distance_m
    json.dumps([verdict.share_kept, verdict.kept_measure, verdict.removed_measure, distance])
