"""The level of cells from the bands of a noise map: the mean of energy over the mapped area."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike

from geo.analysis.hexagons import Grid
from geo.analysis.measuring import KINDS, Instrument, Levels

USUAL_WIDTH_DB = 5.0
LEAST_COVERED = 0.5
"""Share of a cell that must be mapped: what lies beside the lowest band is not known."""
OVERLAP = 1.01  # bands that lie on each other: over this share of the cell, the highest one counts


@dataclass(frozen=True, slots=True)
class Bands:
    """shapes: metres; low, high: where the band begins and ends, NaN where it is open above."""

    shapes: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def rising(self) -> "Bands":
        """Return the bands from the quietest to the loudest."""
        order = np.argsort(np.asarray(self.low, float), kind="stable")
        return Bands(*(np.asarray(part)[order] for part in (self.shapes, self.low, self.high)))

    def widths(self) -> np.ndarray:
        """Return the widths; an open band is taken to be as wide as most others."""
        width = np.asarray(self.high, float) - np.asarray(self.low, float)
        closed = width[~np.isnan(width)]
        return np.where(
            np.isnan(width), np.median(closed) if closed.size else USUAL_WIDTH_DB, width
        )


def banded(grid: Grid, bands: Bands, how: Instrument, limit: float | None = None) -> Levels:
    """Return the levels of cells: the middle of each band, weighted by its area in the cell.

    Its uncertainty holds that of the map and that of the band (width / √12); limit: from which
    level on the share of the area is told.
    """
    count = len(grid)
    found = Levels.unknown(count)
    bands = bands.rising()
    cell, band, area = _areas(grid, np.asarray(bands.shapes))
    whole = shapely.area(grid.parts)
    mapped = np.bincount(cell, area, count)
    covered = mapped / whole
    told = covered >= LEAST_COVERED
    middle = np.asarray(bands.low, float) + bands.widths() / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(cell, area * how.to_sum(middle[band]), count) / mapped
        variance = np.bincount(cell, area * bands.widths()[band] ** 2 / 12, count) / mapped
    found.level[told] = how.from_sum(mean[told])
    found.u[told] = np.sqrt(how.calibration**2 + variance[told])
    found.coverage[told] = np.minimum(covered[told], 1.0)
    found.kind[told] = KINDS.get(how.indicator, how.indicator)
    _extremes(found, told, cell, band, bands)
    if limit is not None:
        over = np.bincount(cell, area * (middle[band] >= limit), count) / whole
        found.over[told] = np.minimum(over[told], 1.0)
    return found


def _extremes(found: Levels, told: np.ndarray, cell, band, bands: Bands) -> None:
    least, most = np.full(told.size, np.inf), np.full(told.size, -np.inf)
    top = np.asarray(bands.low, float) + bands.widths()
    np.minimum.at(least, cell, np.asarray(bands.low, float)[band])
    np.maximum.at(most, cell, top[band])
    found.least[told], found.most[told] = least[told], most[told]


def _areas(grid: Grid, shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return cell, band and area in m² of each overlap; no place is counted twice."""
    tree = shapely.STRtree(grid.parts)
    shapely.prepare(shapes)
    band, cell = tree.query(shapes, predicate="intersects")
    inside = shapely.covers(shapes[band], grid.parts[cell])
    parts = grid.parts[cell].copy()
    parts[~inside] = shapely.intersection(shapes[band[~inside]], grid.parts[cell[~inside]])
    area = shapely.area(parts)
    whole = shapely.area(grid.parts)
    twice = np.bincount(cell, area, len(grid)) > OVERLAP * whole
    return cell, band, _without_overlaps(cell, area, parts, np.flatnonzero(twice))


def _without_overlaps(cell, area, parts, crowded: ArrayLike) -> np.ndarray:
    """Return the areas where, in crowded cells, each place counts for one band alone: the last."""
    kept = area.copy()
    order = np.argsort(cell, kind="stable")
    bounds = np.searchsorted(cell[order], [crowded, np.asarray(crowded) + 1])
    for start, end in bounds.T:
        taken = shapely.Polygon()
        for at in order[start:end][::-1]:
            left = shapely.difference(parts[at], taken)
            kept[at] = left.area
            taken = shapely.union(taken, parts[at])
    return kept
