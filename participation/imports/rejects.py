"""The rows that are not taken over, as a file to correct them by: safe in any spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

MARK = "\ufeff"
FORMULA = re.compile(r"^[\s\u00a0\u202f]*[-=+@＝＋－＠−]|^[\t\r\n]")
INSIDE = re.compile(r"([;\t\r\n][\s\u00a0\u202f\"]*)(?=[-=+@＝＋－＠−])")
LONGEST = 200


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula (as `geo.exports.csv_file` does)."""
    inside = INSIDE.sub(r"\1'", text)
    return f"'{inside}" if FORMULA.search(text) else inside


def rejects_csv(rows: Iterable[tuple[int, str, str]]) -> Iterator[str]:
    """Yield lines of CSV: the number of each row, why it is refused, what it begins with."""
    yield MARK + _line([_("row"), _("reason"), _("beginning")])
    for number, reason, beginning in rows:
        yield _line([str(number), guarded(reason), guarded(beginning[:LONGEST])])


def _line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()
