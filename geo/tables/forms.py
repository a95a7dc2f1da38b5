"""The form about how a CSV file is written: what was found, all of it changeable."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from geo.tables.csv_form import QUOTES, SEPARATORS, CsvFinding
from geo.tables.encodings import ENCODINGS
from geo.tables.files import Opened
from geo.tables.findings import Finding

ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 (BOM)",
    "utf-16": "UTF-16",
    "cp1252": "Windows (CP1252)",
    "mac-roman": "Mac (Mac Roman)",
    "latin-1": "ISO 8859-1 (Latin 1)",
}
SEPARATOR_NAMES = {
    ",": _("Comma"),
    ";": _("Semicolon"),
    "\t": _("Tabulator"),
    "|": _("Bar"),
}
QUOTE_NAMES = {'"': _("Quotation marks"), "'": _("Apostrophes")}
NAMES = {"encoding": ENCODING_NAMES, "separator": SEPARATOR_NAMES, "quote": QUOTE_NAMES}
HEADER_ROWS = 50


class CsvFormForm(forms.Form):
    """How a CSV file is written; what was found comes first, with what it would say."""

    encoding = forms.ChoiceField(label=_("Encoding"), required=False)
    separator = forms.ChoiceField(label=_("Between the cells"), required=False)
    quote = forms.ChoiceField(label=_("Around the cells"), required=False)
    header_row = forms.IntegerField(
        label=_("Row of the column names"),
        required=False,
        min_value=0,
        max_value=HEADER_ROWS,
        help_text=_("0: the file has none, and columns are named A, B, C."),
    )

    def __init__(self, *args, finding: CsvFinding | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        for name, known, names in (
            ("encoding", ENCODINGS, ENCODING_NAMES),
            ("separator", SEPARATORS, SEPARATOR_NAMES),
            ("quote", QUOTES, QUOTE_NAMES),
        ):
            found = getattr(finding, name, None)
            self.fields[name].choices = in_order(known, names, found)

    def asked(self) -> dict:
        """Return what an address says that can be used: nonsense in it is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


def in_order(known: Iterable[str], names: dict, found: Finding | None) -> list[tuple]:
    """Return (value, label): what was found first, with what it would say, then the others."""
    samples = {one.value: one.sample for one in found.candidates} if found else {}
    ordered = [*samples, *(value for value in known if value not in samples)]
    return [
        (value, f"{names[value]} – {samples[value]}" if samples.get(value) else names[value])
        for value in ordered
    ]


def written_initial(opened: Opened) -> dict:
    """Return how a CSV file was read, as the fields show it."""
    form = opened.form
    return {name: getattr(form, name) for name in ("encoding", "separator", "quote", "header_row")}


def written_words(form, columns: int) -> str:
    """Return how a CSV file of so many columns was read, in one line."""
    count = ngettext("%(count)s column", "%(count)s columns", columns) % {"count": columns}
    way = f"{ENCODING_NAMES[form.encoding]}, {SEPARATOR_NAMES[form.separator]}"
    return gettext("Read as: %(way)s, %(columns)s. Not right?") % {"way": way, "columns": count}


def doubtful_ways(opened: Opened, said: dict) -> list[tuple[str, str, str]]:
    """Return (field, value, label) of each way of reading that fits as well; none once said."""
    if opened.finding is None:
        return []
    found = {name: getattr(opened.finding, name) for name in NAMES if name not in said}
    return [
        (name, one.value, f"{NAMES[name][one.value]} – {one.sample}")
        for name, finding in found.items()
        if not finding.is_sure
        for one in finding.candidates
    ]
