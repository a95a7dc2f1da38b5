"""Where a row is: from two columns, from one, from WKT or GeoJSON, in degrees or in metres."""

from dataclasses import dataclass
from math import isfinite

import shapely

from geo.crs import DEGREES, IN_DEGREES, accuracy_m, flat_srid, is_in_degrees, reproject
from geo.drawings.geojson import read_drawing
from geo.drawings.positions import FARTHEST_M
from geo.drawings.reasons import Code, InvalidDrawing
from geo.tables.coordinates import (
    ANGLE,
    LAT,
    LON,
    LOOKALIKES,
    UnreadableCoordinates,
    angle_of,
    angles_of,
    decimal_points,
    read_coordinates,
)
from geo.tables.numbers import UnreadableNumber, read_number
from geo.tables.wkt import read_wkt, srid_in

WAYS = ("none", "two", "one", "wkt", "geojson", "file")
PAIRS = ("lat_lon", "lon_lat")
WORST_M = 10  # how far off a place may be for want of the grids of its system


@dataclass(frozen=True, slots=True)
class PlaceForm:
    """How places are written.

    way: one of WAYS; srid: the EPSG code of the numbers; order: of a pair in one column, "lat_lon"
    or "lon_lat"; mark: the decimal sign of metres, unknown when empty; zero_is_none: 0, 0 stands
    for no place.
    """

    way: str = "none"
    srid: int = DEGREES
    order: str = "lat_lon"
    mark: str = ""
    zero_is_none: bool = False


class UnreadablePlace(ValueError):
    """A text that is no place, written as it is."""


def read_place(texts: tuple[str, ...], form: PlaceForm) -> shapely.Geometry | None:
    """Return the drawing, in degrees, that a row gives; None where its cells are empty.

    `texts`: x and y (longitude, latitude) for the way "two", else one text. Raises
    UnreadablePlace, or InvalidDrawing with the reason.
    """
    if not any(text.strip() for text in texts):
        return None
    place = _drawing(texts, form)
    if form.zero_is_none and is_zero(place):
        return None
    return place


def is_zero(place: shapely.Geometry) -> bool:
    """Whether a place is the point 0, 0, which programs write for « nowhere »."""
    return place.geom_type == "Point" and (place.x, place.y) == (0, 0)


def _drawing(texts: tuple[str, ...], form: PlaceForm) -> shapely.Geometry:
    known_system(form.srid)
    if form.way == "two":
        return _point(*_two(texts, form), form.srid)
    if form.way == "one":
        return _point(*_pair(texts[0], form), form.srid)
    if form.way == "wkt":
        srid = known_system(srid_in(texts[0]) or form.srid)
        return in_degrees(read_wkt(texts[0], in_degrees=is_in_degrees(srid)), srid)
    if form.way == "geojson":
        return read_drawing(texts[0])
    raise UnreadablePlace(texts[0])


def _two(texts: tuple[str, ...], form: PlaceForm) -> tuple[float, float]:
    if is_in_degrees(form.srid):
        return read_angle(texts[0], LON), read_angle(texts[1], LAT)
    return _metres(texts[0], form.mark), _metres(texts[1], form.mark)


def _metres(text: str, mark: str) -> float:
    try:
        return read_number(text, mark)
    except UnreadableNumber as error:
        raise UnreadablePlace(text) from error


def read_angle(text: str, axis: str) -> float:
    """Return the degrees of one axis, decimal or in minutes and seconds; raise UnreadablePlace."""
    plain = decimal_points(text.translate(LOOKALIKES).strip()).upper()
    found = ANGLE.fullmatch(plain)
    if not found:
        raise UnreadablePlace(text)
    try:
        named, value = angle_of(found)
    except UnreadableCoordinates as error:
        raise UnreadablePlace(text) from error
    if named not in (None, axis):
        raise UnreadablePlace(text)
    return value


def _pair(text: str, form: PlaceForm) -> tuple[float, float]:
    """Return x and y of a text such as « 43.45, 8.35 »; letters and names decide over the order."""
    if not is_in_degrees(form.srid):
        return _metric_pair(text, form)
    try:
        lon, lat, is_certain = read_coordinates(text)
    except UnreadableCoordinates as error:
        return _beyond_ninety(text, form, error)
    return (lon, lat) if is_certain or form.order == "lat_lon" else (lat, lon)


def _beyond_ninety(text: str, form: PlaceForm, error: ValueError) -> tuple[float, float]:
    """Return a pair that begins with a longitude that no latitude could be: 120.5, 14.6."""
    try:
        first, second = angles_of(decimal_points(text.translate(LOOKALIKES)).strip(" ()[]\t\r\n"))
    except UnreadableCoordinates:
        raise UnreadablePlace(text) from error
    if form.order == "lat_lon" or first[0] or second[0]:
        raise UnreadablePlace(text) from error
    return first[1], second[1]


def _metric_pair(text: str, form: PlaceForm) -> tuple[float, float]:
    parts = text.strip(" ()[]").replace(";", " ").split()
    parts = text.strip(" ()[]").split(",") if len(parts) == 1 else parts
    if len(parts) != 2:
        raise UnreadablePlace(text)
    first, second = (_metres(part.strip(" ,"), form.mark) for part in parts)
    return (first, second) if form.order == "lon_lat" else (second, first)


def _point(x: float, y: float, srid: int) -> shapely.Geometry:
    farthest = (180, 90) if is_in_degrees(srid) else (FARTHEST_M, FARTHEST_M)
    if abs(x) > farthest[0] or abs(y) > farthest[1]:
        raise InvalidDrawing(Code.NOT_IN_DEGREES if is_in_degrees(srid) else Code.NOT_IN_METRES)
    return in_degrees(shapely.Point(x, y), srid)


def known_system(srid: int) -> int:
    """Return an EPSG code without its heights; raise InvalidDrawing where places would be off."""
    flat = flat_srid(srid)
    if flat is None or not 0 <= accuracy_m(flat) <= WORST_M:
        raise InvalidDrawing(Code.UNKNOWN_CRS)
    return flat


def in_degrees(drawing: shapely.Geometry, srid: int) -> shapely.Geometry:
    """Return a drawing of EPSG `srid` in degrees; raise InvalidDrawing where it cannot be."""
    if srid in IN_DEGREES:
        return drawing
    moved = reproject(drawing, known_system(srid), DEGREES)
    if not all(map(isfinite, shapely.get_coordinates(moved).ravel())):
        raise InvalidDrawing(Code.NOT_IN_METRES)
    return moved
