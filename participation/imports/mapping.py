"""Which column holds what, and how its values are read."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from geo.tables.places import PlaceForm

REFUSED, NONE = "refuse", "none"


@dataclass(frozen=True, slots=True)
class Mapping:
    """The columns of a file by name, empty where the file does not say; and the rules.

    text: columns joined by blank lines; themes: value → the theme's number as text, NONE or
    REFUSED; other_themes: the same, for values that are not listed and for empty cells;
    kind_otherwise, language_otherwise: where the column is missing or says nothing known;
    place_columns: as `PlaceForm.way` asks; unplaced: rows without coordinates come without place.
    """

    title: str = ""
    text: tuple[str, ...] = ()
    source_id: str = ""
    theme: str = ""
    themes: dict[str, str] = field(default_factory=dict)
    other_themes: str = REFUSED
    kind: str = ""
    kind_otherwise: str = "proposal"
    language: str = ""
    language_otherwise: str = "fr"
    date: str = ""
    date_order: str = "ymd"
    display_name: str = ""
    address: str = ""
    place: PlaceForm = PlaceForm()
    place_columns: tuple[str, ...] = ()
    unplaced: bool = False

    @property
    def columns(self) -> list[str]:
        """Every column that is read."""
        single = [self.title, self.source_id, self.theme, self.kind, self.language]
        single += [self.date, self.display_name, self.address]
        return [name for name in (*single, *self.text, *self.place_columns) if name]


def unknown_columns(mapping, columns: Iterable[str]) -> list[str]:
    """Return the columns of a mapping that the file does not have."""
    return sorted(set(mapping.columns) - set(columns))
