"""Selects what a crossing needs and calls down to the algorithms, which know no database."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from geo.analysis.filling import Filling
from geo.analysis.hexagons import Grid, area_m2, grid_over
from geo.analysis.measuring import Levels
from geo.analysis.pipeline import Method, Result, counted, crossed_cells, levelled
from geo.analysis.together import Together, together
from participation.crossings.inputs import (
    Felt,
    area_of,
    felt_of,
    measured_of,
    method_of,
    row_by_row,
)
from participation.crossings.models import Crossing
from participation.crossings.respondents import hashes_of

MOST_CELLS = 40_000
STEPS = 6
Progress = Callable[..., None]


class NoPerimeter(Exception):
    """The consultation has no perimeter in force."""


class TooManyCells(Exception):
    """The perimeter holds more than MOST_CELLS cells of this size; `least_m`: the edge to take."""

    def __init__(self, least_m: int):
        super().__init__(least_m)
        self.least_m = least_m


@dataclass(frozen=True, slots=True)
class Taken:
    """What a release takes of the answers, for each cell. n, k: people, highly annoyed among them;
    who: their hashes; on: the day on which it was taken; renewed: of how many cells it is new."""

    n: np.ndarray
    k: np.ndarray
    who: list[list[str]]
    on: list[datetime.date | None]
    renewed: int


@dataclass(frozen=True, slots=True)
class Present:
    """How things stand now: the grid, who answered in each cell, what was asked of the database.

    by_row: what the file of a survey says of levels in the same rows.
    """

    grid: Grid
    felt: Felt
    taken: Taken
    people: int
    method: Method
    levels: Levels
    filling: Filling
    together: Together | None
    by_row: dict | None


def check_size(crossing: Crossing) -> None:
    """Raise NoPerimeter or TooManyCells."""
    perimeter = crossing.consultation.perimeter
    if perimeter.current is None:
        raise NoPerimeter
    area = perimeter.current.area_m2
    if area / area_m2(crossing.cell_edge_m) > MOST_CELLS:
        edge = np.sqrt(area / MOST_CELLS / area_m2(1))
        raise TooManyCells(int(np.ceil(edge / 25) * 25))


def present(crossing: Crossing, say: Progress = lambda *_: None) -> Present:
    """Return how things stand now. Raises NoPerimeter, TooManyCells."""
    check_size(crossing)
    method = method_of(crossing)
    grid = grid_over(area_of(crossing.consultation), method.edge_m)
    say(1, STEPS)
    values = measured_of(crossing)
    say(2, STEPS)
    levels, filling = levelled(grid, values, method)
    say(3, STEPS)
    felt = felt_of(crossing)
    counts = counted(grid, felt.answers)
    say(4, STEPS)
    who = _who(crossing, felt, counts, len(grid))
    people = np.unique(felt.answers.respondents[counts.kept]).size
    taken = Taken(counts.n, counts.k, who, [None] * len(grid), len(grid))
    at_places = together(felt.answers.places, felt.values, values, method.instrument)
    by_row = row_by_row(crossing) if at_places else None
    return Present(grid, felt, taken, people, method, levels, filling, at_places, by_row)


def _who(crossing: Crossing, felt: Felt, counts, size: int) -> list[list[str]]:
    """Return the hashes of those who answered in each cell."""
    hashes = hashes_of(crossing, felt.people)
    who: list[list[str]] = [[] for _ in range(size)]
    numbers = felt.answers.respondents[counts.kept]
    for row, number in zip(counts.rows.tolist(), numbers.tolist(), strict=True):
        who[row].append(hashes[number])
    return who


def computed(now: Present, taken: Taken) -> Result:
    """Return what may be said with these counts."""
    return crossed_cells(now.grid, taken.n, taken.k, now.levels, now.method, now.filling)
