"""A file as a table: named columns, and records that are read one after the other.

A record carries the number under which a person finds it: the row in a spreadsheet (the row of
the names counts), or the feature of a GeoJSON file, from 1. Where texts have several lines, the
lines of a text editor differ: `line` is where the record begins there.
"""

import csv
import io
import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

import shapely

from geo.crs import DEGREES
from geo.drawings.features import Feature
from geo.drawings.reasons import InvalidDrawing
from geo.drawings.streaming import FeatureFile
from geo.tables.csv_form import CsvForm, reader_of

MOST_COLUMNS = 500
MOST_RECORDS = 200_000
UNREADABLE = "\ufffd"


@dataclass(frozen=True, slots=True)
class Record:
    """One row or feature. `fault` says why it cannot be read, with its `facts`; else empty."""

    number: int
    cells: dict[str, str]
    line: int = 0
    geometry: shapely.Geometry | None = None
    fault: str = ""
    facts: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns and a way to read the records, as often as they are needed."""

    columns: tuple[str, ...]
    records: Callable[[], Iterator[Record]]
    has_geometry: bool = False
    srid: int = DEGREES

    def count(self) -> int:
        """How many records there are: they are read once for it."""
        return sum(1 for _record in self.records())

    def every(self, step: int) -> "Table":
        """Return a table of one record in `step`, spread over the whole file."""
        return replace(self, records=lambda: itertools.islice(self.records(), 0, None, step))


class NoTable(ValueError):
    """The file holds no rows that can be read; `kind`: empty, no_records, too_wide, too_long.

    rows: how many are read at most.
    """

    def __init__(self, kind: str, rows: int = MOST_RECORDS):
        super().__init__(kind)
        self.kind = kind
        self.rows = rows


def csv_table(file: BinaryIO, form: CsvForm, most: int = MOST_RECORDS) -> Table:
    """Return the table of a CSV file, which must stay open while records are read.

    Raises NoTable, the one for more than `most` rows only where they are reached.
    """
    names, width = _header(file, form)
    if not names:
        raise NoTable("empty")
    if len(names) > MOST_COLUMNS:
        raise NoTable("too_wide")

    def records() -> Iterator[Record]:
        rows = _rows(file, form, most)
        return (_record(row, names, width) for row in rows if row.number > form.header_row)

    return Table(names, records)


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    line: int
    last_line: int
    cells: list[str] | None


def _rows(file: BinaryIO, form: CsvForm, most: int = MOST_RECORDS) -> Iterator[_Row]:
    """Yield the rows of a file that hold something; `cells` is None where quotes do not match."""
    text = io.TextIOWrapper(file, form.encoding, errors="replace", newline="")
    try:
        text.seek(0)
        reader = reader_of(text, form)
        for number in itertools.count(1):
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                cells = None
            if number > most:
                raise NoTable("too_long", most)
            if cells is None or any(map(str.strip, cells)):
                yield _Row(number, line, reader.line_num, cells)
    finally:
        if not file.closed:
            text.detach()


def _header(file: BinaryIO, form: CsvForm) -> tuple[tuple[str, ...], int]:
    """Return the names of the columns and how many cells a row has."""
    for row in _rows(file, form):
        if row.cells is not None and row.number >= form.header_row:
            given = row.cells if row.number == form.header_row else [""] * len(row.cells)
            return unique_names(given), len(given)
    return (), 0


def unique_names(given: Sequence[str]) -> tuple[str, ...]:
    """Return a different name for each column: « titre », « titre (2) », « C » without one."""
    names: list[str] = []
    for at, name in enumerate(given):
        plain = " ".join(name.replace("\x00", "").split())[:80] or letters(at)
        wanted = itertools.chain([plain], (f"{plain} ({turn})" for turn in itertools.count(2)))
        names.append(next(one for one in wanted if one not in names))
    return tuple(names)


def letters(at: int) -> str:
    """Return the name of a column in a spreadsheet: 0 is A, 26 is AA."""
    return (letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def _record(row: _Row, names: tuple[str, ...], width: int) -> Record:
    if row.cells is None:
        facts = (("line", row.line), ("last_line", row.last_line))
        return Record(row.number, {}, row.line, fault="broken_quotes", facts=facts)
    cells = row.cells
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    known = dict(zip(names, cells, strict=False))
    if len(cells) != width:
        facts = (("found", len(cells)), ("expected", width))
        return Record(row.number, known, row.line, fault="wrong_width", facts=facts)
    fault = "unreadable_letters" if any(UNREADABLE in cell for cell in cells) else ""
    return Record(row.number, known, row.line, fault=fault)


def geojson_table(file: BinaryIO) -> Table:
    """Return the table of a GeoJSON file, which must stay open: properties are columns.

    Raises InvalidDrawing, NoTable.
    """
    found = FeatureFile(file)
    if not found.count:
        raise NoTable("no_records")
    if found.count > MOST_RECORDS:
        raise NoTable("too_long")
    if len(found.keys) > MOST_COLUMNS:
        raise NoTable("too_wide")
    names = dict(zip(found.keys, unique_names(found.keys), strict=True))

    def records() -> Iterator[Record]:
        every = enumerate(found.features(), start=1)
        return (_feature_record(number, one, names) for number, one in every)

    return Table(tuple(names.values()), records, True, found.srid)


def _feature_record(number: int, one: Feature | InvalidDrawing, names: dict[str, str]) -> Record:
    if isinstance(one, InvalidDrawing):
        reason = replace(one.reason, feature=None)
        return Record(number, {}, fault=str(reason.code), facts=(("place", reason),))
    told = {names[key]: as_text(value) for key, value in one.properties.items()}
    cells = dict.fromkeys(names.values(), "") | told
    return Record(number, cells, geometry=one.geometry)


def as_text(value: object) -> str:
    """Return a value of JSON as a cell: lists and objects stay JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
