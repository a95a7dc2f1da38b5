"""One row of a campaign from elsewhere: what readers make and storing takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import shapely

from participation.consultations.models import Theme


class Fault(StrEnum):
    """Why a row is not taken over. Where the place is at fault, the reason is the verdict's code."""

    UNREADABLE = "unreadable_row"
    NO_WORDS = "no_words"
    TEXT_TOO_LONG = "text_too_long"
    NAME_TOO_LONG = "name_too_long"
    ADDRESS_TOO_LONG = "address_too_long"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_THEME = "unknown_theme"
    UNKNOWN_LANGUAGE = "unknown_language"
    UNREADABLE_DATE = "unreadable_date"
    UNREADABLE_PLACE = "unreadable_place"
    SAME_ID_IN_FILE = "same_id_in_file"
    SAME_ROW_IN_FILE = "same_row_in_file"
    CHANGED = "changed"


class Note(StrEnum):
    """What was done with a row that is taken over, and that its sender should know."""

    TITLE_FROM_TEXT = "title_from_text"
    TITLE_SHORTENED = "title_shortened"
    UNPLACED = "unplaced"
    CLIPPED = "clipped"


@dataclass(frozen=True, slots=True)
class Row:
    """What somebody said elsewhere, as its file says it; texts are plain and whole.

    number: of the line or feature in the file, from 1, as its sender counts them; source_id: its
    identifier there, or empty; drawing: in degrees, None for what has no place; address: words
    for the place; said_at: aware, None where it is not known; problems: Notes of the reader.
    """

    number: int
    title: str
    kind: str
    language: str
    source_id: str = ""
    text: str = ""
    theme: Theme | None = None
    drawing: shapely.Geometry | None = None
    address: str = ""
    said_at: datetime | None = None
    display_name: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is not taken over: its number, a Fault or the code of a verdict, and the facts.

    facts: for the placeholders of the sentence; the verdict's Reason stands under "place";
    row: where it could be read.
    """

    number: int
    reason: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    row: Row | None = None
