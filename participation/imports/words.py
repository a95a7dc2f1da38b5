"""The words of a row as a contribution holds them: whole, or refused with a reason."""

from participation.consultations.models import LANGUAGES
from participation.contributions.models import NAME_LENGTH, PLACE_LENGTH, TITLE_LENGTH
from participation.imports.rows import Fault, Note, Row

TEXT_LENGTH = 20_000
"""Residents write 2,000 characters; what was written elsewhere is kept whole up to this."""


def fitted(row: Row) -> tuple[str, str, tuple[Note, ...]]:
    """Return title, text and what was done to them.

    A title that is missing or too long is the beginning of the text, cut between two words; the
    text then holds everything.
    """
    if not row.title:
        whole, note = row.text, Note.TITLE_FROM_TEXT
    elif len(row.title) > TITLE_LENGTH:
        whole, note = "\n\n".join(filter(None, [row.title, row.text])), Note.TITLE_SHORTENED
    else:
        return row.title, row.text, ()
    title = beginning(whole)
    return title, "" if title == whole else whole, (note,)


def beginning(text: str) -> str:
    """Return the first line of a text, cut between two words where it is too long."""
    line = " ".join(text.split("\n", 1)[0].split())
    if len(line) <= TITLE_LENGTH:
        return line
    cut = line[:TITLE_LENGTH]
    whole_words = cut.rpartition(" ")[0]
    return f"{whole_words if len(whole_words) > TITLE_LENGTH // 2 else cut[:-1]}…"


def fault_in(row: Row, consultation) -> tuple[Fault, dict] | None:
    """Return why the words of a row cannot be taken over, with the facts; None where they can."""
    if not (row.title or row.text):
        return Fault.NO_WORDS, {}
    lengths = [
        (Fault.TEXT_TOO_LONG, len(row.title) + len(row.text), TEXT_LENGTH),
        (Fault.NAME_TOO_LONG, len(row.display_name), NAME_LENGTH),
        (Fault.ADDRESS_TOO_LONG, len(row.address), PLACE_LENGTH),
    ]
    for fault, found, limit in lengths:
        if found > limit:
            return fault, {"limit": limit, "found": found}
    return rule_broken(row, consultation)


def rule_broken(row: Row, consultation) -> tuple[Fault, dict] | None:
    """Return which rule of the consultation a row breaks; None where it breaks none."""
    if row.kind not in consultation.kinds:
        return Fault.UNKNOWN_KIND, {"value": row.kind}
    if row.language not in LANGUAGE_CODES:
        return Fault.UNKNOWN_LANGUAGE, {"value": row.language}
    if row.theme and row.theme.consultation_id != consultation.pk:
        return Fault.UNKNOWN_THEME, {"value": row.theme.title}
    return None


LANGUAGE_CODES = frozenset(code for code, _name in LANGUAGES)
