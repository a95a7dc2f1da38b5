"""Surfaces from points: how many there are, or which share of them, around each place.

Gaussian kernels in metres. What a kernel would spread beyond the perimeter is given back to it
(Diggle 1985, doi:10.2307/2347366), so that the surface holds exactly as many as there are points.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike
from scipy.ndimage import gaussian_filter
from scipy.spatial.distance import cdist

LEAST_M, MOST_M, DEFAULT_M = 50.0, 500.0, 150.0
"""Bandwidths that are tried, and the one that is taken of too few points."""
STEP_M = 5.0
ENOUGH = 10  # points from which a bandwidth is estimated
LEAST_EFFECTIVE = 5.0
"""Effective respondents below which a share is masked."""
TRUNCATE = 4.0  # standard deviations


def bandwidth(points: ArrayLike, least_m: float = LEAST_M, most_m: float = MOST_M) -> float:
    """Return the bandwidth in metres under which each point is best foretold by the others.

    The greatest leave-one-out likelihood among steps of STEP_M (Habbema 1974). Scott's and
    Silverman's rules smooth clustered pins too much. DEFAULT_M of fewer than ENOUGH points.
    """
    known = np.asarray(points, dtype=float).reshape(-1, 2)
    if len(known) < ENOUGH:
        return DEFAULT_M
    squares = cdist(known, known, "sqeuclidean")
    steps = np.arange(least_m, most_m + STEP_M / 2, STEP_M)
    return float(max(steps, key=lambda h: left_out_likelihood(squares, h)))


def left_out_likelihood(squares: np.ndarray, bandwidth_m: float) -> float:
    """Return Σ log f₋ᵢ(xᵢ) from squared distances between points, shape (n, n)."""
    kernels = np.exp(-squares / (2 * bandwidth_m**2))
    density = (kernels.sum(axis=1) - 1) / ((len(squares) - 1) * 2 * np.pi * bandwidth_m**2)
    with np.errstate(divide="ignore"):
        return float(np.log(density).sum())


@dataclass(frozen=True, slots=True)
class Raster:
    """Square cells over a perimeter. inside: which share of each cell lies in it, shape (ny, nx)."""

    west: float
    south: float
    side_m: float
    inside: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        """Rows from the south, columns from the west."""
        return self.inside.shape

    def cells_of(self, points: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
        """Return rows and columns of points in metres."""
        x, y = np.asarray(points, dtype=float).reshape(-1, 2).T
        columns = np.floor((x - self.west) / self.side_m).astype(int)
        rows = np.floor((y - self.south) / self.side_m).astype(int)
        return np.clip(rows, 0, self.shape[0] - 1), np.clip(columns, 0, self.shape[1] - 1)

    def middles(self) -> np.ndarray:
        """Return the middles of all cells in metres, shape (ny, nx, 2)."""
        ny, nx = self.shape
        x = self.west + self.side_m * (np.arange(nx) + 0.5)
        y = self.south + self.side_m * (np.arange(ny) + 0.5)
        return np.stack(np.meshgrid(x, y), axis=-1)


def raster_over(area: shapely.Geometry, side_m: float) -> Raster:
    """Return the raster of an area in metres."""
    west, south, east, north = area.bounds
    nx, ny = (max(int(np.ceil(length / side_m)), 1) for length in (east - west, north - south))
    x, y = west + side_m * np.arange(nx), south + side_m * np.arange(ny)
    left, bottom = np.meshgrid(x, y)
    boxes = shapely.box(left, bottom, left + side_m, bottom + side_m)
    shapely.prepare(area)
    inside = shapely.covers(area, boxes).astype(float)
    edge = shapely.intersects(area, boxes) & (inside == 0)
    inside[edge] = shapely.area(shapely.intersection(area, boxes[edge])) / side_m**2
    return Raster(west, south, side_m, inside)


def smoothed(
    values: np.ndarray, raster: Raster, bandwidth_m: float, truncate: float = TRUNCATE
) -> np.ndarray:
    """Return Σ K·v over cells, K summing to 1 over the endless plane."""
    sigma = bandwidth_m / raster.side_m
    return gaussian_filter(values, sigma, mode="constant", truncate=truncate)


def intensity(points: ArrayLike, raster: Raster, bandwidth_m: float) -> np.ndarray:
    """Return points per m² in each cell; times area inside, it sums to the number of points."""
    counts = np.zeros(raster.shape)
    np.add.at(counts, raster.cells_of(points), 1.0)
    kept = smoothed(raster.inside, raster, bandwidth_m)
    corrected = np.divide(counts, kept, out=np.zeros_like(counts), where=counts > 0)
    spread = smoothed(corrected, raster, bandwidth_m) / raster.side_m**2
    return np.where(raster.inside > 0, spread, 0.0)


def intensity_at(
    points: ArrayLike, places: ArrayLike, bandwidth_m: float, edges: ArrayLike | None = None
) -> np.ndarray:
    """Return points per m² at places, exactly; edges: the share of each kernel that lies inside."""
    kernels = np.exp(-cdist(places, points, "sqeuclidean") / (2 * bandwidth_m**2))
    weights = 1 / np.asarray(edges, dtype=float) if edges is not None else np.ones(len(points))
    return kernels @ weights / (2 * np.pi * bandwidth_m**2)


def kept_inside(
    points: ArrayLike, area: shapely.Geometry, bandwidth_m: float, side_m: float
) -> np.ndarray:
    """Return which share of the kernel around each point lies in an area, by midpoint quadrature."""
    raster = raster_over(area, side_m)
    inside = raster.inside > 0
    middles, weights = raster.middles()[inside], raster.inside[inside]
    kernels = np.exp(-cdist(points, middles, "sqeuclidean") / (2 * bandwidth_m**2))
    return kernels @ weights * side_m**2 / (2 * np.pi * bandwidth_m**2)


@dataclass(frozen=True, slots=True)
class ShareSurface:
    """share: 0–1, NaN where too few stand behind it; support: kernel weights, K(0) = 1;
    effective: of how many respondents the share is worth."""

    share: np.ndarray
    support: np.ndarray
    effective: np.ndarray


def share_at(
    points: ArrayLike, hits: ArrayLike, places: ArrayLike, bandwidth_m: float
) -> ShareSurface:
    """Return Σ K·y / Σ K at places (Nadaraya 1964, Watson 1964), nothing masked."""
    kernels = np.exp(-cdist(places, points, "sqeuclidean") / (2 * bandwidth_m**2))
    return _shares(kernels @ np.asarray(hits, float), kernels.sum(1), (kernels**2).sum(1))


def share_surface(
    points: ArrayLike, hits: ArrayLike, raster: Raster, bandwidth_m: float
) -> ShareSurface:
    """Return the same for every cell, masked where fewer than LEAST_EFFECTIVE stand behind it."""
    at = raster.cells_of(points)
    asked, yes = np.zeros(raster.shape), np.zeros(raster.shape)
    np.add.at(asked, at, 1.0)
    np.add.at(yes, at, np.asarray(hits, dtype=float))
    scale = 2 * np.pi * (bandwidth_m / raster.side_m) ** 2  # K(0) = 1 instead of ∫K = 1
    # The square of a Gaussian is a Gaussian, narrower by √2 and half as heavy. Both end at the same
    # distance, else far places would seem to have endlessly many behind them.
    found = _shares(
        smoothed(yes, raster, bandwidth_m) * scale,
        smoothed(asked, raster, bandwidth_m) * scale,
        smoothed(asked, raster, bandwidth_m / np.sqrt(2), TRUNCATE * np.sqrt(2)) * scale / 2,
    )
    shown = (found.effective >= LEAST_EFFECTIVE) & (raster.inside > 0)
    return ShareSurface(np.where(shown, found.share, np.nan), found.support, found.effective)


def _shares(hits: np.ndarray, support: np.ndarray, squares: np.ndarray) -> ShareSurface:
    with np.errstate(divide="ignore", invalid="ignore"):
        return ShareSurface(hits / support, support, support**2 / squares)
