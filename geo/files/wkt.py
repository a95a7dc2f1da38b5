"""Finds the EPSG code of a coordinate system that is only described. In the jail."""

from pathlib import Path

from pyproj import CRS
from pyproj.exceptions import CRSError

SURE = 70


def identify(path: Path, _arguments: dict) -> list[bytes]:
    """Return the EPSG code of the WKT in a file, or 0."""
    try:
        crs = CRS.from_user_input(path.read_text(encoding="utf-8", errors="replace"))
        flat = crs.sub_crs_list[0] if crs.is_compound else crs.to_2d()
        code = flat.to_epsg(min_confidence=SURE) or 0
    except CRSError:
        code = 0
    return [str(code).encode()]
