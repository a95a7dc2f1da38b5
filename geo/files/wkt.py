"""Finds the EPSG code of a coordinate system that is only described. In the jail."""

from pathlib import Path

from pyproj import CRS
from pyproj.exceptions import CRSError

SURE = 70
COMMON = (4326, 4258, 4171)


def identify(path: Path, _arguments: dict) -> list[bytes]:
    """Return the EPSG code of the WKT in a file, or 0."""
    try:
        crs = CRS.from_user_input(path.read_text(encoding="utf-8", errors="replace"))
        flat = crs.sub_crs_list[0] if crs.is_compound else crs.to_2d()
        code = flat.to_epsg(min_confidence=SURE) or _same_as_common(flat)
    except CRSError:
        code = 0
    return [str(code).encode()]


def _same_as_common(crs: CRS) -> int:
    """Return the code of the common system that this is under another name ("WGS_1984_3D")."""
    same = (code for code in COMMON if CRS.from_epsg(code).equals(crs, ignore_axis_order=True))
    return next(same, 0)
