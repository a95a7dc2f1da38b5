"""Why a drawing is refused: one code, and the facts that its sentence needs."""

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """What is wrong. The values are part of the API (`reason` of a verdict)."""

    # the text cannot be read
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    TOO_MANY_FEATURES = "too_many_features"
    TOO_DEEP = "too_deep"
    DUPLICATE_KEY = "duplicate_key"
    NOT_A_DRAWING = "not_a_drawing"
    COLLECTION = "collection"
    WRONG_CRS = "wrong_crs"
    UNKNOWN_CRS = "unknown_crs"
    # the coordinates cannot be a drawing
    WRONG_NESTING = "wrong_nesting"
    NOT_A_NUMBER = "not_a_number"
    NOT_IN_DEGREES = "not_in_degrees"
    NOT_IN_METRES = "not_in_metres"
    EMPTY = "empty"
    TOO_FEW_POINTS = "too_few_points"
    TOO_MANY_POINTS = "too_many_points"
    NOT_CLOSED = "not_closed"
    # the drawing is not a sound one
    CROSSES_ITSELF = "crosses_itself"
    WRONG_HOLE = "wrong_hole"
    OVERLAPPING_PARTS = "overlapping_parts"
    TOO_SMALL = "too_small"
    # it does not belong to the perimeter
    OUTSIDE = "outside"
    SWAPPED = "swapped"
    # the rules of the consultation
    KIND_NOT_ALLOWED = "kind_not_allowed"
    STRADDLES = "straddles"
    TOO_LITTLE_KEPT = "too_little_kept"


@dataclass(frozen=True, slots=True)
class Reason:
    """A code and its facts; facts that do not belong to the code are None.

    distance_m: metres from the edge of the perimeter to the nearest point of the drawing;
    bearing: n, ne, e, se, s, sw, w or nw, seen from that edge (None when closer than 1 m);
    crossing: (longitude, latitude) in degrees; vertex: number of the point to move, from 1 in
    the order sent; limit and found: of points or bytes, or shares (0-1) for too_little_kept;
    kind: "point", "line" or "area"; feature: number of the feature in its file, from 1.
    """

    code: Code
    distance_m: float | None = None
    bearing: str | None = None
    crossing: tuple[float, float] | None = None
    vertex: int | None = None
    limit: float | None = None
    found: float | None = None
    kind: str | None = None
    feature: int | None = None


class InvalidDrawing(ValueError):
    """A text or a value is not a drawing; `reason` says why."""

    def __init__(self, reason: Reason | Code):
        self.reason = reason if isinstance(reason, Reason) else Reason(reason)
        super().__init__(str(self.reason.code))
