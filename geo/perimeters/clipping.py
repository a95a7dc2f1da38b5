"""The verdict: what of this drawing belongs to this perimeter?

One function stands behind every door (form, API, import, paper) and gives one answer: inside,
clipped (what is kept, its share, what is not) or refused (a typed reason). It knows no Django,
takes any shapely geometry and never raises.

Within TOLERANCE and GRID (`ground.py`) these hold, and tests/geo/perimeters proves them:
kept lies in the grown perimeter; kept and removed together are the drawing; judging kept again
says inside and returns it unchanged; neither the order of the points nor doubled points matter.
"""

from dataclasses import dataclass

import numpy as np
import shapely

from geo.drawings.reasons import Code, Reason
from geo.perimeters.crossings import fault_of
from geo.perimeters.cutting import SMALLEST_M, SMALLEST_M2, cut, snap
from geo.perimeters.ground import Ground

KINDS = ("point", "line", "area")  # by dimension
SMALLEST = (1, SMALLEST_M, SMALLEST_M2)  # by dimension
TYPES = frozenset(
    {"Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"}
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a consultation allows.

    kinds: of drawings, among "point", "line", "area"; straddling: "clip" or "refuse" drawings
    that stick out; least_share_kept: share (0-1) under which a clipped drawing is refused.
    """

    kinds: tuple[str, ...] = KINDS
    straddling: str = "clip"
    least_share_kept: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer. Geometries are shapely, 2D, degrees (EPSG:4326), on the grid of 1e-7°.

    outcome: "inside", "clipped" or "refused"; reason: when refused, else None;
    kind: "point", "line" or "area", None when the drawing is none of them;
    kept, removed: geometries or None (both are given when a rule refuses a clipped drawing);
    share_kept: 0-1, of the area, the length or the number of points;
    kept_measure, removed_measure: m², m or number of points in the perimeter's metric system.
    """

    outcome: str
    reason: Reason | None = None
    kind: str | None = None
    kept: shapely.Geometry | None = None
    removed: shapely.Geometry | None = None
    share_kept: float = 0.0
    kept_measure: float = 0.0
    removed_measure: float = 0.0

    @property
    def may_send(self) -> bool:
        """Whether the drawing is accepted, whole or in part."""
        return self.outcome != "refused"


def judge(drawing, ground: Ground, rules: Rules = Rules()) -> Verdict:  # noqa: B008 - frozen
    """Return the verdict on a shapely geometry in degrees. Never raises.

    The drawing is first put on the grid of 1e-7° (1 cm), so that what is judged is what is
    stored. It is inside when the grown perimeter covers it; else it is cut.
    """
    reason = _fault(drawing, rules)
    if reason:
        return Verdict("refused", reason, _kind(drawing))
    snapped = snap(drawing)
    measure = float(ground.measure(snapped))
    if measure < SMALLEST[shapely.get_dimensions(drawing)]:
        return Verdict("refused", Reason(Code.TOO_SMALL), _kind(drawing))
    if ground.grown.covers(snapped):
        return Verdict("inside", None, _kind(drawing), snapped, None, 1.0, measure)
    return _clipped(snapped, ground, rules)


def _kind(drawing) -> str | None:
    return KINDS[shapely.get_dimensions(drawing)] if _is_drawing(drawing) else None


def _is_drawing(drawing) -> bool:
    return isinstance(drawing, shapely.Geometry) and drawing.geom_type in TYPES


def _fault(drawing, rules: Rules) -> Reason | None:
    """Return what is wrong with a drawing wherever it lies."""
    if not _is_drawing(drawing):
        return Reason(Code.NOT_A_DRAWING)
    if drawing.is_empty or shapely.is_empty(shapely.get_parts(drawing)).any():
        return Reason(Code.EMPTY)
    coordinates = shapely.get_coordinates(drawing)
    if not np.isfinite(coordinates).all():
        return Reason(Code.NOT_A_NUMBER)
    if (np.abs(coordinates) > (180, 90)).any():
        return Reason(Code.NOT_IN_DEGREES)
    if not shapely.is_valid(drawing):
        return fault_of(drawing)
    if _kind(drawing) not in rules.kinds:
        return Reason(Code.KIND_NOT_ALLOWED, kind=_kind(drawing))
    return None


def _clipped(drawing, ground: Ground, rules: Rules) -> Verdict:
    """Return the verdict on a valid drawing that sticks out of the grown perimeter."""
    kept, removed = (None, drawing) if _is_round_the_world(drawing) else cut(drawing, ground)
    if kept is None:
        return Verdict("refused", _outside(drawing, ground), _kind(drawing))
    whole, measure = float(ground.measure(drawing)), float(ground.measure(kept))
    share = min(measure / whole, 1.0)
    reason = _broken_rule(share, rules)
    outcome = "refused" if reason else "clipped"
    rest = max(whole - measure, 0.0)
    return Verdict(outcome, reason, _kind(drawing), kept, removed, share, measure, rest)


def _is_round_the_world(drawing) -> bool:
    """Whether a drawing crosses the antimeridian, and so is not where its numbers put it."""
    west, _, east, _ = drawing.bounds
    return east - west > 180


def _outside(drawing, ground: Ground) -> Reason:
    swapped = shapely.transform(drawing, lambda xy: xy[:, ::-1])
    if ground.grown.intersects(swapped):
        return Reason(Code.SWAPPED)
    if _is_round_the_world(drawing):
        drawing = shapely.multipoints(shapely.get_coordinates(drawing))
    distance_m, bearing = ground.way_to(drawing)
    return Reason(Code.OUTSIDE, distance_m=distance_m, bearing=bearing)


def _broken_rule(share: float, rules: Rules) -> Reason | None:
    if rules.straddling == "refuse":
        return Reason(Code.STRADDLES)
    if share < rules.least_share_kept:
        return Reason(Code.TOO_LITTLE_KEPT, limit=rules.least_share_kept, found=share)
    return None
