"""Why a row is not taken over, and why a file is not read: one sentence each."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.drawings.reasons import InvalidDrawing, Reason
from geo.perimeters.sentences import explain
from geo.tables.encodings import NotText
from geo.tables.reading import NoTable
from geo.tables.sentences import explain_table
from participation.imports.rows import Fault, Rejected

ROWS = {
    Fault.UNREADABLE: gettext_lazy("This row cannot be read."),
    Fault.NO_WORDS: gettext_lazy("This row has neither a title nor a text."),
    Fault.TEXT_TOO_LONG: gettext_lazy("The text is too long: at most %(limit)s characters."),
    Fault.NAME_TOO_LONG: gettext_lazy("The name is too long: at most %(limit)s characters."),
    Fault.ADDRESS_TOO_LONG: gettext_lazy("The address is too long: at most %(limit)s characters."),
    Fault.UNKNOWN_KIND: gettext_lazy("This consultation does not take this kind of contribution."),
    Fault.UNKNOWN_THEME: gettext_lazy("No theme was chosen for “%(value)s”."),
    Fault.UNKNOWN_LANGUAGE: gettext_lazy("This consultation does not speak this language."),
    Fault.UNREADABLE_DATE: gettext_lazy("“%(value)s” is not a date in the order chosen."),
    Fault.UNREADABLE_PLACE: gettext_lazy("“%(value)s” is not a place in the notation chosen."),
    Fault.SAME_ID_IN_FILE: gettext_lazy("An earlier row of the file has the same identifier."),
    Fault.SAME_ROW_IN_FILE: gettext_lazy("An earlier row of the file says exactly the same."),
    Fault.CHANGED: gettext_lazy(
        "This row was already taken over, and says something else now. What was taken over stays "
        "as it is."
    ),
    "future_date": gettext_lazy("The date “%(value)s” lies in the future."),
    "no_place": gettext_lazy(
        "This row has no coordinates. Say whether to take it without a place."
    ),
    "zero_place": gettext_lazy(
        "The coordinates are 0 and 0. Say whether that stands for “no place”."
    ),
    "wrong_width": gettext_lazy(
        "This row has %(found)s cells, the table has %(expected)s columns: a text with a separator "
        "in it may lack its quotation marks."
    ),
    "broken_quotes": gettext_lazy(
        "From line %(line)s to line %(last_line)s of the file, quotation marks do not match."
    ),
    "unreadable_letters": gettext_lazy(
        "Some letters cannot be read: the file is not all in the same encoding."
    ),
}
NO_THEME = gettext_lazy("This row names no theme, and none was chosen for such rows.")
NAMES = {
    Fault.NO_WORDS: gettext_lazy("neither title nor text"),
    Fault.TEXT_TOO_LONG: gettext_lazy("text too long"),
    Fault.NAME_TOO_LONG: gettext_lazy("name too long"),
    Fault.ADDRESS_TOO_LONG: gettext_lazy("address too long"),
    Fault.UNKNOWN_KIND: gettext_lazy("kind of contribution not taken here"),
    Fault.UNKNOWN_THEME: gettext_lazy("no theme chosen"),
    Fault.UNKNOWN_LANGUAGE: gettext_lazy("language not spoken here"),
    Fault.UNREADABLE_DATE: gettext_lazy("unreadable date"),
    Fault.UNREADABLE_PLACE: gettext_lazy("unreadable place"),
    Fault.SAME_ID_IN_FILE: gettext_lazy("identifier twice in the file"),
    Fault.SAME_ROW_IN_FILE: gettext_lazy("row twice in the file"),
    Fault.CHANGED: gettext_lazy("taken over before, and changed since"),
    "future_date": gettext_lazy("date in the future"),
    "no_place": gettext_lazy("no coordinates"),
    "zero_place": gettext_lazy("coordinates 0 and 0"),
    "outside": gettext_lazy("outside the perimeter"),
    "swapped": gettext_lazy("longitude and latitude swapped"),
    "straddles": gettext_lazy("sticking out of the perimeter"),
    "too_little_kept": gettext_lazy("mostly outside the perimeter"),
    "kind_not_allowed": gettext_lazy("kind of drawing not taken here"),
    "wrong_width": gettext_lazy("wrong number of cells"),
    "broken_quotes": gettext_lazy("unmatched quotation marks"),
    "unreadable_letters": gettext_lazy("unreadable letters"),
}


def explain_row(rejected: Rejected) -> str:
    """Return why a row is not taken over, in the active language."""
    place = rejected.facts.get("place")
    if isinstance(place, Reason):
        return explain(place)
    if rejected.reason == Fault.UNKNOWN_THEME and not rejected.facts.get("value"):
        return str(NO_THEME)
    sentence = str(ROWS.get(rejected.reason, ROWS[Fault.UNREADABLE]))
    facts = {name: in_words(fact) for name, fact in rejected.facts.items()}
    try:
        return sentence % facts
    except KeyError:
        return str(ROWS[Fault.UNREADABLE])


def beginning_of(rejected: Rejected) -> str:
    """Return what a row that is not taken over begins with, for a person to recognise it."""
    if rejected.row:
        return rejected.row.title or rejected.row.text
    return str(rejected.facts.get("beginning", ""))


def reason_name(code: str) -> str:
    """Return a reason in a few words, for the lines of a report."""
    return str(NAMES.get(code, _("drawing that cannot be read or is not sound")))


def in_words(fact) -> str:
    """Return a fact of a reason as a sentence holds it."""
    return number_format(fact, force_grouping=True) if isinstance(fact, int | float) else str(fact)


def explain_file(error: NotText | NoTable | InvalidDrawing) -> str:
    """Return why a file is not read, and what to do, in the active language."""
    if isinstance(error, InvalidDrawing):
        return explain(error.reason)
    return explain_table(error)
