"""WKT from the files of staff: one geometry of the six kinds, finite, without heights."""

import re

import numpy as np
import shapely

from geo.drawings.geojson import DRAWING_BYTES, DRAWING_POINTS, KINDS
from geo.drawings.positions import FARTHEST_M
from geo.drawings.reasons import Code, InvalidDrawing, Reason

SRID = re.compile(r"\s*SRID\s*=\s*(\d{4,6})\s*;", re.IGNORECASE)
KIND = re.compile(r"\s*([A-Z]+)\s*(?:Z|M|ZM)?\s*\(", re.IGNORECASE)
BODY = re.compile(r"[\d\s.,()eE+-]*")
DEEPEST = 3
NAMES = {name.upper() for name in KINDS}


def srid_in(text: str) -> int | None:
    """Return the system that EWKT names in front; None where it names none."""
    found = SRID.match(text)
    return int(found[1]) if found else None


def read_wkt(text: str, *, in_degrees: bool) -> shapely.Geometry:
    """Return the 2D geometry that WKT says; raise InvalidDrawing.

    What it holds is looked at before GEOS does: its parser goes as deep as a text tells it to.
    Whether the geometry crosses itself is asked by the verdict.
    """
    if len(text) > DRAWING_BYTES:
        raise InvalidDrawing(Reason(Code.TOO_LARGE, limit=DRAWING_BYTES, found=len(text)))
    plain = SRID.sub("", text, count=1)
    _check(plain)
    try:
        with np.errstate(over="ignore"):  # 1e400 is infinite, and refused below
            geometry = shapely.force_2d(shapely.from_wkt(plain))
    except shapely.errors.GEOSException as error:
        raise InvalidDrawing(Code.NOT_A_DRAWING) from error
    if shapely.get_num_coordinates(geometry) > DRAWING_POINTS:
        raise InvalidDrawing(Reason(Code.TOO_MANY_POINTS, limit=DRAWING_POINTS))
    _check_range(shapely.get_coordinates(geometry), in_degrees)
    return geometry


def _check(text: str) -> None:
    found = KIND.match(text)
    if not found or found[1].upper().removesuffix("Z") not in NAMES:
        raise InvalidDrawing(Code.NOT_A_DRAWING)
    if not BODY.fullmatch(text, found.end()) or _depth(text) > DEEPEST:
        raise InvalidDrawing(Code.NOT_A_DRAWING)


def _depth(text: str) -> int:
    depth = deepest = 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        deepest = max(deepest, depth)
    return deepest


def _check_range(coordinates: np.ndarray, in_degrees: bool) -> None:
    if not len(coordinates):
        raise InvalidDrawing(Code.EMPTY)
    if not np.isfinite(coordinates).all():
        raise InvalidDrawing(Code.NOT_A_NUMBER)
    farthest = (180, 90) if in_degrees else (FARTHEST_M, FARTHEST_M)
    if (np.abs(coordinates) > farthest).any():
        raise InvalidDrawing(Code.NOT_IN_DEGREES if in_degrees else Code.NOT_IN_METRES)
