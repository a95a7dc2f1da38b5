"""Which coordinate system a file is in, as an EPSG code of two dimensions."""

import re

from geo.crs import flat_srid
from geo.files.jail import in_jail
from geo.files.refusals import FileCode, UnreadableFile

EPSG = re.compile(r"EPSG:([0-9]{4,6})")
LONGEST_WKT = 20_000


def system_of(said: str, answered: int = 0) -> int:
    """Return the EPSG code of a system as GDAL says it: "EPSG:2154", WKT, or nothing.

    answered: the code that somebody gave for a file that says nothing. Heights are left out
    (4979 becomes 4326). Raises UnreadableFile: WHICH_SYSTEM, or UNKNOWN_SYSTEM.
    """
    code = EPSG.fullmatch(said)
    if code:
        return flat_system(int(code[1]))
    if said:
        found = in_jail("geo.files.wkt:identify", said[:LONGEST_WKT].encode(), trusted=True)
        if found[0] != b"0":
            return flat_system(int(found[0]))
    if not answered:
        code = FileCode.UNKNOWN_SYSTEM if said else FileCode.WHICH_SYSTEM
        raise UnreadableFile(code, system=_name(said))
    return flat_system(answered)


def _name(wkt: str) -> str:
    """Return the name that a WKT begins with, or else its first words."""
    said = "".join(letter for letter in wkt[:200] if letter.isprintable())
    return (re.findall(r'"([^"]{1,80})', said) or [said[:80]])[0]


def flat_system(code: int) -> int:
    """Return the EPSG code of a system without its heights; raise UnreadableFile: UNKNOWN_SYSTEM."""
    flat = flat_srid(code)
    if flat is None:
        raise UnreadableFile(FileCode.UNKNOWN_SYSTEM, system=f"EPSG:{code}")
    return flat
