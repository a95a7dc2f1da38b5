"""Levels of cells in which nobody measured, from measurements nearby, if that is worth it."""

from dataclasses import dataclass, replace

import numpy as np

from geo.analysis.hexagons import Grid
from geo.analysis.interpolation import (
    REACH_M,
    fitted_variogram,
    inverse_distance,
    is_better_than_the_mean,
    left_out_error,
    ordinary_kriging,
)
from geo.analysis.measuring import Instrument, Levels, Measurements, main_kind, measured

PLACE_M = 10.0
"""Measurements of one square of this side are joined: a walk would else outweigh a station."""
LEAST_PLACES = 3


@dataclass(frozen=True, slots=True)
class Filling:
    """How cells were filled. way: "", "idw" or "kriging"; places: how many stood behind it;
    error: of guessing each place by the others; spread: of their values."""

    way: str
    places: int = 0
    error: float = float("nan")
    spread: float = float("nan")
    filled: int = 0


def filled(
    grid: Grid, levels: Levels, values: Measurements, how: Instrument, way: str
) -> tuple[Levels, Filling]:
    """Return levels also of cells near places of the same kind, and how that went.

    way: "idw" or "kriging" (which falls back on the first with fewer than 30 places). Nothing is
    filled where leaving a place out and guessing it errs as much as the mean would.
    """
    kind = main_kind(levels)
    spots = _places(values, how, kind)
    if spots is None:
        return levels, Filling("")
    points, level = spots
    error, spread = left_out_error(points, level), float(np.std(level, ddof=1))
    if not is_better_than_the_mean(error, level):
        return levels, Filling("", len(level), error, spread)
    empty = np.flatnonzero(np.isnan(levels.level))
    middles = grid.centres[empty]
    guess, u = inverse_distance(points, level, middles), np.full(empty.size, error)
    variogram = fitted_variogram(points, level) if way == "kriging" else None
    if variogram:
        guess, variance = ordinary_kriging(points, level, middles, variogram, reach_m=REACH_M)
        u = np.sqrt(variance)
    told = ~np.isnan(guess)
    rows = empty[told]
    result = _copied(levels)
    result.level[rows], result.kind[rows] = guess[told], kind
    result.u[rows] = np.hypot(u[told], how.calibration)
    result.is_interpolated[rows] = True
    used = "kriging" if variogram else "idw"
    return result, Filling(used, len(level), error, spread, int(told.sum()))


def _places(values: Measurements, how: Instrument, kind: str):
    """Return where something of this kind was measured, and its level; None of too few."""
    finite = np.isfinite(values.values)
    squares = np.floor(values.places / PLACE_M).astype(np.int64)
    _squares, at = np.unique(squares, axis=0, return_inverse=True)
    at = at.ravel()
    n = np.bincount(at, finite)
    found = measured(np.where(finite, at, -1), n.size, values, how)
    middles = np.column_stack(
        [np.bincount(at, values.places[:, axis] * finite) / np.maximum(n, 1) for axis in (0, 1)]
    )
    same = found.kind == kind
    return (middles[same], found.level[same]) if same.sum() >= LEAST_PLACES else None


def _copied(levels: Levels) -> Levels:
    return replace(
        levels, **{name: getattr(levels, name).copy() for name in levels.__dataclass_fields__}
    )
