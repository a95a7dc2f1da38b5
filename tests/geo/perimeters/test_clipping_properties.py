"""What holds of every verdict, on drawings that hypothesis invents."""

import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.perimeters.clipping import judge
from geo.perimeters.ground import GRID
from tests.geo.perimeters.places import GROUND, IN_PARTS, drawings, grounds, stars, walks

NEARLY = 3 * GRID


def lies_in(part, whole) -> bool:
    """Whether a geometry lies in another, but for the rounding of the grid."""
    return part is None or shapely.buffer(whole, NEARLY).covers(part)


@given(drawings, grounds)
def test_what_is_kept_lies_in_the_grown_perimeter(drawing, ground):
    verdict = judge(drawing, ground)
    assert not verdict.may_send or ground.grown.covers(verdict.kept)


@given(drawings, grounds)
def test_kept_and_removed_together_are_the_drawing(drawing, ground):
    verdict = judge(drawing, ground)
    assume(verdict.outcome == "clipped")
    together = shapely.union_all([verdict.kept, verdict.removed])
    assert lies_in(together, drawing)
    assert lies_in(drawing, together)


@given(drawings, grounds)
def test_kept_and_removed_do_not_overlap(drawing, ground):
    verdict = judge(drawing, ground)
    assume(verdict.outcome == "clipped" and verdict.kind == "area")
    common = shapely.intersection(verdict.kept, verdict.removed)
    assert common.area <= NEARLY * verdict.kept.length


@given(drawings, grounds)
def test_judging_the_kept_part_again_says_inside_and_returns_it_unchanged(drawing, ground):
    verdict = judge(drawing, ground)
    assume(verdict.may_send)
    again = judge(verdict.kept, ground)
    assert again.outcome == "inside"
    assert shapely.equals_identical(again.kept, verdict.kept)
    assert (again.share_kept, again.kept_measure) == (1, verdict.kept_measure)


@given(drawings, grounds)
def test_what_is_kept_is_valid_finite_flat_and_of_the_drawn_dimension(drawing, ground):
    verdict = judge(drawing, ground)
    assume(verdict.may_send)
    assert verdict.kept.is_valid and not verdict.kept.is_empty and not verdict.kept.has_z
    assert shapely.get_dimensions(verdict.kept) == shapely.get_dimensions(drawing)
    coordinates = shapely.get_coordinates(verdict.kept)
    assert (coordinates.round(7) == coordinates).all()


@given(drawings, grounds)
def test_measures_add_up_and_the_share_is_a_share(drawing, ground):
    verdict = judge(drawing, ground)
    assume(verdict.outcome == "clipped")
    assert 0 < verdict.share_kept <= 1
    whole = verdict.kept_measure + verdict.removed_measure
    assert abs(verdict.kept_measure - verdict.share_kept * whole) <= 1e-6 * whole


@given(stars | walks, grounds)
def test_the_order_of_the_points_does_not_matter(drawing, ground):
    one, other = judge(drawing, ground), judge(shapely.reverse(drawing), ground)
    assert one.outcome == other.outcome
    assert abs(one.kept_measure - other.kept_measure) < 1


@given(stars, grounds, st.integers(0, 40))
def test_where_an_outline_begins_does_not_matter(drawing, ground, start):
    corners = list(drawing.exterior.coords)[:-1]
    start %= len(corners)
    turned = shapely.Polygon(corners[start:] + corners[:start])
    one, other = judge(drawing, ground), judge(turned, ground)
    assert one.outcome == other.outcome
    assert abs(one.kept_measure - other.kept_measure) < 1


@given(stars | walks, grounds)
def test_doubled_points_do_not_matter(drawing, ground):
    doubled = type(drawing)(shapely.get_coordinates(drawing).repeat(2, axis=0))
    assert judge(doubled, ground) == judge(drawing, ground)


@given(drawings)
def test_parts_of_the_perimeter_give_the_verdict_of_the_whole(drawing):
    whole, parts = (judge(drawing, ground) for ground in (GROUND, IN_PARTS))
    assert whole.outcome == parts.outcome
    assert abs(whole.kept_measure - parts.kept_measure) <= max(1, 1e-5 * whole.kept_measure)


numbers = st.floats(allow_nan=False) | st.sampled_from(
    [0.0, 7.25, 43.65, 180.0, -180.0, 90.0, 1e300]
)
anything = st.lists(st.tuples(numbers, numbers), min_size=4, max_size=12)
forms = st.sampled_from([shapely.LineString, shapely.Polygon, shapely.MultiPoint])


@given(anything, forms, st.booleans())
def test_no_geometry_at_all_raises(places, form, is_collected):
    drawing = form(places)
    drawing = shapely.GeometryCollection([drawing]) if is_collected else drawing
    assert judge(drawing, GROUND).outcome in ("inside", "clipped", "refused")
