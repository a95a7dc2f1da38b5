"""A file as rows, whatever its format: tables and GeoJSON as they come, map files from the jail."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from geo.crs import DEGREES
from geo.drawings.features import Feature
from geo.drawings.reasons import InvalidDrawing
from geo.drawings.streaming import FeatureFile
from geo.files.formats import HEAD_BYTES, Format, claimed, recognise
from geo.files.reading import read_file
from geo.files.refusals import FileCode, UnreadableFile
from geo.measurements.reading.choices import Choices, Refused
from geo.tables.csv_form import QUOTES, SEPARATORS, CsvForm, find_csv_form
from geo.tables.encodings import ENCODINGS, NotText
from geo.tables.reading import NoTable, Record, Table, csv_table, unique_names

MAPS = {Format.GEOPACKAGE, Format.KML, Format.GPX, Format.FLATGEOBUF, Format.ARCHIVE}
TABLES = {Format.CSV, Format.UNKNOWN}
OF_A_WALK = b"#NoiseCapture export header"
AREA_POINTS = 1_000_000
"""A noise map draws all of a department's roads as one area."""
MOST_ROWS = 5_000_000
MOST_COLUMNS = 500


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is open: its columns, and its rows as often as they are wanted.

    format: as `formats.Format`; srid: of the geometries, where the rows have such.
    """

    format: Format
    columns: tuple[str, ...]
    rows: "Rows"
    has_geometry: bool = False
    srid: int = DEGREES
    layers: tuple[str, ...] = ()
    form: Choices = field(default_factory=Choices)


class Rows:
    """Records that can be gone through again and again."""

    def __init__(self, begin):
        self._begin = begin

    def __iter__(self) -> Iterator[Record]:
        return iter(self._begin())


@contextmanager
def refused_by_name(file: str = ""):
    """Turn what the readers of files raise into Refused; file: which of several it is."""
    try:
        yield
    except (UnreadableFile, NotText, NoTable, InvalidDrawing) as error:
        if isinstance(error, UnreadableFile) and error.code == FileCode.TABLE:
            raise Refused("", NotText("workbook"), file=file) from error
        raise Refused("", error, file=file) from error


def format_of(path: Path, name: str = "") -> Format:
    """Return what a file is by its first bytes; raise UnreadableFile or Refused for what holds no rows."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head.strip(b" \t\r\n\0"):
        raise UnreadableFile(FileCode.EMPTY)
    if head.startswith(OF_A_WALK):
        raise Refused("description_alone")
    kind = recognise(head, name or path.name)
    if kind.format in {Format.PDF, Format.OFFICE}:
        raise NotText("pdf" if kind.format == Format.PDF else "workbook")
    if kind.format not in MAPS | TABLES | {Format.GEOJSON}:
        facts = {"found": kind.format, "root": kind.root, "claimed": claimed(name or path.name)}
        raise UnreadableFile(FileCode.NOT_READ_HERE, **facts)
    return kind.format


@contextmanager
def opened(
    path: Path,
    name: str = "",
    choices: Choices | None = None,
    *,
    trusted: bool = False,
) -> Iterator[Source]:
    """Open a file as rows; without choices, as it seems to be written. Raises Refused."""
    with refused_by_name():
        form = format_of(path, name)
        with path.open("rb") as file:
            if form == Format.GEOJSON:
                yield geojson(file)
            elif form in MAPS:
                yield _map(file, form, name or path.name, choices or Choices(), trusted)
            else:
                yield table(file, choices)


def table(file: BinaryIO, choices: Choices | None = None) -> Source:
    """Return the rows of a CSV file that stays open; raises NotText, NoTable.

    What the choices do not say of its form is found.
    """
    said = _form(file, choices or Choices())
    found: Table = csv_table(file, said, MOST_ROWS)
    written = Choices(
        encoding=said.encoding,
        separator=said.separator,
        quote=said.quote,
        header_row=said.header_row,
    )
    return Source(Format.CSV, found.columns, Rows(found.records), form=written)


def _form(file: BinaryIO, choices: Choices) -> CsvForm:
    if choices.encoding and choices.encoding not in ENCODINGS:
        raise NotText("wrong_encoding")
    if choices.encoding and choices.separator in SEPARATORS and choices.quote in QUOTES:
        return choices.form
    found = find_csv_form(file, choices.encoding).form
    if choices.separator in SEPARATORS:
        return replace(found, separator=choices.separator)
    return found


def geojson(file: BinaryIO) -> Source:
    """Return the features of a GeoJSON file that stays open; raises InvalidDrawing, NoTable."""
    found = FeatureFile(file)
    if not found.count:
        raise NoTable("no_records")
    names = _names(found.keys)

    def rows() -> Iterator[Record]:
        return _records(found.features(AREA_POINTS), names)

    return Source(Format.GEOJSON, tuple(names.values()), Rows(rows), True, found.srid)


def _map(file: BinaryIO, form: Format, name: str, choices: Choices, trusted: bool) -> Source:
    answers = {"encoding": choices.encoding, "layer": choices.layer}
    answers |= {"srid": choices.srid if choices.way == "file" else 0}
    found = read_file(file, name, trusted=trusted, most_points=AREA_POINTS, **answers)
    names = _names(dict.fromkeys(key for one in found.features for key in one.properties))
    rows = Rows(lambda: _records(found.features, names))
    written = Choices(layer=found.layer)
    return Source(form, tuple(names.values()), rows, True, found.srid, found.layers, written)


def _names(keys: Iterable[str]) -> dict[str, str]:
    """Return the columns that properties become, by their keys."""
    keys = list(keys)
    if len(keys) > MOST_COLUMNS:
        raise NoTable("too_wide")
    return dict(zip(keys, unique_names(keys), strict=True))


def _records(features: Iterable[Feature | InvalidDrawing], names: dict) -> Iterator[Record]:
    for number, one in enumerate(features, start=1):
        if isinstance(one, InvalidDrawing):
            yield Record(number, {}, fault=str(one.reason.code))
        else:
            cells = {names[key]: value for key, value in one.properties.items()}
            yield Record(number, cells, geometry=one.geometry)
