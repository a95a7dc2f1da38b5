"""What was measured, cell by cell: one level, how sure it is, and what kind of level it is.

From measurements: first what one session measured in one hour, then the mean of sessions, each
counting once, then of the hours of day, evening and night; the level of the whole day only where
each of them was measured. From the bands of a noise map: the mean over the area of the cell.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from geo.analysis.levels import (
    SCHEMES,
    U_TIME_UNDER_A_DAY_DB,
    U_TIME_UNDER_A_WEEK_DB,
    Periods,
    day_evening_night,
    energy,
)

PERIODS = ("day", "evening", "night")
WHOLE_DAY = "lden"
KINDS = {"lday": "day", "levening": "evening", "lnight": "night"}
LEAST_SECONDS = 30 * 60
"""How long each period must have been measured for a level of the whole day."""
UNKNOWN_HOUR = -1


@dataclass(frozen=True, slots=True)
class Measurements:
    """places: metres (n, 2); values; seconds: how long, NaN unknown; sessions: who measured on
    which occasion, "" unknown; devices: with which instrument; hours: local hours since 1970,
    UNKNOWN_HOUR where nobody knows."""

    places: np.ndarray
    values: np.ndarray
    seconds: np.ndarray
    sessions: np.ndarray
    devices: np.ndarray
    hours: np.ndarray

    def within(self, kept: np.ndarray) -> "Measurements":
        """Return the chosen ones alone."""
        return Measurements(
            *(np.asarray(getattr(self, name))[kept] for name in self.__dataclass_fields__)
        )


@dataclass(frozen=True, slots=True)
class Instrument:
    """How values are read. indicator: "laeq", "lden", "lday" … or a quantity without periods;
    is_energetic: decibels; calibration: one standard deviation of one instrument, in the unit."""

    indicator: str = "laeq"
    is_energetic: bool = True
    calibration: float = 2.0
    periods: Periods = field(default_factory=lambda: SCHEMES["FR"])

    def to_sum(self, values: ArrayLike) -> np.ndarray:
        """Return what may be added up: energies of decibels, else the values themselves."""
        return energy(values) if self.is_energetic else np.asarray(values, dtype=float)

    def from_sum(self, sums: ArrayLike) -> np.ndarray:
        """Return the values of what was added up."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return 10 * np.log10(sums) if self.is_energetic else np.asarray(sums, dtype=float)

    @property
    def has_periods(self) -> bool:
        """Whether day, evening and night are told apart: only levels that are none of them yet."""
        return self.indicator == "laeq"


@dataclass(frozen=True, slots=True)
class Levels:
    """One row for each cell, NaN and "" where nothing is known.

    u: one standard deviation; least, most: of the sessions or bands in the cell; over: share of
    the area at the upper threshold or above; coverage: share of the hours, or of the area, behind
    the level; kind: "lden", "day", "evening", "night", or the indicator.
    """

    level: np.ndarray
    u: np.ndarray
    least: np.ndarray
    most: np.ndarray
    over: np.ndarray
    coverage: np.ndarray
    kind: np.ndarray
    is_interpolated: np.ndarray

    @classmethod
    def unknown(cls, count: int) -> "Levels":
        """Return levels of cells of which nothing is known."""
        nothing = [np.full(count, np.nan) for _ in range(6)]
        return cls(*nothing, np.full(count, "", dtype="U12"), np.zeros(count, dtype=bool))


def main_kind(levels: Levels) -> str:
    """Return the kind of level of which the map speaks: that of most cells; "" of none.

    Levels of a day and of a night are never put into one map as if they were the same.
    """
    names, counts = np.unique(levels.kind[~np.isnan(levels.level)], return_counts=True)
    if WHOLE_DAY in names:
        return WHOLE_DAY
    return str(names[np.argmax(counts)]) if names.size else ""


def measured(rows: ArrayLike, count: int, values: Measurements, how: Instrument) -> Levels:
    """Return the levels of `count` cells; rows: the cell of each measurement, -1 outside."""
    found = Levels.unknown(count)
    sessions = _sessions(np.asarray(rows), values, how)
    if not sessions.cells.size:
        return found
    if how.has_periods:
        _fill_periods(found, sessions, how)
    else:
        _fill_whole(found, sessions, how, KINDS.get(how.indicator, how.indicator))
    _fill_whole(found, sessions, how, how.indicator, only=np.isnan(found.level))
    spread = _spread(sessions, count, how)
    told = ~np.isnan(found.level)
    found.u[told] = spread.u[told]
    found.least[told], found.most[told] = spread.least[told], spread.most[told]
    return found


@dataclass(frozen=True, slots=True)
class Sessions:
    """What one session measured in one cell and hour. sums: its mean, as it may be added up."""

    cells: np.ndarray
    hours: np.ndarray
    devices: np.ndarray
    sums: np.ndarray
    seconds: np.ndarray


def _sessions(rows: np.ndarray, values: Measurements, how: Instrument) -> Sessions:
    kept = np.flatnonzero((rows >= 0) & np.isfinite(values.values))
    _names, who = np.unique(values.sessions[kept], return_inverse=True)
    _names, device = np.unique(values.devices[kept], return_inverse=True)
    slots, slot = np.unique(values.hours[kept], return_inverse=True)
    key = (rows[kept] * (who.max(initial=0) + 1) + who) * (slots.size or 1) + slot
    _keys, first, at = np.unique(key, return_index=True, return_inverse=True)
    seconds = values.seconds[kept]
    weights = np.where(seconds > 0, seconds, 1.0)
    totals = np.bincount(at, weights)
    sums = np.bincount(at, weights * how.to_sum(values.values[kept])) / np.maximum(totals, 1e-12)
    known = np.bincount(at, np.where(seconds > 0, seconds, 0.0))
    return Sessions(rows[kept][first], values.hours[kept][first], device[first], sums, known)


def _fill_whole(found: Levels, of: Sessions, how: Instrument, kind: str, only=None) -> None:
    """Write the mean of all sessions, each counting once, where hours do not matter."""
    count = found.level.size
    n = np.bincount(of.cells, minlength=count)
    means = np.bincount(of.cells, of.sums, count) / np.maximum(n, 1)
    told = (n > 0) if only is None else (n > 0) & only
    found.level[told] = how.from_sum(means[told])
    found.kind[told] = kind


def _fill_periods(found: Levels, of: Sessions, how: Instrument) -> None:
    """Write the level of the whole day, or else that of the period that was measured most."""
    timed = of.hours != UNKNOWN_HOUR
    if not timed.any():
        return
    count = found.level.size
    slots = of.cells[timed] * 24 + of.hours[timed].astype(int) % 24
    n = np.bincount(slots, minlength=count * 24).reshape(count, 24)
    sums = np.bincount(slots, of.sums[timed], count * 24).reshape(count, 24)
    seconds = np.bincount(slots, of.seconds[timed], count * 24).reshape(count, 24)
    with np.errstate(invalid="ignore"):
        hourly = sums / n
    levels, covered, lasted = _by_period(hourly, n > 0, seconds, how)
    whole = (covered > 0).all(axis=0) & (lasted >= LEAST_SECONDS).all(axis=0)
    some = (covered > 0).any(axis=0) & ~whole
    best = np.argmax(lasted + covered / 1000, axis=0)
    pick = np.arange(count)
    lengths = np.array(how.periods.hours)
    found.level[some] = levels[best, pick][some]
    found.coverage[some] = (covered[best, pick] / lengths[best])[some]
    found.kind[some] = np.array(PERIODS)[best][some]
    found.level[whole] = day_evening_night(*levels[:, whole], how.periods)
    found.coverage[whole] = covered.sum(axis=0)[whole] / 24
    found.kind[whole] = WHOLE_DAY


def _by_period(hourly, known, seconds, how: Instrument):
    """Return levels, hours covered and seconds of day, evening and night, each (3, cells)."""
    names = np.array([how.periods.of(hour) for hour in range(24)])
    masks = [names == name for name in PERIODS]
    covered = np.array([known[:, mask].sum(axis=1) for mask in masks])
    lasted = np.array([seconds[:, mask].sum(axis=1) for mask in masks])
    sums = np.array([np.nansum(hourly[:, mask], axis=1) for mask in masks])
    with np.errstate(invalid="ignore", divide="ignore"):
        return how.from_sum(sums / covered), covered, lasted


@dataclass(frozen=True, slots=True)
class Spread:
    """How sure the mean of each cell is, and between which sessions it lies."""

    u: np.ndarray
    least: np.ndarray
    most: np.ndarray


def _spread(of: Sessions, count: int, how: Instrument) -> Spread:
    """Return √(calibration² / devices + sampling² + time²) of each cell.

    Sampling: the standard error of the sessions. A cell with a single one takes the spread that
    sessions have within the other cells, since one visit does not tell what the next would.
    """
    n = np.maximum(np.bincount(of.cells, minlength=count), 1)
    values = how.from_sum(of.sums)
    means = np.bincount(of.cells, of.sums, count) / n
    squares = np.bincount(of.cells, (of.sums - means[of.cells]) ** 2, count)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(squares / np.maximum(n - 1, 1))
        relative = 10 / np.log(10) * spread / means if how.is_energetic else spread
    sampling = np.where(n > 1, relative / np.sqrt(n), _within(of.cells, values, count))
    pairs = np.unique(np.column_stack([of.cells, of.devices]), axis=0)
    devices = np.maximum(np.bincount(pairs[:, 0], minlength=count), 1)
    time = _time_db(of, count) if how.is_energetic else 0.0
    u = np.sqrt(how.calibration**2 / devices + np.nan_to_num(sampling) ** 2 + time**2)
    least, most = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(least, of.cells, values)
    np.maximum.at(most, of.cells, values)
    return Spread(u, least, most)


def _within(cells: np.ndarray, values: np.ndarray, count: int) -> float:
    """Return the pooled standard deviation of sessions in the same cell; 0 where none repeats."""
    n = np.bincount(cells, minlength=count)
    means = np.bincount(cells, values, count) / np.maximum(n, 1)
    freedom = np.maximum(n - 1, 0).sum()
    return float(np.sqrt(((values - means[cells]) ** 2).sum() / freedom)) if freedom else 0.0


def _time_db(of: Sessions, count: int) -> np.ndarray:
    """Return the uncertainty of a short span: under a day, under a week; nothing beyond."""
    first, last = np.full(count, np.inf), np.full(count, -np.inf)
    timed = of.hours != UNKNOWN_HOUR
    np.minimum.at(first, of.cells[timed], of.hours[timed])
    np.maximum.at(last, of.cells[timed], of.hours[timed])
    with np.errstate(invalid="ignore"):
        days = np.nan_to_num(last - first, nan=0.0, neginf=0.0) / 24
    return np.select([days < 1, days < 7], [U_TIME_UNDER_A_DAY_DB, U_TIME_UNDER_A_WEEK_DB], 0.0)
