"""The coordinate system of numbers that name none, by where the places would lie in it."""

from collections.abc import Sequence
from functools import lru_cache

from pyproj import CRS

from geo.measurements.reading.placing import in_degrees
from geo.tables.place_finding import Box

CANDIDATES = (2154, 2056, 32632, 25832, 32633, 25833, *range(3942, 3951), 32631, 7791, 7792)
EVERYWHERE = (3035, 3857)
ENOUGH = 0.9


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
