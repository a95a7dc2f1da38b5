"""Lines of CSV that any spreadsheet opens: accents kept, no text taken for a formula."""

import csv
import io
import re
from collections.abc import Iterable

MARK = "\ufeff"  # without it Excel reads accents as Windows-1252
FORMULA = re.compile(r"^[\s\u00a0\u202f]*[-=+@＝＋－＠−]|^[\t\r\n]")
INSIDE = re.compile(r"([;\t\r\n][\s\u00a0\u202f\"]*)(?=[-=+@＝＋－＠−])")


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula (as `geo.exports.csv_file` does)."""
    inside = INSIDE.sub(r"\1'", text)
    return f"'{inside}" if FORMULA.search(text) else inside


def csv_line(cells: Iterable[str]) -> str:
    """Return one line of CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()
