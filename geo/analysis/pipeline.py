"""The whole way from measurements and answers to cells of which something may be said.

    from geo.analysis.pipeline import Answers, Method, run
    result = run(area, answers, measurements_or_bands, Method(curve=HIGHLY_ANNOYED["road"]))
    result.crossed.found  # for each cell of result.grid: "more", "compatible", "less" or ""

Everything is in metres of one system, cells in the order of the grid. `run` is four steps, which
whoever holds numbers back between releases calls one by one: `grid_over`, `counted`, `levelled`,
`crossed_cells`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import shapely

from geo.analysis.bands import Bands, banded
from geo.analysis.clusters import LEAST_CELLS, Agreement, agreement, clusters
from geo.analysis.crossing import (
    ROAD,
    Crossed,
    Expected,
    Rules,
    Status,
    cross_with,
    expected_by,
    felt_by_cell,
    hides_counts,
    may_enter_mean,
    measured_class,
    published_total,
    statuses,
)
from geo.analysis.exposure_response import Curve
from geo.analysis.filling import Filling, filled
from geo.analysis.hexagons import Grid, grid_over
from geo.analysis.measuring import (
    KINDS,
    Instrument,
    Levels,
    Measurements,
    main_kind,
    measured,
)
from geo.analysis.shares import respondents_needed, wilson

VERSION = "2"  # 1: means held every cell that is told, even a few people who hide their counts
DETECTABLE = 0.20
"""Respondents needed are those that show a share this much higher than expected."""
Say = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Answers:
    """places: metres (n, 2); respondents: who; hits: highly annoyed 0–1; moments: when, sortable."""

    places: np.ndarray
    respondents: np.ndarray
    hits: np.ndarray
    moments: np.ndarray


@dataclass(frozen=True, slots=True)
class Method:
    """What is crossed and how. curve: of the directive, which needs levels of the whole day;
    without one, cells are compared with the mean of the cells of their measured class, or of all.
    is_relative: what is expected is multiplied so that all cells together are as expected.
    thresholds: by kind of level, else those of `rules`; interpolation: "", "idw", "kriging"."""

    curve: Curve | None = None
    is_relative: bool = False
    rules: Rules = ROAD
    edge_m: float = 100.0
    instrument: Instrument = field(default_factory=Instrument)
    interpolation: str = ""
    thresholds: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counted:
    """n: respondents; k: of them highly annoyed, for each cell; kept: which answers count, each
    respondent's latest in a cell; rows: the cell of each of these."""

    n: np.ndarray
    k: np.ndarray
    kept: np.ndarray
    rows: np.ndarray


@dataclass(frozen=True, slots=True)
class Totals:
    """Of all cells; people: rounded to five where a cell hides how many answered in it."""

    answers: int
    hits: int
    cells: Mapping[str, int]
    hidden: int


@dataclass(frozen=True, slots=True)
class Result:
    """Rows in the order of the grid. cluster: "hot", "cold" or ""; needed: respondents that a
    cell still needs; homogeneous: whose counts must not be told; kind: of which levels it speaks;
    mean_ratio: how many times more
    the survey declares than expected, before anything is made relative to it; NaN: unknown."""

    grid: Grid
    levels: Levels
    crossed: Crossed
    cluster: np.ndarray
    needed: np.ndarray
    homogeneous: np.ndarray
    kind: str
    agreement: Agreement | None
    filling: Filling
    totals: Totals
    mean_ratio: float
    is_relative: bool


def run(
    area: shapely.Geometry,
    answers: Answers,
    values: Measurements | Bands | None,
    method: Method,
    say: Say = lambda done, total: None,
) -> Result:
    """Return everything that may be said of an area in metres; say: called with how far it is."""
    grid = grid_over(area, method.edge_m)
    say(1, 4)
    levels, filling = levelled(grid, values, method)
    say(2, 4)
    felt = counted(grid, answers)
    say(3, 4)
    result = crossed_cells(grid, felt.n, felt.k, levels, method, filling)
    say(4, 4)
    return result


def counted(grid: Grid, answers: Answers) -> Counted:
    """Return how many answered in each cell; answers outside of the area do not count."""
    rows = grid.rows_of(answers.places)
    inside = np.flatnonzero(rows >= 0)
    cells = grid.cells[rows[inside]]
    felt = felt_by_cell(cells, *(part[inside] for part in _columns(answers)))
    at = rows[inside][felt.kept]
    hits = np.asarray(answers.hits, float)[inside][felt.kept]
    n, k = np.bincount(at, minlength=len(grid)), np.bincount(at, hits, len(grid))
    return Counted(n, k, inside[felt.kept], at)


def _columns(answers: Answers):
    return (np.asarray(part) for part in (answers.respondents, answers.hits, answers.moments))


def levelled(
    grid: Grid, values: Measurements | Bands | None, method: Method
) -> tuple[Levels, Filling]:
    """Return the level of each cell, and how cells without one were filled."""
    if values is None:
        return Levels.unknown(len(grid)), Filling("")
    if isinstance(values, Bands):
        indicator = method.instrument.indicator
        limit = max(_thresholds(method, KINDS.get(indicator, indicator)), default=None)
        return banded(grid, values, method.instrument, limit), Filling("")
    levels = measured(grid.rows_of(values.places), len(grid), values, method.instrument)
    if not method.interpolation:
        return levels, Filling("")
    inside = values.within(grid.rows_of(values.places) >= 0)
    return filled(grid, levels, inside, method.instrument, method.interpolation)


def crossed_cells(
    grid: Grid, n: np.ndarray, k: np.ndarray, levels: Levels, method: Method, filling: Filling
) -> Result:
    """Return what may be said of cells with n respondents, k of them highly annoyed."""
    kind = main_kind(levels)
    rules = replace(method.rules, thresholds=_thresholds(method, kind))
    # A level of another kind is told, and nothing is derived from it.
    own = np.where(levels.kind == kind, levels.level, np.nan)
    expected = _expected(n, k, own, levels.u, method.curve, kind, rules)
    crossed = cross_with(n, k, own, levels.u, expected, rules)
    ratio = crossed.mean_ratio
    is_relative = method.is_relative and ratio > 0
    if is_relative:
        crossed = cross_with(n, k, own, levels.u, expected.times(ratio), rules)
    hidden = hides_counts(n, k, rules) & (crossed.status != Status.NO_ANSWER)
    return Result(
        grid, levels, crossed, _clusters(grid, crossed), _needed(n, expected.share, rules),
        hidden & (crossed.status != Status.TOO_FEW), kind, _agreement(grid, crossed), filling,
        _totals(n, k, crossed.status, hidden), ratio,
        is_relative,
    )  # fmt: skip


def _thresholds(method: Method, kind: str) -> tuple[float, ...]:
    return tuple(method.thresholds.get(kind, method.rules.thresholds))


def _expected(n, k, levels, u, curve: Curve | None, kind: str, rules: Rules) -> Expected:
    if curve is None:
        return _mean_of_class(n, k, levels, u, rules)
    asked = curve.indicator.lower()
    holds = kind == KINDS.get(asked, asked)
    return expected_by(curve, levels if holds else np.full(len(n), np.nan), u)


def _mean_of_class(n, k, levels, u, rules: Rules) -> Expected:
    """Return the share of all answers in cells of the same measured class, and in neighbouring
    ones where the level may lie in them; of all answers where no class is known."""
    low, high = wilson(k, n, rules.level)
    told = np.isin(statuses(n, (high - low) / 2, u, rules), [Status.UNCERTAIN, Status.PUBLISHED])
    steps = [measured_class(level, rules.thresholds) for level in (levels, levels - u, levels + u)]
    told[told] = may_enter_mean(n[told], k[told], steps[0][told], rules)
    asked = np.bincount(steps[0][told], n[told], 2 + len(rules.thresholds))
    hits = np.bincount(steps[0][told], k[told], asked.size)
    means = np.divide(hits, asked, out=np.full(asked.size, np.nan), where=asked > 0)
    if not steps[0].any():
        means[0] = hits.sum() / asked.sum() if asked.sum() else np.nan
    else:
        means[0] = np.nan  # beside cells with a level, one without any has nothing to compare with
    share, *others = (means[step] for step in steps)
    both = np.array([share, *(np.where(np.isnan(one), share, one) for one in others)])
    return Expected(share, both.min(axis=0), both.max(axis=0))


def _clusters(grid: Grid, crossed: Crossed) -> np.ndarray:
    """Return "hot" and "cold" over published cells alone: a masked one is no zero."""
    names = np.full(len(grid), "", dtype="U4")
    tested = (crossed.status == Status.PUBLISHED) & ~np.isnan(crossed.expected)
    rows = np.flatnonzero(tested & (crossed.expected > 0) & (crossed.expected < 1))
    if rows.size >= LEAST_CELLS and crossed.k[rows].sum():
        near = grid.neighbours(rows)
        names[rows] = clusters(crossed.k[rows], crossed.n[rows], crossed.expected[rows], near)
    return names


def _agreement(grid: Grid, crossed: Crossed) -> Agreement | None:
    """Return how levels and shares go together over the published cells."""
    rows = np.flatnonzero((crossed.status == Status.PUBLISHED) & ~np.isnan(crossed.level))
    return agreement(crossed.level[rows], crossed.share[rows], grid.centres[rows])


def _needed(n: np.ndarray, expected: np.ndarray, rules: Rules) -> np.ndarray:
    """Return how many more respondents cells need to show DETECTABLE more than expected, and at
    least for an interval that is narrow enough, whatever the share."""
    percents = np.rint(100 * np.nan_to_num(expected, nan=-1.0)).astype(int)
    enough = {one: _enough(one / 100, rules) for one in np.unique(percents) if one >= 0}
    enough[-100] = _narrow(rules)
    wanted = np.array([enough[one] for one in percents], dtype=int)
    return np.maximum(np.maximum(wanted, rules.k_min) - n, 0)


def _enough(expected: float, rules: Rules) -> int:
    truth = min(expected + DETECTABLE, 0.99)
    return max(respondents_needed(expected, truth, level=rules.level) or 0, _narrow(rules))


def _narrow(rules: Rules) -> int:
    n = np.arange(1, 1_000)
    low, high = wilson(n / 2, n, rules.level)
    return int(n[(high - low) / 2 <= rules.half_width_max][0])


def _totals(n: np.ndarray, k: np.ndarray, status: np.ndarray, hidden: np.ndarray) -> Totals:
    some = bool((hidden & (n > 0)).any() or (status == Status.TOO_FEW).any())
    names, counts = np.unique(status, return_counts=True)
    return Totals(
        published_total(int(n.sum()), some),
        published_total(round(float(k.sum())), some),
        {str(name): int(count) for name, count in zip(names, counts, strict=True)},
        int((hidden & (n > 0)).sum()),
    )
