"""CSV for spreadsheets and GIS: numbers stay numbers, text never becomes a formula.

UTF-8 with a byte order mark (without it Excel reads accents as Windows-1252), commas, one header
line. Every row has longitude and latitude of its pin as numbers; `WKT` holds the whole geometry,
under the name by which GDAL and QGIS find it.
"""

from collections.abc import Iterator
from typing import Any

from geo.exports.collection import Collection, Column, Terms
from geo.exports.geojson import DECIMALS_AS_SENT, iso_sql
from geo.exports.stream import CSV_LINES, copy_statement, lines
from geo.perimeters.conversion import DECIMALS

MARK = "\ufeff".encode()
SIGNS = "[-=+@＝＋－＠\u2212]"
STARTS_A_FORMULA = f"^[[:space:]\u00a0\u202f]*{SIGNS}|^[\t\r\n]"
"""Behind blanks too: some programs drop them before they look for a formula."""
STARTS_INSIDE = f'([;\t\r\n][[:space:]\u00a0\u202f"]*)({SIGNS})'
"""French and Italian Excel part a line at its semicolons: what follows one is a cell there."""
PLACE = ("longitude", "latitude", "WKT")


def write(collection: Collection, owner: Any, terms: Terms) -> Iterator[bytes]:
    """A header line and a line per feature; the terms travel in the page that offers the file."""
    yield MARK + ",".join(header(collection)).encode() + b"\n"
    statement = copy_statement(row_sql(collection), collection.rows(owner), CSV_LINES)
    for batch in lines(statement):
        yield b"".join(batch)


def header(collection: Collection) -> list[str]:
    return [*(column.name for column in collection.columns), *PLACE]


def row_sql(collection: Collection) -> str:
    place = "item.out__place"
    values = [
        *(value_sql(column) for column in collection.columns),
        f"round(ST_X({place})::numeric, {DECIMALS})",
        f"round(ST_Y({place})::numeric, {DECIMALS})",
        f"ST_AsText(ST_ForcePolygonCCW(item.out__geometry), {DECIMALS})",
    ]
    return ", ".join(values)


def value_sql(column: Column) -> str:
    value = f'item."out_{column.name}"'
    made = {
        "text": guarded_sql(value),
        "tags": guarded_sql(f"{value}::text"),
        "time": iso_sql(value),
        "geometry": f"ST_AsText({value}, {DECIMALS_AS_SENT})",
    }
    return made.get(column.type, value)


def guarded_sql(value: str) -> str:
    """Text that a spreadsheet would calculate gets an apostrophe in front."""
    inside = rf"regexp_replace({value}, E'{STARTS_INSIDE}', E'\\1''\\2', 'g')"
    return f"CASE WHEN {value} ~ E'{STARTS_A_FORMULA}' THEN '''' || {inside} ELSE {inside} END"
