"""What a command line says about a file, as a Mapping: the rest is proposed from the file itself."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from geo.tables.files import Opened
from geo.tables.findings import Finding
from geo.tables.places import PlaceForm
from participation.consultations.models import Consultation
from participation.imports.mapping import NONE, REFUSED, Mapping, unknown_columns
from participation.imports.mapping_form import theme_names
from participation.imports.proposing import Proposal
from participation.imports.themes import count_values, propose

NAMES = {"id": "source_id", "name": "display_name"}
SINGLE = ("title", "source_id", "theme", "kind", "language", "date", "address", "display_name")
PLACES = {"wkt": "wkt", "geojson": "geojson", "coordinates": "one"}
WORDS = ("title", "text", "id", "theme", "kind", "language", "date", "address", "name")
FIELDS = (*WORDS, "lon", "lat", *PLACES)


class Unclear(ValueError):
    """What was said does not fit the file, or something must still be said."""


@dataclass(frozen=True)
class Said:
    """What was said. columns: (field, column) of FIELDS; themes: (value, letter or none).

    An empty column takes a proposal back. other_themes: a letter, "none" or "refuse".
    """

    columns: tuple[tuple[str, str], ...] = ()
    themes: tuple[tuple[str, str], ...] = ()
    other_themes: str = ""
    kind: str = ""
    language: str = ""
    date_order: str = ""
    srid: int = 0
    unplaced: bool = False
    zero_is_none: bool = False


def mapping_of(
    said: Said, opened: Opened, proposal: Proposal, consultation: Consultation
) -> Mapping:
    """Return how the file is read; raise Unclear with one sentence."""
    mapping = with_columns(said, proposal)
    missing = unknown_columns(mapping, opened.table.columns)
    if missing:
        known = ", ".join(opened.table.columns)
        raise Unclear(f"The file has no column “{missing[0]}”. It has: {known}.")
    if not (mapping.title or mapping.text):
        raise Unclear("Say where the words are: --map title=COLUMN or --map text=COLUMN.")
    return replace(
        with_themes(said, mapping, opened, consultation),
        kind_otherwise=said.kind or consultation.kinds[0],
        language_otherwise=said.language or consultation.languages[0],
        date_order=said.date_order or sure_order(mapping, proposal.date_order),
        unplaced=said.unplaced,
    )


def sure_order(mapping: Mapping, found: Finding) -> str:
    """Return the order of dates where the file leaves no doubt."""
    if mapping.date and not found.is_sure:
        orders = " or ".join(f"{one.value} ({one.sample})" for one in found.candidates)
        raise Unclear(f"The order of the dates is not clear: say --date-order {orders}.")
    return found.value


def with_columns(said: Said, proposal: Proposal) -> Mapping:
    chosen = [(NAMES.get(name, name), column) for name, column in said.columns]
    single = {name: column for name, column in chosen if name in SINGLE}
    texts = [column for name, column in chosen if name == "text"]
    mapping = replace(proposal.mapping, **single)
    if texts:
        mapping = replace(mapping, text=tuple(filter(None, texts)))
    form, columns = place_of(dict(chosen), proposal)
    if said.srid:
        form = replace(form, srid=said.srid)
    form = replace(form, zero_is_none=said.zero_is_none)
    return replace(mapping, place=form, place_columns=columns)


def place_of(chosen: dict[str, str], proposal: Proposal) -> tuple[PlaceForm, tuple[str, ...]]:
    """Return where places stand: as it was said, else as it was found."""
    if "lon" in chosen or "lat" in chosen:
        columns = chosen.get("lon", ""), chosen.get("lat", "")
        if not all(columns):
            raise Unclear("Say both: --map lon=COLUMN and --map lat=COLUMN.")
        return PlaceForm("two"), columns
    for name, way in PLACES.items():
        if chosen.get(name):
            return PlaceForm(way), (chosen[name],)
    found = proposal.place
    if not (found.order.is_sure and found.mark.is_sure):
        raise Unclear("How the coordinates are written is not clear: say --map lon=… --map lat=….")
    return found.form, found.columns


def with_themes(said: Said, mapping: Mapping, opened: Opened, consultation) -> Mapping:
    """Values that were said first, then those that say what a theme says; then all others."""
    keys = {theme.letter: str(theme.pk) for theme in consultation.themes.all()} | {"none": NONE}
    strange = [letter for _value, letter in said.themes if letter not in keys]
    if strange or said.other_themes not in {"", "refuse", *keys}:
        letters = ", ".join(sorted(keys))
        wrong = strange[0] if strange else said.other_themes
        raise Unclear(f"“{wrong}” is no theme of this consultation. It has: {letters}.")
    values = theme_values(mapping.theme, opened)
    proposed = {value: propose(value, theme_names(consultation)) for value in values}
    themes = {value: key for value, key in proposed.items() if key}
    themes |= {value: keys[letter] for value, letter in said.themes}
    others = keys.get(said.other_themes, REFUSED if mapping.theme else NONE)
    return replace(mapping, themes=themes, other_themes=others)


def theme_values(column: str, opened: Opened) -> Iterable[str]:
    if not column:
        return []
    return count_values(record.cells.get(column, "") for record in opened.table.records())
