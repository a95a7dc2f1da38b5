"""The first proposal: which column holds what, by its name and by what stands in it."""

import itertools
from dataclasses import dataclass, field

from geo.tables.dates import find_order, is_date
from geo.tables.findings import Finding, sure
from geo.tables.numbers import UnreadableNumber, read_number
from geo.tables.place_finding import Box, Gaps, PlaceFinding, find_place, gaps_in
from geo.tables.places import PlaceForm
from geo.tables.reading import Record, Table
from participation.imports.headers import likeness
from participation.imports.mapping import Mapping

SAMPLE = 1000
WORDS = ("title", "text", "source_id", "theme", "kind", "language", "date", "address")
MOST_KINDS = 12
LONGEST_ID = 200
SENTENCE = 4  # words; names and addresses of mail have fewer


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping to begin with, and what a person should confirm."""

    mapping: Mapping
    date_order: Finding = sure("ymd")  # noqa: RUF009 - frozen
    place: PlaceFinding = field(default_factory=PlaceFinding)
    gaps: Gaps = field(default_factory=Gaps)


def sample_of(table: Table) -> list[Record]:
    """Return the first records that can be read."""
    readable = (record for record in table.records() if not record.fault)
    return list(itertools.islice(readable, SAMPLE))


def propose_mapping(table: Table, near: Box | None = None) -> Proposal:
    """Return what the file seems to hold. `near`: west, south, east, north around the perimeter.

    Names of people are never proposed: whoever imports says that they may be shown.
    """
    sample = sample_of(table)
    cells = {name: [record.cells.get(name, "") for record in sample] for name in table.columns}
    place = place_of(table, sample, cells, near)
    chosen = _columns(cells, set(place.columns))
    order = find_order(cells.get(chosen["date"], []))
    text = chosen.pop("text")
    if not text:
        text = _longest(cells, {*chosen.values(), *place.columns}, beside=chosen["title"])
    mapping = Mapping(
        **chosen,
        text=(text,) if text else (),
        date_order=order.value,
        place=place.form,
        place_columns=place.columns,
    )
    return Proposal(mapping, order, place, _gaps(table, sample, place, cells))


def place_of(table: Table, sample: list[Record], cells: dict, near: Box | None) -> PlaceFinding:
    """Return where the places stand: in the shapes of the file, or in some of its columns."""
    if any(record.geometry is not None for record in sample):
        return PlaceFinding(PlaceForm("file", srid=table.srid))
    return find_place(cells, near)


def _gaps(table: Table, sample: list[Record], place: PlaceFinding, cells: dict) -> Gaps:
    if place.form.way == "file":
        return Gaps(sum(record.geometry is None for record in sample))
    return gaps_in(place, cells)


def _columns(cells: dict[str, list[str]], taken: set[str]) -> dict[str, str]:
    """Return the column of each field: the likeliest pairs first, each column once."""
    scores = {(name, column): likeness(name, column) for name in WORDS for column in cells}
    chosen = dict.fromkeys(WORDS, "")
    for name, column in sorted(scores, key=lambda pair: -scores[pair]):
        is_free = not chosen[name] and column not in taken
        if scores[name, column] and is_free and _fits(name, cells[column]):
            chosen[name] = column
            taken.add(column)
    return chosen


def _fits(name: str, cells: list[str]) -> bool:
    """Whether what stands in a column can be this field."""
    filled = [cell for cell in cells if cell.strip()]
    if not filled:
        return False
    if name == "date":
        order = find_order(filled[:50]).value
        return sum(is_date(cell, order) for cell in filled[:50]) * 2 > len(filled[:50])
    if name == "source_id":
        return len(set(filled)) == len(filled) and max(map(len, filled)) <= LONGEST_ID
    if name == "kind":
        return len(set(filled)) <= MOST_KINDS
    return name not in ("title", "text") or not all(map(_is_number, filled))


def _is_number(cell: str) -> bool:
    try:
        read_number(cell)
    except UnreadableNumber:
        return False
    return True


def _is_prose(cells: list[str]) -> bool:
    """Whether people wrote sentences here."""
    filled = [cell for cell in cells if cell.strip()]
    return sum(len(cell.split()) for cell in filled) >= SENTENCE * max(len(filled), 1)


def _longest(cells: dict[str, list[str]], taken: set[str], beside: str) -> str:
    """Return the column with the most to say, where none is called a text; sentences, beside a title."""
    free = [name for name in cells if name not in taken and (not beside or _is_prose(cells[name]))]
    return max(free, key=lambda name: sum(map(len, cells[name])), default="")
