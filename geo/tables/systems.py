"""Coordinate systems by the number or the name that a person gives."""

import re
from functools import lru_cache

from pyproj.database import query_crs_info

from geo.crs import READABLE_SRIDS, flat_srid
from geo.tables.headers import folded

NORTH = re.compile(r"(?<=\d) (?:n|north|nord|norte)\b")


def named_system(said: str) -> int | None:
    """Return the EPSG code of "2154", "EPSG:2154", "Lambert-93" or "UTM 32 Nord"; None for none.

    A name may fit several: those that are read from tables go first, then the shortest.
    """
    code = said.strip().upper().removeprefix("EPSG").lstrip(": ")
    if code.isascii() and code.isdigit():
        return flat_srid(int(code)) if len(code) <= 6 else None
    words = NORTH.sub("n", folded(said)).split()
    fitting = (srid for srid, name in _names() if words and all(_stands(w, name) for w in words))
    found = next(fitting, None)
    return flat_srid(found) if found else None


def _stands(word: str, name: str) -> bool:
    return f" {word}" in f" {name}"


@lru_cache(maxsize=1)
def _names() -> list[tuple[int, str]]:
    """Return the codes and names of all systems, in the order in which they are meant."""
    infos = query_crs_info(auth_name="EPSG", allow_deprecated=False)
    rows = [(int(one.code), folded(one.name)) for one in infos if one.code.isdigit()]
    return sorted(rows, key=_rank)


def _rank(row: tuple[int, str]) -> tuple:
    srid, name = row
    return srid not in READABLE_SRIDS, not name.startswith("wgs 84"), len(name), srid
