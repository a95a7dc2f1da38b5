"""Coordinate systems: by the name that a person gives, or by where the places would lie."""

from collections.abc import Sequence
from functools import lru_cache

from pyproj import CRS
from pyproj.database import query_crs_info

from geo.crs import READABLE_SRIDS, flat_srid
from geo.measurements.reading.placing import in_degrees
from geo.tables.headers import folded
from geo.tables.place_finding import Box

CANDIDATES = (2154, 2056, 32632, 25832, 32633, 25833, *range(3942, 3951), 32631, 7791, 7792)
EVERYWHERE = (3035, 3857)
ENOUGH = 0.9


def named_system(said: str) -> int | None:
    """Return the EPSG code of "2154", "EPSG:2154", "Lambert-93" or "UTM 32N"; None for no system.

    A name may fit several: those that are read from tables go first, then the shortest.
    """
    code = said.strip().upper().removeprefix("EPSG").lstrip(": ")
    if code.isascii() and code.isdigit():
        return flat_srid(int(code)) if len(code) <= 6 else None
    words = folded(said).split()
    fitting = [srid for srid, name in _names() if words and all(_stands(w, name) for w in words)]
    return flat_srid(fitting[0]) if fitting else None


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


def probable_system(places: Sequence[tuple[float, float]], near: Box | None) -> int:
    """Return the system in which most of these numbers lie where it is used; 0 where none is.

    near: west, south, east, north around what the measurements are for, where that is known.
    """
    for srid in (*CANDIDATES, *EVERYWHERE):
        box = near or (_box_of(srid) if srid in CANDIDATES else None)
        moved = in_degrees([(x, y, srid) for x, y in places]) if box else []
        inside = sum(box[0] <= lon <= box[2] and box[1] <= lat <= box[3] for lon, lat in moved)
        if places and inside >= ENOUGH * len(places):
            return srid
    return 0


@lru_cache(maxsize=32)
def _box_of(srid: int) -> Box:
    return CRS.from_epsg(srid).area_of_use.bounds


def are_degrees(places: Sequence[tuple[float, float]]) -> bool:
    """Whether numbers can be longitudes and latitudes."""
    return all(abs(x) <= 180 and abs(y) <= 90 for x, y in places)
