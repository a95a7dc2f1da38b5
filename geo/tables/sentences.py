"""Why a file is no table that can be read: one sentence that says what to do."""

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy

from geo.tables.encodings import NotText
from geo.tables.reading import MOST_COLUMNS, NoTable

FILES = {
    "workbook": gettext_lazy(
        "This is a workbook. Save its sheet as CSV in your spreadsheet, and send that file."
    ),
    "pdf": gettext_lazy("This is a PDF. Ask for the table itself, as CSV."),
    "binary": gettext_lazy("This is not a text file. Save the table as CSV, and send that file."),
    "wrong_encoding": gettext_lazy("The file is not in this encoding. Choose another one."),
    "empty": gettext_lazy("The file is empty."),
    "no_records": gettext_lazy("The file holds no feature."),
    "too_wide": gettext_lazy("The table has more than %(columns)s columns."),
    "too_long": gettext_lazy("The table has more than %(rows)s rows. Cut it into several files."),
}


def explain_table(error: NotText | NoTable) -> str:
    """Return why a file is not read, and what to do, in the active language."""
    limits = {"columns": MOST_COLUMNS, "rows": getattr(error, "rows", 0)}
    facts = {name: number_format(limit, force_grouping=True) for name, limit in limits.items()}
    return str(FILES[error.kind]) % facts
