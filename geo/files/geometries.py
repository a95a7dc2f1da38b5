"""From the WKB of a child to flat geometries, each checked: what is odd is named by its number."""

import numpy as np
import shapely

from geo.drawings.geojson import FEATURE_POINTS
from geo.drawings.positions import FARTHEST_M
from geo.drawings.reasons import Code, InvalidDrawing, Reason

COLLECTION = 7  # the number of a GeometryCollection in WKB; simpler kinds come before it


def flat(
    pieces: list[bytes], *, in_degrees: bool, most_points: int = FEATURE_POINTS
) -> tuple[list[shapely.Geometry | None], int, list[dict]]:
    """Return the geometries without heights, how many heights there were, and what to note.

    pieces: one WKB a feature, b"" where there is no place. An empty geometry is no place either.
    Raises InvalidDrawing with the number of the feature at fault.
    """
    written = np.array([piece or None for piece in pieces], dtype=object)
    _refuse(np.array([_kind(piece) >= COLLECTION for piece in pieces], bool), Code.COLLECTION)
    shapes = shapely.from_wkb(written, on_invalid="ignore")
    _refuse(np.array(written != None) & (shapes == None), Code.NOT_A_DRAWING)  # noqa: E711
    heights = int(shapely.get_num_coordinates(shapes[shapely.has_z(shapes)]).sum())
    shapes = shapely.force_2d(shapes)
    _check_numbers(shapes, (180, 90) if in_degrees else (FARTHEST_M, FARTHEST_M), in_degrees)
    many = shapely.get_num_coordinates(shapes) > most_points
    _refuse(many, Reason(Code.TOO_MANY_POINTS, limit=most_points))
    empty = shapely.is_empty(shapes)
    shapes[empty] = None
    placeless = int((shapes == None).sum())  # noqa: E711
    return shapes.tolist(), heights, [{"code": "placeless", "count": placeless}] * bool(placeless)


def _kind(piece: bytes) -> int:
    """Return the kind that a WKB begins with, whatever its dimensions."""
    if not piece:
        return 0
    number = int.from_bytes(piece[1:5], "little" if piece[0] else "big")
    return (number & 0x0FFFFFFF) % 1000


def _check_numbers(shapes: np.ndarray, farthest: tuple[float, float], in_degrees: bool) -> None:
    coordinates, owner = shapely.get_coordinates(shapes, return_index=True)
    _refuse(_owners(~np.isfinite(coordinates), owner, len(shapes)), Code.NOT_A_NUMBER)
    beyond = Code.NOT_IN_DEGREES if in_degrees else Code.NOT_IN_METRES
    _refuse(_owners(np.abs(coordinates) > farthest, owner, len(shapes)), beyond)


def _owners(faults: np.ndarray, owner: np.ndarray, count: int) -> np.ndarray:
    """Return which geometries have a faulty coordinate."""
    faulty = np.zeros(count, bool)
    faulty[owner[faults.any(axis=1)]] = True
    return faulty


def _refuse(faulty: np.ndarray, reason: Reason | Code) -> None:
    """Raise InvalidDrawing for the first faulty geometry, if any."""
    if not faulty.any():
        return
    reason = reason if isinstance(reason, Reason) else Reason(reason)
    number = int(np.flatnonzero(faulty)[0]) + 1
    raise InvalidDrawing(Reason(reason.code, limit=reason.limit, feature=number))
