"""Why rows are rejected, flagged or repaired, and why files are refused, in words."""

from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.measurements.reading.choices import Refused
from geo.measurements.reading.sentences import (
    DOUBTS,
    FLAGS,
    REASONS,
    REPAIRS,
    UNREADABLE,
    explain_refusal,
)

SENTENCES = {"rejected": REASONS, "flagged": FLAGS, "repaired": REPAIRS}
NAMES = {
    "no_value": gettext_lazy("The value is missing."),
    "unreadable_number": gettext_lazy("A cell that should hold a number does not."),
    "unreadable_time": gettext_lazy("The day or the time cannot be read in the order chosen."),
    "unknown_station": gettext_lazy("No place is known for this sensor."),
    "wrong_width": gettext_lazy("The row has more or fewer cells than the table has columns."),
    "broken_quotes": gettext_lazy("Quotation marks do not match."),
    "not_readings": gettext_lazy("A file of the archive has no column of values."),
    "no_class": gettext_lazy("Nothing says the level of the area."),
    "unreadable_class": gettext_lazy("The class is none of the levels that are read here."),
    "open_below": gettext_lazy("The class has an upper limit only."),
}
"""The same for all rows of one reason together, where the sentence of a row names what stood there."""


def reason_words(fate: str, code: str, values: Mapping[str, str] | None = None) -> str:
    """Return why a row is rejected, flagged or repaired; values: what stood in it, if known."""
    sentence = str(SENTENCES[fate].get(code, UNREADABLE))
    if values is None and code in NAMES:
        return str(NAMES[code])
    try:
        return sentence % dict(values or {})
    except KeyError:
        return str(NAMES.get(code, UNREADABLE))


def doubt_words(code: str) -> str:
    """Return what should be looked at before a proposal is taken."""
    return str(DOUBTS[code])


def refusal_words(error: Refused) -> str:
    """Return why a file is not read, and what to do."""
    return explain_refusal(error)


def nothing_measured_words(report: dict) -> str:
    """Return why a file is not stored, with the reason that most of its rows share."""
    first = _("No row of the file counts, so nothing was stored.")
    counts = {
        (fate, code): count
        for fate in ("rejected", "flagged")
        for code, count in report[fate]["by"].items()
    }
    if not counts:
        return first
    commonest = max(counts, key=counts.__getitem__)
    why = _("Most often (%(count)s rows): %(reason)s") % {
        "count": number_format(counts[commonest], force_grouping=True),
        "reason": reason_words(*commonest),
    }
    return f"{first} {why}"
