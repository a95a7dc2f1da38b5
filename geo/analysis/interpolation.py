"""Levels where nobody measured: inverse distance or ordinary kriging, in dB, and only nearby.

Whether to interpolate at all is asked first: see `is_worth_it`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import curve_fit
from scipy.spatial import cKDTree

REACH_M, NEIGHBOURS, POWER = 150.0, 12, 2.0
KRIGING_NEIGHBOURS = 16
LEAST_FOR_VARIOGRAM, MOST_FOR_VARIOGRAM = 30, 1_000  # of more, every so many are taken
SAME_PLACE_M = 1e-9
MOST_AT_ONCE = 2_000_000  # distances between neighbours held in memory


def inverse_distance(
    points: ArrayLike,
    values: ArrayLike,
    places: ArrayLike,
    *,
    power: float = POWER,
    neighbours: int | None = NEIGHBOURS,
    reach_m: float | None = REACH_M,
) -> np.ndarray:
    """Return Σ d⁻ᵖ·v / Σ d⁻ᵖ at each place (Shepard 1968), exact at the points themselves.

    points, places: metres, shape (n, 2); neighbours: how many count, None for all; reach_m: how
    far they may be, None for any distance. NaN where none is in reach.
    """
    distances, at = _nearest(points, places, neighbours, reach_m)
    return _weighted(distances, at, values, power)


def _weighted(distances, at, values: ArrayLike, power: float) -> np.ndarray:
    """Return the mean of neighbours by their distance, infinite where there is none."""
    known = np.isfinite(distances)
    level = np.append(np.asarray(values, dtype=float), 0.0)[at]
    with np.errstate(divide="ignore", invalid="ignore"):
        weights = np.where(known, np.maximum(distances, SAME_PLACE_M) ** -power, 0.0)
        found = (weights * level).sum(axis=1) / weights.sum(axis=1)
    exact = distances[:, 0] <= SAME_PLACE_M
    return np.where(exact, level[:, 0], np.where(known.any(axis=1), found, np.nan))


def _nearest(
    points: ArrayLike, places: ArrayLike, neighbours: int | None, reach_m: float | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return distances and positions of the neighbours of each place, infinite where there is none."""
    known = np.asarray(points, dtype=float).reshape(-1, 2)
    asked = np.asarray(places, dtype=float).reshape(-1, 2)
    count = len(known) if neighbours is None else min(neighbours, len(known))
    # The bound of the tree is exclusive, the reach is not.
    bound = np.inf if reach_m is None else np.nextafter(reach_m, np.inf)
    distances, at = cKDTree(known).query(asked, k=range(1, count + 1), distance_upper_bound=bound)
    return distances, at


@dataclass(frozen=True, slots=True)
class Variogram:
    """Exponential: γ(h) = nugget + sill·(1 - exp(-3h/reach)), γ(0) = 0; sill: without the nugget."""

    nugget: float
    sill: float
    reach_m: float

    def __call__(self, distances: ArrayLike) -> np.ndarray:
        apart = np.asarray(distances, dtype=float)
        grown = self.nugget + self.sill * (1 - np.exp(-3 * apart / self.reach_m))
        return np.where(apart > 0, grown, 0.0)


def fitted_variogram(points: ArrayLike, values: ArrayLike, classes: int = 12) -> Variogram | None:
    """Return the exponential variogram of points, fitted to Matheron's estimate; None of too few.

    Pairs up to half of the greatest distance, in classes of equal width, each weighted by its
    number of pairs (Cressie 1985, doi:10.1007/BF01032109).
    """
    step = max(-(-len(values) // MOST_FOR_VARIOGRAM), 1)
    known, level = (np.asarray(part, dtype=float)[::step] for part in (points, values))
    if len(known) < LEAST_FOR_VARIOGRAM or not np.var(level):
        return None
    one, other = np.triu_indices(len(known), 1)
    apart = np.hypot(*(known[one] - known[other]).T)
    most = apart.max() / 2
    near = (apart > 0) & (apart <= most)
    bins = np.minimum((apart[near] / most * classes).astype(int), classes - 1)
    pairs = np.bincount(bins, minlength=classes)
    halves = np.bincount(bins, 0.5 * (level[one] - level[other])[near] ** 2, classes)
    middles = np.bincount(bins, apart[near], classes)
    filled = pairs > 0
    return _fit(
        middles[filled] / pairs[filled], halves[filled] / pairs[filled], pairs[filled], most
    )


def _fit(distances, semivariances, pairs, most: float) -> Variogram | None:
    top = float(semivariances.max())
    try:
        found, _covariance = curve_fit(
            lambda h, nugget, sill, reach: nugget + sill * (1 - np.exp(-3 * h / reach)),
            distances,
            semivariances,
            p0=(0.1 * top, 0.9 * top, most / 2),
            sigma=1 / np.sqrt(pairs),
            bounds=((0, 1e-9, most / 1000), (2 * top + 1e-6, 4 * top + 1e-6, 10 * most)),
        )
    except RuntimeError:
        return None
    return Variogram(*map(float, found))


def ordinary_kriging(
    points: ArrayLike,
    values: ArrayLike,
    places: ArrayLike,
    variogram: Variogram,
    *,
    neighbours: int | None = KRIGING_NEIGHBOURS,
    reach_m: float | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Return estimates and their variances at places (Matheron 1963), from the nearest points.

    Units and shapes as in `inverse_distance`; exact at the points. Points at one place must be
    joined before. NaN where no point is in reach.
    """
    distances, at = _nearest(points, places, neighbours, reach_m)
    known = np.vstack([np.asarray(points, dtype=float), [np.nan, np.nan]])
    level = np.append(np.asarray(values, dtype=float), 0.0)
    estimates = np.full(len(distances), np.nan)
    variances = np.full(len(distances), np.nan)
    counts = np.isfinite(distances).sum(axis=1)
    for count in np.unique(counts[counts > 0]):
        alike = np.flatnonzero(counts == count)
        for rows in np.array_split(alike, -(-alike.size * count**2 // MOST_AT_ONCE)):
            chosen = at[rows, :count]
            estimates[rows], variances[rows] = _solve(
                known[chosen], level[chosen], distances[rows, :count], variogram
            )
    return estimates, variances


def _solve(near, level, distances, variogram: Variogram) -> tuple[np.ndarray, np.ndarray]:
    """Solve the systems of many places with the same number of neighbours at once."""
    places, count = distances.shape
    apart = np.linalg.norm(near[:, :, None, :] - near[:, None, :, :], axis=-1)
    system = np.ones((places, count + 1, count + 1))
    system[:, :count, :count] = variogram(apart)
    system[:, count, count] = 0.0
    side = np.ones((places, count + 1))
    side[:, :count] = variogram(distances)
    weights = np.linalg.solve(system, side[..., None])[..., 0]
    return (weights[:, :count] * level).sum(axis=1), np.maximum((weights * side).sum(axis=1), 0.0)


def is_worth_it(points: ArrayLike, values: ArrayLike, **choices) -> bool:
    """Whether leaving each point out and guessing it does better than guessing the mean.

    The error of `inverse_distance` with these choices (root mean square) must be under the
    standard deviation of the values (ddof 1); with fewer than three points, never.
    """
    known, level = np.asarray(points, dtype=float), np.asarray(values, dtype=float)
    return len(known) > 2 and is_better_than_the_mean(
        left_out_error(known, level, **choices), level
    )


def is_better_than_the_mean(error: float, values: np.ndarray) -> bool:
    """Whether an error is under the standard deviation of the values."""
    return bool(error < np.std(values, ddof=1))


def left_out_error(
    points: np.ndarray,
    values: np.ndarray,
    *,
    power: float = POWER,
    neighbours: int | None = NEIGHBOURS,
    reach_m: float | None = REACH_M,
) -> float:
    """Return the root mean square error of guessing each point by the others; inf if none can be.

    Points without another in reach do not count.
    """
    more = None if neighbours is None else neighbours + 1
    distances, at = _nearest(points, points, more, reach_m)
    itself = at == np.arange(len(points))[:, None]
    # Where many lie at one place, a point may not be among its own nearest: the farthest goes.
    itself[~itself.any(axis=1), -1] = True
    rest = (len(points), -1)
    guess = _weighted(distances[~itself].reshape(rest), at[~itself].reshape(rest), values, power)
    errors = guess - np.asarray(values, dtype=float)
    known = errors[~np.isnan(errors)]
    return float(np.sqrt(np.mean(known**2))) if known.size else float("inf")
