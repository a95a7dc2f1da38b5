"""Coordinate systems: which metric system measures a place, and the way there and back."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from pyproj.transformer import TransformerGroup

DEGREES = 4326
IN_DEGREES = frozenset({4326, 4258, 4171})  # the world, Europe, France: a file may name any
EUROPE = 3035
METROPOLITAN_FRANCE = (-6.0, 41.0, 10.5, 52.0)  # west, south, east, north, in degrees

READABLE_SRIDS = frozenset(
    {4326, 4258, 4171, 3857, 2154, *range(3942, 3951), 3035}  # the world, Europe, France
    | {32620, 32621, 32622, 32738, 32740, 2972, 2975, 4467, 4471, 5490}  # France overseas
    | {32631, 32632, 32633, 25832, 25833, 7791, 7792, 6707, 6708}  # Italy
    | {2056}  # Switzerland
)
"""EPSG codes that somebody may give for coordinates in a table. A map file may name any other."""


def metric_srid(countries: Sequence[str], lon: float, lat: float) -> int:
    """Return the EPSG code in which a place of these countries is measured.

    `countries`: ISO 3166 codes that the organisation names ("FR", "IT"); lon, lat: a point of
    the place, in degrees (WGS 84). France 2154, overseas its UTM zone; Italy 32632 west of
    12° E, 32633 east of it; several countries 3035; any other country, or none, its UTM zone.
    Not by area of use: that of 2154 contains Cuneo.
    """
    named = {code.upper() for code in countries}
    if len(named) > 1:
        return EUROPE
    if named == {"IT"}:
        return 32632 if lon < 12 else 32633
    if named == {"FR"} and _is_in(METROPOLITAN_FRANCE, lon, lat):
        return 2154
    return _utm(lon, lat)


def _is_in(box: tuple[float, float, float, float], lon: float, lat: float) -> bool:
    west, south, east, north = box
    return west <= lon <= east and south <= lat <= north


def _utm(lon: float, lat: float) -> int:
    zone = min(int((lon + 180) // 6) + 1, 60)
    return (32600 if lat >= 0 else 32700) + zone


@lru_cache(maxsize=256)
def flat_srid(code: int) -> int | None:
    """Return the EPSG code of a system without its heights (4979 gives 4326).

    None where there is none, or it is neither geographic nor projected.
    """
    try:
        crs = CRS.from_epsg(code)
        crs = crs.sub_crs_list[0] if crs.is_compound else crs.to_2d()
        flat = crs.to_epsg(min_confidence=100)
    except CRSError:
        return None
    return flat if crs.is_geographic or crs.is_projected else None


@lru_cache(maxsize=256)
def is_in_degrees(srid: int) -> bool:
    """Whether the coordinates of a system are longitudes and latitudes in degrees."""
    crs = CRS.from_epsg(srid)
    return crs.is_geographic and {axis.unit_name for axis in crs.axis_info} == {"degree"}


@lru_cache(maxsize=256)
def accuracy_m(srid: int) -> float:
    """Return to how many metres places are right that come from a system to WGS 84; -1: unknown.

    The old French and Italian systems (27572, 3003) need grids that are not in the wheels.
    """
    found = TransformerGroup(srid, DEGREES, always_xy=True).transformers
    return found[0].accuracy if found else -1


@lru_cache(maxsize=64)
def transformer(source: int, target: int) -> Transformer:
    """Return the transformer between two EPSG codes, x (longitude, easting) first.

    Made once per pair: 2 ms to make, some µs to use; safe to share between threads.
    """
    return Transformer.from_crs(source, target, always_xy=True)


def reproject(geometry, source: int, target: int):
    """Return a shapely geometry, or an array of them, moved from one EPSG code to another.

    Vertices move, edges stay straight: over 10 km an edge lies up to 2 m beside its geodesic.
    Coordinates that the target cannot hold become infinite, as pyproj gives them.
    """
    if source == target:
        return geometry
    move = transformer(source, target).transform
    return shapely.transform(geometry, lambda xy: np.column_stack(move(xy[:, 0], xy[:, 1])))
