"""Shares of respondents and what they can prove: intervals, tests, shrinkage, numbers needed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

LEVEL = 0.95
FDR = 0.10
MOST_COUNTS = 1_000_000  # possible counts held in memory at once


def wilson(k: ArrayLike, n: ArrayLike, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """Return the score interval of shares k/n (Wilson 1927, without correction); NaN where n = 0."""
    hits, asked = np.asarray(k, dtype=float), np.asarray(n, dtype=float)
    z = stats.norm.ppf((1 + level) / 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = hits / asked
        middle = (share + z**2 / (2 * asked)) / (1 + z**2 / asked)
        half = z * np.sqrt(share * (1 - share) / asked + z**2 / (4 * asked**2)) / (1 + z**2 / asked)
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)


def exact_p(k: ArrayLike, n: ArrayLike, expected: ArrayLike) -> np.ndarray:
    """Return two-sided exact binomial p-values of k of n against expected shares (0–1).

    The probability of all counts that are at most as likely as k, as `scipy.stats.binomtest`.
    """
    hits, asked = np.asarray(k, int), np.asarray(n, int)
    share = np.asarray(expected, float)
    sizes = asked + 1
    parts = np.array_split(np.arange(asked.size), sizes.sum() // MOST_COUNTS + 1)
    return np.concatenate([_exact_p(hits[part], asked[part], share[part]) for part in parts])


def _exact_p(hits: np.ndarray, asked: np.ndarray, share: np.ndarray) -> np.ndarray:
    sizes = asked + 1
    cell = np.repeat(np.arange(asked.size), sizes)
    counts = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    likely = stats.binom.pmf(counts, asked[cell], share[cell])
    own = stats.binom.pmf(hits, asked, share) * (1 + 1e-7)
    return np.minimum(np.bincount(cell, likely * (likely <= own[cell]), asked.size), 1.0)


def adjusted(p: ArrayLike) -> np.ndarray:
    """Return p-values adjusted for the false discovery rate (Benjamini and Hochberg 1995)."""
    values = np.asarray(p, dtype=float)
    return stats.false_discovery_control(values) if values.size else values


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Ratios pulled towards the mean where few stand behind them; mean, variance: of all."""

    ratios: np.ndarray
    mean: float
    variance: float


def empirical_bayes(events: ArrayLike, base: ArrayLike) -> Shrunk:
    """Return events/base shrunk towards their global mean (Marshall 1991, doi:10.2307/2347593).

    base: expected numbers, or respondents; all > 0. Where the ratios vary less than chance alone
    would make them, all become the mean.
    """
    observed, expected = np.asarray(events, dtype=float), np.asarray(base, dtype=float)
    mean = observed.sum() / expected.sum()
    raw = observed / expected
    variance = (expected * (raw - mean) ** 2).sum() / expected.sum() - mean / expected.mean()
    kept = max(variance, 0.0)
    weight = kept / (kept + mean / expected) if kept else np.zeros_like(raw)
    return Shrunk(weight * raw + (1 - weight) * mean, float(mean), float(kept))


def poisson_ratio_interval(
    observed: ArrayLike, expected: ArrayLike, level: float = LEVEL
) -> tuple[np.ndarray, np.ndarray]:
    """Return the exact interval of observed/expected for Poisson counts (Garwood 1936)."""
    count, base = np.asarray(observed, dtype=float), np.asarray(expected, dtype=float)
    tail = (1 - level) / 2
    with np.errstate(invalid="ignore"):
        low = np.where(count > 0, stats.chi2.ppf(tail, 2 * count) / 2, 0.0)
    return low / base, stats.chi2.ppf(1 - tail, 2 * count + 2) / 2 / base


def pulled_share(k: ArrayLike, n: ArrayLike, mean: float, weight: float = 10.0) -> np.ndarray:
    """Return (k + weight·mean) / (n + weight): weight is how many respondents the mean counts as."""
    return (np.asarray(k, float) + weight * mean) / (np.asarray(n, float) + weight)


MOST_NEEDED = 5_000


def respondents_needed(
    expected: float, truth: float, power: float = 0.8, level: float = LEVEL
) -> int | None:
    """Return how many answers a place needs to show that `truth` is more than `expected`.

    The first n for which the lower end of Wilson's interval lies above `expected` with this
    probability, exactly (power is saw-toothed in n); None beyond MOST_NEEDED or where truth is
    not more. That end lies above p exactly where k > n·p + z·√(n·p·(1 - p)).
    """
    if truth <= expected:
        return None
    n = np.arange(1, MOST_NEEDED + 1)
    z = stats.norm.ppf((1 + level) / 2)
    least = np.floor(n * expected + z * np.sqrt(n * expected * (1 - expected))) + 1
    shows = (least <= n) & (stats.binom.sf(least - 1, n, truth) >= power)
    return int(n[shows][0]) if shows.any() else None
