"""From the rows of a table or of a map file to values measured at points."""

import datetime
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

from geo.drawings.reasons import Code
from geo.measurements.reading.cells import number_in, text_in, time_in
from geo.measurements.reading.checks import flags_of
from geo.measurements.reading.choices import Choices, Refused
from geo.measurements.reading.placing import SHOWN, Places, Position, Unfit, fault_of, in_degrees
from geo.measurements.reading.sources import opened
from geo.measurements.records import Measured, Rejected
from geo.tables.dates import UnreadableDate
from geo.tables.numbers import UnreadableNumber
from geo.tables.reading import Record

BATCH = 2_000  # rows whose places are moved from one system to another at once


class _Unplaced(NamedTuple):
    """A measurement whose place is still in the system of the file; said: as `Measured` asks."""

    row: int
    position: Position
    said: tuple


def read_points(
    path: Path, choices: Choices, *, name: str = "", trusted: bool = False, now=None
) -> Iterator[Measured | Rejected]:
    """Yield what each row of a table or of a map file says, in their order; raise Refused."""
    with opened(path, name, choices, trusted=trusted) as source:
        check_columns(choices, source.columns, has_geometry=source.has_geometry)
        yield from measured_in(source.rows, choices.in_system(source.srid), now=now)


def check_columns(choices: Choices, columns: Iterable[str], *, has_geometry: bool) -> None:
    """Raise Refused where a column is missing, from the file or from the choices."""
    if not choices.value:
        raise Refused("no_value_column")
    if choices.way == "none" or (choices.way == "file" and not has_geometry):
        raise Refused("no_place_columns")
    unknown = sorted(set(choices.columns) - set(columns))
    if unknown:
        raise Refused("unknown_column", column=unknown[0])


def measured_in(
    records: Iterable[Record],
    choices: Choices,
    stations: Mapping[str, Position] | None = None,
    now: datetime.datetime | None = None,
) -> Iterator[Measured | Rejected]:
    """Yield what each record says; only a batch is kept at a time.

    stations: where sensors stand, for rows that name one instead of a place.
    """
    reader = _Reader(choices, stations, now or datetime.datetime.now(datetime.UTC))
    left = iter(records)
    while batch := list(islice(left, BATCH)):
        yield from _placed([reader.read(record) for record in batch])


class _Reader:
    def __init__(self, choices: Choices, stations: Mapping | None, now: datetime.datetime):
        self.choices = choices
        self.places = Places(choices, stations)
        self.now = now
        self.zone = zone_of(choices)

    def read(self, record: Record) -> _Unplaced | Rejected:
        """Return the measurement of a record, or the first reason why there is none."""
        if record.fault:
            return Rejected(record.number, *fault_of(record))
        try:
            return self._measured(record)
        except Unfit as unfit:
            return Rejected(record.number, unfit.code, unfit.values)

    def _measured(self, record: Record) -> _Unplaced:
        choices, cells = self.choices, record.cells
        value = self._number(cells, choices.value)
        if value is None:
            raise Unfit("no_value", column=choices.value)
        position = self.places.of(record)
        background = self._number(cells, choices.background)
        accuracy = self._number(cells, choices.accuracy)
        seconds = self._number(cells, choices.seconds_column)
        seconds = choices.seconds if seconds is None else seconds
        began = self._time(cells)
        flags = flags_of(
            choices,
            self.now,
            value=value,
            background=background,
            accuracy_m=accuracy,
            seconds=seconds,
            started_at=began,
        )
        session = text_in(cells.get(choices.session)) or choices.walk
        said = (value, began, seconds, session, background, flags)
        return _Unplaced(record.number, position, said)

    def _number(self, cells: Mapping[str, Any], column: str) -> float | None:
        if not column:
            return None
        try:
            return number_in(cells.get(column), self.choices.mark)
        except UnreadableNumber as error:
            shown = text_in(cells.get(column))[:SHOWN]
            raise Unfit("unreadable_number", column=column, value=shown) from error

    def _time(self, cells: Mapping[str, Any]) -> datetime.datetime | None:
        choices = self.choices
        if not choices.date:
            return None
        said = cells.get(choices.date)
        if choices.hour and (hour := text_in(cells.get(choices.hour))):
            said = f"{text_in(said)} {hour}"
        try:
            return time_in(said, choices.date_order, self.zone)
        except UnreadableDate as error:
            shown = text_in(said)[:SHOWN]
            raise Unfit("unreadable_time", column=choices.date, value=shown) from error


def zone_of(choices: Choices) -> zoneinfo.ZoneInfo:
    """Return the time zone of a file; raise Refused for a name that is none."""
    try:
        return zoneinfo.ZoneInfo("UTC" if choices.is_utc else choices.zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refused("unknown_zone", zone=choices.zone[:SHOWN]) from error


def _placed(rows: list[_Unplaced | Rejected]) -> Iterator[Measured | Rejected]:
    """Yield the rows of a batch with their places in degrees."""
    places = iter(in_degrees([row.position for row in rows if isinstance(row, _Unplaced)]))
    for row in rows:
        if isinstance(row, Rejected):
            yield row
            continue
        lon, lat = next(places)
        if isfinite(lon) and isfinite(lat):
            yield Measured(row.row, lon, lat, *row.said)
        else:
            yield Rejected(row.row, str(Code.NOT_IN_METRES))
