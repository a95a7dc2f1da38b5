"""Crosses what is measured with what is felt, cell by cell, and says when it cannot know."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from geo.analysis.exposure_response import Curve
from geo.analysis.shares import FDR, LEVEL, adjusted, empirical_bayes, exact_p, wilson

MOST_EXPECTED = 0.99


class Status(StrEnum):
    """What may be said of a cell."""

    NO_ANSWER = "no_answer"
    TOO_FEW = "too_few"
    UNCERTAIN = "uncertain"
    PUBLISHED = "published"


class Flag(StrEnum):
    """Whether more people are highly annoyed than expected at this level."""

    LESS = "less"
    COMPATIBLE = "compatible"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Rules:
    """From when on something is said.

    k_min: respondents of a cell; u_max_db: uncertainty of its level; half_width_max: of the
    interval of its share; homogeneous_below: respondents under which "all" and "none" would tell
    everybody's answer; thresholds: levels in dB at which the classes of measurement begin.
    """

    k_min: int = 5
    u_max_db: float = 3.0
    half_width_max: float = 0.20
    homogeneous_below: int = 10
    level: float = LEVEL
    fdr: float = FDR
    thresholds: tuple[float, ...] = (53.0, 68.0)  # road: WHO 2018, French limit


ROAD = Rules()
RAIL = Rules(thresholds=(54.0, 73.0))
AIR = Rules(thresholds=(45.0, 55.0))


@dataclass(frozen=True, slots=True)
class Felt:
    """Answers by cell: cells (m, 2), n: respondents, k: how many of them are highly annoyed.

    A grade of a scale may count as part of one. kept: which answers count; at: the cell of each.
    """

    cells: np.ndarray
    n: np.ndarray
    k: np.ndarray
    kept: np.ndarray
    at: np.ndarray


def felt_by_cell(
    cells: ArrayLike, respondents: ArrayLike, hits: ArrayLike, moments: ArrayLike
) -> Felt:
    """Return answers counted once per respondent and cell, the latest one.

    cells: (n, 2), of each answer; respondents: who gave it; hits: whether highly annoyed, or how
    much it counts as that (0–1); moments: when, anything that sorts. Of two at one moment the last one given counts.
    """
    place = np.asarray(cells, dtype=int).reshape(-1, 2)
    if not len(place):
        none = np.zeros(0, int)
        return Felt(place, none, none, none, none)
    unique, at = np.unique(place, axis=0, return_inverse=True)
    _names, who = np.unique(np.asarray(respondents), return_inverse=True)
    at = at.ravel()
    order = np.lexsort((np.arange(at.size), np.asarray(moments), who, at))
    last = np.append((np.diff(at[order]) != 0) | (np.diff(who[order]) != 0), True)
    kept = order[last]
    n = np.bincount(at[kept], minlength=len(unique))
    k = np.bincount(at[kept], np.asarray(hits, float)[kept], len(unique))
    return Felt(unique, n, k, kept, at[kept])


@dataclass(frozen=True, slots=True)
class Crossed:
    """One row for each cell, NaN where nothing may be said.

    n, k: respondents, highly annoyed; share, low, high: 0–1 with their interval; level, u: dB;
    expected, expected_low, expected_high: shares at level, level - u and level + u; flag: by the
    interval; q: p-value adjusted over the published cells; found: the flag where q agrees; ratio:
    observed to expected, shrunk; mean_ratio: of all, which tells who takes part in such surveys;
    column: class of measurement 1–3, 0 without; code: "A1" … "C3", "" without.
    """

    status: np.ndarray
    n: np.ndarray
    k: np.ndarray
    share: np.ndarray
    low: np.ndarray
    high: np.ndarray
    level: np.ndarray
    u: np.ndarray
    expected: np.ndarray
    expected_low: np.ndarray
    expected_high: np.ndarray
    flag: np.ndarray
    q: np.ndarray
    found: np.ndarray
    ratio: np.ndarray
    mean_ratio: float
    column: np.ndarray
    code: np.ndarray


@dataclass(frozen=True, slots=True)
class Expected:
    """The shares (0–1) expected in cells, and at the ends of what their level may be; NaN: none."""

    share: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def times(self, ratio: float) -> "Expected":
        """Return as many times more, and never quite everybody."""
        parts = (self.share, self.low, self.high)
        return Expected(*(np.minimum(part * ratio, MOST_EXPECTED) for part in parts))


def expected_by(curve: Curve, levels: ArrayLike, u: ArrayLike) -> Expected:
    """Return what a curve expects at levels in dB."""
    level, unsure = np.asarray(levels, float), np.asarray(u, float)
    return Expected(*(curve.expected_share(one) for one in (level, level - unsure, level + unsure)))


def cross(
    n: ArrayLike, k: ArrayLike, levels: ArrayLike, u: ArrayLike, curve: Curve, rules: Rules = ROAD
) -> Crossed:
    """Return what may be said of cells with n respondents, k of them highly annoyed.

    levels, u: level and its uncertainty in dB, NaN where it is not known; curve: the share
    expected at a level.
    """
    return cross_with(n, k, levels, u, expected_by(curve, levels, u), rules)


def cross_with(
    n: ArrayLike, k: ArrayLike, levels: ArrayLike, u: ArrayLike, expected: Expected, rules: Rules
) -> Crossed:
    """Return the same, with the expected shares as they are given."""
    asked, hits = np.asarray(n, int), np.asarray(k, float)
    level, unsure = np.asarray(levels, float), np.asarray(u, float)
    low, high = wilson(hits, asked, rules.level)
    status = statuses(asked, (high - low) / 2, unsure, rules)
    told = np.isin(status, [Status.UNCERTAIN, Status.PUBLISHED])
    known = told & ~np.isnan(expected.share)
    flag = _flags(low, high, expected.low, expected.high, known)
    q = _adjusted(hits, asked, expected.share, known & (status == Status.PUBLISHED))
    found = np.where(np.isnan(q) | (q <= rules.fdr), flag, np.where(known, Flag.COMPATIBLE, ""))
    found = np.where(status == Status.PUBLISHED, found, np.where(known, Flag.COMPATIBLE, ""))
    ratio, mean_ratio = _ratios(hits, asked, expected.share, known, rules)
    column = measured_class(level, rules.thresholds)
    return Crossed(
        status=status, n=asked, k=hits,
        share=np.where(told, hits / np.maximum(asked, 1), np.nan),
        low=np.where(told, low, np.nan), high=np.where(told, high, np.nan),
        level=level, u=unsure, expected=expected.share, expected_low=expected.low,
        expected_high=expected.high, flag=flag, q=q, found=found, ratio=ratio,
        mean_ratio=mean_ratio, column=column, code=codes(found, column),
    )  # fmt: skip


def statuses(n: ArrayLike, half_widths: ArrayLike, u: ArrayLike, rules: Rules = ROAD) -> np.ndarray:
    """Return the status of cells; a level that is not known (NaN) makes no cell uncertain."""
    asked = np.asarray(n, int)
    wide = np.asarray(half_widths, float) > rules.half_width_max
    vague = np.nan_to_num(np.asarray(u, float), nan=0.0) > rules.u_max_db
    return np.select(
        [asked == 0, asked < rules.k_min, wide | vague],
        [Status.NO_ANSWER, Status.TOO_FEW, Status.UNCERTAIN],
        Status.PUBLISHED,
    )


def hides_counts(n: ArrayLike, k: ArrayLike, rules: Rules = ROAD) -> np.ndarray:
    """Whether n and k must not be told: few respondents who all said the same."""
    asked, hits = np.asarray(n, int), np.asarray(k, float)
    return (asked < rules.homogeneous_below) & ((hits == 0) | (hits == asked))


def may_enter_mean(
    n: ArrayLike, k: ArrayLike, groups: ArrayLike, rules: Rules = ROAD
) -> np.ndarray:
    """Whether cells may enter the mean of their group (whole numbers from 0), once it is told.

    Those that hide their counts only where they hold homogeneous_below respondents together:
    the mean of fewer would tell what these said.
    """
    asked, group = np.asarray(n, int), np.asarray(groups, int)
    hidden = hides_counts(asked, k, rules)
    people = np.bincount(group[hidden], asked[hidden], group.max(initial=0) + 1)
    return ~hidden | (people[group] >= rules.homogeneous_below)


def measured_class(levels: ArrayLike, thresholds: Sequence[float]) -> np.ndarray:
    """Return the class of levels, 1 below the first threshold; 0 where NaN, or without thresholds."""
    level = np.asarray(levels, float)
    return np.where(np.isnan(level) | (not len(thresholds)), 0, 1 + np.digitize(level, thresholds))


ROWS = {Flag.LESS: "A", Flag.COMPATIBLE: "B", Flag.MORE: "C"}


def codes(found: ArrayLike, columns: ArrayLike) -> np.ndarray:
    """Return "A1" (less than expected, where it is quiet) to "C3"; "" where either is missing."""
    pairs = zip(np.asarray(found), np.asarray(columns, int), strict=True)
    return np.array(
        [f"{ROWS[Flag(row)]}{column}" if row and column else "" for row, column in pairs]
    )


def _flags(low, high, below, above, known) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        flag = np.select([low > above, high < below], [Flag.MORE, Flag.LESS], Flag.COMPATIBLE)
    return np.where(known, flag, "")


def _adjusted(hits, asked, expected, tested) -> np.ndarray:
    q = np.full(hits.shape, np.nan)
    if tested.any():
        # A count that holds parts of answers is tested as the whole number nearest to it.
        whole = np.rint(hits[tested])
        q[tested] = adjusted(exact_p(whole, asked[tested], expected[tested]))
    return q


def _ratios(hits, asked, expected, known, rules: Rules) -> tuple[np.ndarray, float]:
    ratio = np.full(hits.shape, np.nan)
    known = known & (np.nan_to_num(expected) > 0)
    whole = np.zeros(known.sum(), int)
    known[known] = may_enter_mean(asked[known], hits[known], whole, rules)
    if not known.any():
        return ratio, float("nan")
    shrunk = empirical_bayes(hits[known], asked[known] * expected[known])
    ratio[known] = shrunk.ratios
    return ratio, shrunk.mean


def published_total(total: int, some_hidden: bool) -> int:
    """Return a total as it may be told: to the nearest five where any cell is hidden."""
    return 5 * round(total / 5) if some_hidden else total
