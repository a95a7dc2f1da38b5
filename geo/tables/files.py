"""A file of a campaign as a table, whatever it is: CSV as it was found or said, or GeoJSON."""

from dataclasses import dataclass, fields, replace
from typing import BinaryIO

from geo.tables.csv_form import CsvFinding, CsvForm, find_csv_form
from geo.tables.reading import Table, csv_table, geojson_table

HEAD = 64


@dataclass(frozen=True, slots=True)
class Opened:
    """A table, and how its file is written; `finding` and `form` are None for GeoJSON."""

    table: Table
    finding: CsvFinding | None = None
    form: CsvForm | None = None

    @property
    def is_geojson(self) -> bool:
        """Whether records are features."""
        return self.form is None


def is_geojson(file: BinaryIO) -> bool:
    """Whether a file begins as JSON does."""
    file.seek(0)
    return file.read(HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def open_table(file: BinaryIO, said: dict[str, str | int] | None = None) -> Opened:
    """Return the table of a file, which must stay open.

    `said`: fields of CsvForm that somebody chose; the others are found. Raises NotText, NoTable
    or InvalidDrawing.
    """
    if is_geojson(file):
        return Opened(geojson_table(file))
    known = {field.name for field in fields(CsvForm)}
    chosen = {name: value for name, value in (said or {}).items() if name in known}
    finding = find_csv_form(file, str(chosen.get("encoding", "")))
    form = replace(finding.form, **chosen)
    return Opened(csv_table(file, form), finding, form)
