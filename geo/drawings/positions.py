"""From the `coordinates` of a GeoJSON geometry to a shapely geometry, trusting nothing.

GEOS and GDAL forgive too much here: NaN becomes an empty point, 1e999 an infinite one, a missing
number an exception. Every list is therefore checked before a geometry is built of it.
"""

from math import isfinite

import shapely

from geo.drawings.reasons import Code, InvalidDrawing, Reason

FARTHEST_M = 1e8  # no metric system has coordinates beyond this


class Positions:
    """Builds geometries and counts their points, up to `limit`, closing points left out.

    `in_degrees`: longitude and latitude must lie within ±180 and ±90.
    `heights` counts the third coordinates that were dropped.
    """

    def __init__(self, limit: int, *, in_degrees: bool = True):
        self.limit = limit
        self.farthest = (180, 90) if in_degrees else (FARTHEST_M, FARTHEST_M)
        self.beyond = Code.NOT_IN_DEGREES if in_degrees else Code.NOT_IN_METRES
        self.count = 0
        self.heights = 0

    def build(self, kind: str, coordinates):
        """Return the shapely geometry, 2D, of a GeoJSON type; raise InvalidDrawing.

        It may still cross itself: whether it is sound is asked later.
        """
        if kind == "Point":
            return shapely.Point(self.position(coordinates))
        if kind == "LineString":
            return self.line(coordinates)
        if kind == "Polygon":
            return self.polygon(coordinates)
        part, whole = {
            "MultiPoint": (self.position, shapely.MultiPoint),
            "MultiLineString": (self.line, shapely.MultiLineString),
            "MultiPolygon": (self.polygon, shapely.MultiPolygon),
        }[kind]
        return whole([part(item) for item in _items(coordinates)])

    def line(self, coordinates) -> shapely.LineString:
        """Return a line of at least two different points."""
        places = [self.position(item) for item in _items(coordinates)]
        if len(set(places)) < 2:
            raise InvalidDrawing(Reason(Code.TOO_FEW_POINTS, limit=2, found=len(set(places))))
        return shapely.LineString(places)

    def polygon(self, coordinates) -> shapely.Polygon:
        """Return a polygon of an outline and its holes."""
        outline, *holes = [self.ring(item) for item in _items(coordinates)]
        return shapely.Polygon(outline, holes)

    def ring(self, coordinates) -> list[tuple[float, float]]:
        """Return a closed ring of at least three different points."""
        places = [self.position(item) for item in _items(coordinates)]
        if len(set(places)) < 3:
            raise InvalidDrawing(Reason(Code.TOO_FEW_POINTS, limit=3, found=len(set(places))))
        if places[0] != places[-1]:
            raise InvalidDrawing(Code.NOT_CLOSED)
        self.count -= 1
        return places

    def position(self, value) -> tuple[float, float]:
        """Return (x, y) of a list of two or three numbers; the third is dropped.

        Phones write null where they do not know how high they are.
        """
        numbers = _items(value)
        if len(numbers) not in (2, 3):
            raise InvalidDrawing(Code.WRONG_NESTING)
        x, y = self._number(numbers[0], 0), self._number(numbers[1], 1)
        if len(numbers) == 3 and numbers[2] is not None:
            _finite(numbers[2])
            self.heights += 1
        self.count += 1
        if self.count > self.limit + 1:  # a ring's closing point is taken off when it ends
            raise self.too_many()
        return x, y

    def too_many(self) -> InvalidDrawing:
        """Return the refusal of a drawing with more points than the limit."""
        return InvalidDrawing(Reason(Code.TOO_MANY_POINTS, limit=self.limit))

    def _number(self, value, axis: int) -> float:
        number = _finite(value)
        if abs(number) > self.farthest[axis]:
            raise InvalidDrawing(self.beyond)
        return number + 0.0  # no negative zero


def _items(value) -> list | tuple:
    if not isinstance(value, (list, tuple)):
        raise InvalidDrawing(Code.WRONG_NESTING)
    if not value:
        raise InvalidDrawing(Code.EMPTY)
    return value


def _finite(value) -> float:
    """Return a float; True is no number here, nor is "7.26"."""
    if isinstance(value, (list, tuple, dict)):
        raise InvalidDrawing(Code.WRONG_NESTING)
    if type(value) not in (int, float):
        raise InvalidDrawing(Code.NOT_A_NUMBER)
    if type(value) is int and abs(value) > FARTHEST_M:  # an int may be too long for a float
        raise InvalidDrawing(Code.NOT_IN_DEGREES)
    if not isfinite(value):
        raise InvalidDrawing(Code.NOT_A_NUMBER)
    return float(value)
