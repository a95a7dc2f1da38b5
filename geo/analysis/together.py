"""What people said at the very places where somebody measured: how the two go together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial import cKDTree
from scipy.stats import pearsonr

from geo.analysis.bands import Bands
from geo.analysis.measuring import Instrument, Measurements

REACH_M = 10.0
LEAST_PAIRS = 30


@dataclass(frozen=True, slots=True)
class Together:
    """pairs: answers given within REACH_M of a measurement; r: Pearson's correlation of answer and
    level, NaN of fewer than LEAST_PAIRS; mean: of all measurements; measurements: how many."""

    pairs: int
    r: float
    mean: float
    measurements: int


def together(
    places: ArrayLike, values: ArrayLike, measured: Measurements | Bands | None, how: Instrument
) -> Together | None:
    """Return how answers and measurements go together; None where nothing was measured in points.

    places, values: of answers, as they were given; each is paired with the mean level of the
    measurements around its place.
    """
    if not isinstance(measured, Measurements) or not measured.values.size:
        return None
    sums = how.to_sum(measured.values)
    mean = float(how.from_sum(sums.mean()))
    asked = np.asarray(places, float).reshape(-1, 2)
    near = cKDTree(measured.places).query_ball_point(asked, REACH_M)
    pairs = [(sums[rows].mean(), value) for rows, value in zip(near, values, strict=True) if rows]
    energies, said = np.array(pairs).reshape(-1, 2).T
    r = correlation(how.from_sum(energies), said)
    return Together(len(pairs), r, mean, measured.values.size)


def correlation(levels: ArrayLike, said: ArrayLike) -> float:
    """Return Pearson's r of levels and answers; NaN of fewer than LEAST_PAIRS, or all alike."""
    levels, said = np.asarray(levels, float), np.asarray(said, float)
    if levels.size < LEAST_PAIRS or not (levels.std() and said.std()):
        return float("nan")
    return float(pearsonr(levels, said).statistic)
