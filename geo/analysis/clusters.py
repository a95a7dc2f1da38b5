"""Where high or low values lie together, and whether two maps agree more than by chance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse, stats

from geo.analysis.shares import adjusted, exact_p

LEAST_CELLS = 3  # a cell and two neighbours at least, or nothing is said of it
CLUSTER_FDR = 0.05
HOT, COLD = "hot", "cold"


def gi_star(values: ArrayLike, weights: ArrayLike | sparse.sparray) -> np.ndarray:
    """Return Getis and Ord's Gi* as z-scores (Ord and Getis 1995, doi:10.1111/j.1538-4632.1995.tb00912.x).

    values: of n cells; weights: (n, n), each cell its own neighbour. Adding a number to all
    values changes nothing. NaN where fewer than LEAST_CELLS cells count, or all are alike.
    """
    level = np.asarray(values, dtype=float)
    near = sparse.csr_array(weights)
    count = level.size
    sums, squares = near.sum(axis=1), near.power(2).sum(axis=1)
    spread = level.std()
    with np.errstate(divide="ignore", invalid="ignore"):
        below = spread * np.sqrt((count * squares - sums**2) / (count - 1))
        scores = (near @ level - sums * level.mean()) / below
    enough = (np.diff(near.indptr) >= LEAST_CELLS) & (spread > 0) & (below > 0)
    return np.where(enough, scores, np.nan)


def two_sided(scores: ArrayLike) -> np.ndarray:
    """Return the two-sided normal p-values of z-scores."""
    return 2 * stats.norm.sf(np.abs(scores))


def clusters(
    k: ArrayLike, n: ArrayLike, expected: ArrayLike, weights: ArrayLike, fdr: float = CLUSTER_FDR
) -> np.ndarray:
    """Return "hot" where more than the expected share says so around a cell, "cold" where less.

    k of n respondents of cells that may be told of; expected: shares; weights: (n, n), 1 for each
    cell and its neighbours. Gi* alone takes small counts for normal: in cities where nothing is to
    be found it found a hot cluster in one of six instead of one of twenty. So the exact test of
    all respondents of the neighbourhood must agree, relative to the whole survey.
    """
    hits, asked, share = np.asarray(k, float), np.asarray(n, float), np.asarray(expected, float)
    near = sparse.csr_array(weights)
    scores = gi_star((hits / asked - share) / np.sqrt(share * (1 - share) / asked), near)
    known = np.flatnonzero(~np.isnan(scores))
    around = np.rint(near @ hits).astype(int), (near @ asked).astype(int)
    usual = np.clip(hits.sum() / (asked @ share) * share, 0, 1)
    foretold = (near @ (asked * usual)) / around[1]
    exact = exact_p(around[0][known], around[1][known], foretold[known])
    sure = known[adjusted(np.maximum(two_sided(scores[known]), exact)) <= fdr]
    found = np.full(hits.shape, "", dtype="U4")
    found[sure] = np.where(scores[sure] > 0, HOT, COLD)
    return found


def bivariate_moran(
    measured: ArrayLike, felt: ArrayLike, weights: ArrayLike | sparse.sparray
) -> np.ndarray:
    """Return local bivariate Moran's I: z of one times the mean z of the other around (Anselin 2002).

    weights: (n, n), each row summing to 1. The global value is the mean.
    """
    one, other = (_standard(values) for values in (measured, felt))
    return one * (sparse.csr_array(weights) @ other)


def _standard(values: ArrayLike) -> np.ndarray:
    level = np.asarray(values, dtype=float)
    return (level - level.mean()) / level.std()


@dataclass(frozen=True, slots=True)
class Agreement:
    """Spearman's ρ with the number of cells that it is worth, since neighbours are alike."""

    rho: float
    effective: float
    p: float
    naive_p: float


def agreement(
    one: ArrayLike, other: ArrayLike, places: ArrayLike, classes: int = 8
) -> Agreement | None:
    """Return Spearman's correlation of two maps, corrected for spatial autocorrelation.

    Clifford, Richardson and Hémon 1989 (doi:10.2307/2532039) on ranks: var(r) = Σₖ Nₖ·Cx(k)·Cy(k)
    / (n²·sx²·sy²) over the pairs of a cell with itself and `classes` classes of distance of equal
    width; at least 1/(n-1). places: metres, shape (n, 2). None of fewer than four cells, or of
    one value alone.
    """
    x, y = (stats.rankdata(values) for values in (one, other))
    if x.size < 4 or not x.std() or not y.std():
        return None
    rho, naive_p = stats.spearmanr(one, other)
    variance = max(_variance(x - x.mean(), y - y.mean(), np.asarray(places, float), classes),
                   1 / (x.size - 1))  # fmt: skip
    effective = min(1 + 1 / variance, x.size)
    freedom = effective - 2
    if freedom <= 0:
        return Agreement(float(rho), float(effective), 1.0, float(naive_p))
    t = rho * np.sqrt(freedom / (1 - rho**2)) if abs(rho) < 1 else np.inf
    return Agreement(
        float(rho), float(effective), float(2 * stats.t.sf(abs(t), freedom)), float(naive_p)
    )


def _variance(x: np.ndarray, y: np.ndarray, places: np.ndarray, classes: int) -> float:
    """Return the variance of r; memory grows with the number of cells, not of pairs."""
    count = x.size
    most = _farthest(places)
    sums = np.zeros((3, classes))
    for at in range(count - 1):
        apart = np.hypot(*(places[at + 1 :] - places[at]).T)
        bins = np.clip(np.ceil(apart / most * classes).astype(int) - 1, 0, classes - 1)
        for row, product in enumerate(
            (np.ones(apart.size), x[at] * x[at + 1 :], y[at] * y[at + 1 :])
        ):
            sums[row] += np.bincount(bins, product, classes)
    pairs, cx, cy = sums
    filled = pairs > 0
    between = (
        2 * pairs[filled] * (cx[filled] / pairs[filled]) * (cy[filled] / pairs[filled])
    ).sum()
    own = count * x.var() * y.var()
    return float((own + between) / (count**2 * x.var() * y.var()))


def _farthest(places: np.ndarray) -> float:
    return max(np.hypot(*(places - place).T).max() for place in places)
