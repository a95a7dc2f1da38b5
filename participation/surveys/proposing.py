"""The first proposal for a survey: which column holds the rating, where and when it was given."""

from dataclasses import dataclass, field

from geo.measurements.reading import column_names as called
from geo.tables import headers
from geo.tables.dates import find_order, is_date
from geo.tables.findings import Finding, sure
from geo.tables.numbers import UnreadableNumber, read_number
from geo.tables.place_finding import Box, PlaceFinding
from geo.tables.reading import Table
from participation.imports.proposing import place_of, sample_of
from participation.perception.models import FeltQuestion
from participation.perception.scales import SCALES
from participation.surveys.mapping import SurveyMapping
from participation.surveys.reading import level_in

RATINGS = headers.phrases(
    "gene, gene ressentie, note, rating, score, fastidio, disturbo, voto, annoyance, molestia, "
    "bruit, bruyant, rumore, noise, loudness, nois, bru, ressenti, percezione, valeur, valore, value"
)
PEOPLE = headers.phrases(
    "id repondant, repondant, respondent, respondent id, rispondente, participant, participant id, "
    "panelist, no de reponse, numero de reponse, reponse, risposta, identifiant, id, identifier, "
    "codice, code, uuid, numero, no, pk, fid"
)
MOSTLY = 0.8
MOST_TOLD = 9  # of ten ratings that must fit a scale before it is proposed


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping to begin with, and what a person should confirm.

    has_areas: places of the sample that are no points; has_decimals: ratings that are not whole.
    """

    mapping: SurveyMapping
    date_order: Finding = sure("ymd")  # noqa: RUF009 - frozen
    place: PlaceFinding = field(default_factory=PlaceFinding)
    has_areas: int = 0
    has_decimals: int = 0


def propose_survey(table: Table, near: Box | None, question: FeltQuestion) -> Proposal:
    """Return what the file seems to hold. `near`: west, south, east, north around the perimeter."""
    sample = sample_of(table)
    cells = {name: [record.cells.get(name, "") for record in sample] for name in table.columns}
    place = place_of(table, sample, cells, near)
    free = {name: texts for name, texts in cells.items() if name not in place.columns}
    date = best(headers.DATES, free, is_day)
    rating = best(RATINGS, {n: t for n, t in free.items() if n != date}, is_number)
    order = find_order(cells.get(date, []))
    numbers = numbers_in(cells.get(rating, []))
    decimals = sum(not number.is_integer() for number in numbers)
    mapping = SurveyMapping(
        rating=rating,
        scale=likely_scale(numbers, question.scale),
        are_means=decimals > 0 and 2 * decimals >= len(numbers),  # a single one is a slip
        source_id=best(PEOPLE, {n: t for n, t in free.items() if n not in (date, rating)}, bool),
        date=date,
        date_order=order.value,
        place=place.form,
        place_columns=place.columns,
        level=level_column({n: t for n, t in free.items() if n not in (date, rating)}),
    )
    areas = sum(r.geometry is not None and r.geometry.geom_type != "Point" for r in sample)
    return Proposal(mapping, order, place, areas, decimals)


def best(names, cells: dict[str, list[str]], fits) -> str:
    """Return the column with the likeliest name of those whose cells mostly fit; else empty."""
    ranked = sorted(cells, key=lambda column: -headers.likeness(names, column))
    named = [column for column in ranked if headers.likeness(names, column)]
    return next((column for column in named if share(cells[column], fits) > MOSTLY), "")


def share(cells: list[str], fits) -> float:
    filled = [cell for cell in cells if cell.strip()]
    return sum(map(bool, map(fits, filled))) / len(filled) if filled else 0.0


def level_column(cells: dict[str, list[str]]) -> str:
    """Return the column that is called as what is measured, and holds no other rating."""
    named = called.ranked(called.AT_ONCE, cells)
    return next((column for column in named if share(cells[column], is_level) > MOSTLY), "")


def is_level(cell: str) -> bool:
    level = level_in(cell)
    return level is not None and not any(scale.holds(level) for scale in SCALES.values())


def is_day(cell: str) -> bool:
    return is_date(cell, find_order([cell]).value)


def is_number(cell: str) -> bool:
    return bool(numbers_in([cell]))


def numbers_in(cells: list[str]) -> list[float]:
    """Return the numbers among some cells."""
    found = []
    for cell in cells:
        try:
            found.append(read_number(cell))
        except UnreadableNumber:
            continue
    return found


def likely_scale(numbers: list[float], asked: str) -> str:
    """Return the scale of the question where the numbers fit it; else the first one they fit."""
    keys = [asked, *(key for key in SCALES if key != asked)]
    fits = (
        key for key in keys if sum(map(SCALES[key].holds, numbers)) * 10 >= len(numbers) * MOST_TOLD
    )
    return next(fits, asked)
