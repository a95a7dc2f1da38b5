"""Where a row of measurements is, in the system of its file, and from there to degrees."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely

from geo.crs import DEGREES, IN_DEGREES, is_in_degrees, transformer
from geo.drawings.positions import FARTHEST_M
from geo.drawings.reasons import Code, InvalidDrawing
from geo.measurements.reading.cells import PLAIN, text_in
from geo.measurements.reading.choices import Choices
from geo.tables.places import UnreadablePlace, known_system, read_place
from geo.tables.reading import Record
from geo.tables.wkt import srid_in

SHOWN = 60
POINT = re.compile(
    r"\s*POINT\s*(?:Z|M|ZM)?\s*\(\s*([^\s()]+)\s+([^\s()]+)(?:\s+[^\s()]+){0,2}\s*\)\s*", re.I
)
PLACE_CODES = {Code.NOT_IN_DEGREES, Code.NOT_IN_METRES, Code.UNKNOWN_CRS}
Position = tuple[float, float, int]
"""x, y (longitude, easting first) and the EPSG code that they are in."""


class Unfit(Exception):
    """A row is no measurement: the code of the reason, and what stood there."""

    def __init__(self, code: str, **values: str):
        super().__init__(code)
        self.code = code
        self.values = values


class Places:
    """Finds where rows are, as the choices say; stations: where sensors stand, by name."""

    def __init__(self, choices: Choices, stations: Mapping[str, Position] | None = None):
        self.choices = choices
        self.stations = stations
        self.srid = known_system(choices.srid)

    def of(self, record: Record) -> Position:
        """Return where a record is; raise Unfit."""
        if self.stations is not None:
            return self._of_station(text_in(record.cells.get(self.choices.station)))
        if self.choices.way == "file":
            position = (*_point(record.geometry), self.srid)
        else:
            texts = tuple(text_in(record.cells.get(one)) for one in self.choices.place_columns)
            position = self._written(texts)
        if position[:2] == (0, 0):
            raise Unfit("zero_place")
        return position

    def _of_station(self, name: str) -> Position:
        if name not in self.stations:
            raise Unfit("unknown_station", value=name[:SHOWN])
        return self.stations[name]

    def _written(self, texts: tuple[str, ...]) -> Position:
        if not any(texts):
            raise Unfit("no_place")
        try:
            return self._plain(texts) or self._unusual(texts)
        except (UnreadablePlace, InvalidDrawing) as error:
            raise Unfit(_code(error), value=" ".join(texts)[:SHOWN]) from error

    def _plain(self, texts: tuple[str, ...]) -> Position | None:
        """Return what two numbers or a WKT point say, unless they are written in an odd way."""
        choices = self.choices
        if choices.way == "wkt" and srid_in(texts[0]) is None:
            found = POINT.fullmatch(texts[0])
            texts = found.groups() if found else ()
        elif choices.way != "two" or choices.place_mark == ",":
            return None
        if len(texts) != 2 or not all(map(PLAIN.fullmatch, texts)):
            return None
        return _checked(float(texts[0]), float(texts[1]), self.srid)

    def _unusual(self, texts: tuple[str, ...]) -> Position:
        """Return a place in minutes and seconds, in one column, in GeoJSON, in EWKT."""
        return (*_point(read_place(texts, self.choices.place)), DEGREES)


def _checked(x: float, y: float, srid: int) -> Position:
    is_angle = is_in_degrees(srid)
    farthest = (180, 90) if is_angle else (FARTHEST_M, FARTHEST_M)
    is_angle_called_metres = not is_angle and abs(x) <= 180 and abs(y) <= 90
    if abs(x) > farthest[0] or abs(y) > farthest[1] or is_angle_called_metres:
        raise InvalidDrawing(Code.NOT_IN_DEGREES if is_angle else Code.NOT_IN_METRES)
    return x, y, srid


def _point(geometry: shapely.Geometry | None) -> tuple[float, float]:
    if geometry is None:
        raise Unfit("no_place")
    if geometry.geom_type != "Point":
        raise Unfit("not_a_point")
    return geometry.x, geometry.y


def _code(error: UnreadablePlace | InvalidDrawing) -> str:
    is_known = isinstance(error, InvalidDrawing) and error.reason.code in PLACE_CODES
    return str(error.reason.code) if is_known else "unreadable_place"


def fault_of(record: Record) -> tuple[str, dict[str, Any]]:
    """Return why a record cannot be read, as a reason of measurements, and its facts."""
    facts = {name: str(fact) for name, fact in record.facts if name != "place"}
    kept = {"wrong_width", "broken_quotes", "unreadable_letters"} | {str(c) for c in PLACE_CODES}
    return (record.fault if record.fault in kept else "unreadable_place"), facts


def in_degrees(positions: list[Position]) -> list[tuple[float, float]]:
    """Return longitudes and latitudes; infinite where a system has no such place."""
    if not positions:
        return []
    table = np.array(positions, dtype=float)
    for srid in np.unique(table[:, 2]).astype(int).tolist():
        if srid not in IN_DEGREES:
            these = table[:, 2] == srid
            moved = transformer(srid, DEGREES).transform(table[these, 0], table[these, 1])
            table[these, 0], table[these, 1] = moved
    return list(map(tuple, table[:, :2].tolist()))
