"""Flat-top hexagons over a metric plane, anchored at its origin: those of PostGIS ST_HexagonGrid."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike
from scipy import sparse
from scipy.spatial import cKDTree

ROOT3 = np.sqrt(3.0)
CORNERS = np.array([(1, 0), (0.5, ROOT3 / 2), (-0.5, ROOT3 / 2), (-1, 0),
                    (-0.5, -ROOT3 / 2), (0.5, -ROOT3 / 2)])  # fmt: skip


def area_m2(edge_m: float) -> float:
    """Return the area of a hexagon of this edge."""
    return 1.5 * ROOT3 * edge_m**2


def centres(i: ArrayLike, j: ArrayLike, edge_m: float) -> np.ndarray:
    """Return the centres of cells (i, j) in metres, shape (n, 2)."""
    column, row = np.asarray(i), np.asarray(j)
    return np.column_stack([1.5 * edge_m * column, ROOT3 * edge_m * (row + 0.5 * (column % 2))])


def cells_of(points: ArrayLike, edge_m: float) -> np.ndarray:
    """Return the cell (i, j) of each point in metres, shape (n, 2), whole numbers.

    The nearest centre; among equals the first column, then the first row, so that a point on an
    edge has one cell, the same one every time.
    """
    place = np.asarray(points, dtype=float).reshape(-1, 2)
    column = np.floor(place[:, 0] / (1.5 * edge_m)).astype(int)
    best = np.full(len(place), np.inf)
    found = np.zeros((len(place), 2), dtype=int)
    for step in (0, 1):
        i = column + step
        exact = place[:, 1] / (ROOT3 * edge_m) - 0.5 * (i % 2)
        j = np.ceil(exact - 0.5).astype(int)
        away = np.sum((centres(i, j, edge_m) - place) ** 2, axis=1)
        nearer = away < best - 1e-9 * edge_m**2
        best = np.where(nearer, away, best)
        found[nearer] = np.column_stack([i, j])[nearer]
    return found


def shapes(i: ArrayLike, j: ArrayLike, edge_m: float) -> np.ndarray:
    """Return the hexagons as shapely polygons."""
    middle = centres(i, j, edge_m)
    return shapely.polygons(middle[:, None, :] + edge_m * CORNERS[None, :, :])


def cells_over(area: shapely.Geometry, edge_m: float) -> np.ndarray:
    """Return the cells (i, j) that touch an area in metres with more than their edge.

    Sorted by i, then j.
    """
    west, south, east, north = area.bounds
    columns = np.arange(np.floor(west / (1.5 * edge_m)) - 1, np.ceil(east / (1.5 * edge_m)) + 2)
    rows = np.arange(np.floor(south / (ROOT3 * edge_m)) - 1, np.ceil(north / (ROOT3 * edge_m)) + 2)
    i, j = (axis.ravel().astype(int) for axis in np.meshgrid(columns, rows, indexing="ij"))
    shapely.prepare(area)
    hexagons = shapes(i, j, edge_m)
    touched = shapely.intersects(area, hexagons) & ~shapely.touches(area, hexagons)
    return np.column_stack([i, j])[touched]


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of an area: (i, j) of each, sorted; what of each lies in the area, in metres."""

    area: shapely.Geometry
    edge_m: float
    cells: np.ndarray
    parts: np.ndarray

    def __len__(self) -> int:
        return len(self.cells)

    @property
    def centres(self) -> np.ndarray:
        """The centres of the whole hexagons in metres."""
        return centres(self.cells[:, 0], self.cells[:, 1], self.edge_m)

    def rows_of(self, points: ArrayLike) -> np.ndarray:
        """Return the row of the cell of each point in metres; -1 outside of the area.

        The edge of the area belongs to it. A place that is in it but whose cell only touches it
        belongs to the nearest cell.
        """
        place = np.asarray(points, dtype=float).reshape(-1, 2)
        rows = np.full(len(place), -1)
        if not len(self.cells) or not len(place):
            return rows
        shapely.prepare(self.area)
        inside = shapely.intersects_xy(self.area, place[:, 0], place[:, 1])
        rows[inside] = self._positions(cells_of(place[inside], self.edge_m))
        stray = np.flatnonzero(inside & (rows < 0))
        if stray.size:
            tree = shapely.STRtree(self.parts)
            rows[stray] = tree.nearest(shapely.points(place[stray]))
        return rows

    def _positions(self, wanted: np.ndarray) -> np.ndarray:
        low, high = self.cells[:, 1].min(), self.cells[:, 1].max()
        width = high - low + 1
        keys = (self.cells[:, 0] - self.cells[0, 0]) * width + self.cells[:, 1] - low
        asked = (wanted[:, 0] - self.cells[0, 0]) * width + wanted[:, 1] - low
        at = np.searchsorted(keys, asked).clip(max=len(keys) - 1)
        is_there = (keys[at] == asked) & (wanted[:, 1] >= low) & (wanted[:, 1] <= high)
        return np.where(is_there, at, -1)

    def neighbours(self, chosen: np.ndarray) -> sparse.csr_array:
        """Return which of the chosen cells (rows) touch each other, each its own neighbour."""
        middles = self.centres[chosen]
        if not len(middles):
            return sparse.csr_array((0, 0))
        pairs = cKDTree(middles).query_pairs(1.01 * ROOT3 * self.edge_m, output_type="ndarray")
        own = np.arange(len(middles))
        one = np.concatenate([pairs[:, 0], pairs[:, 1], own])
        other = np.concatenate([pairs[:, 1], pairs[:, 0], own])
        return sparse.csr_array((np.ones(one.size), (one, other)), (own.size, own.size))


def grid_over(area: shapely.Geometry, edge_m: float) -> Grid:
    """Return the grid of an area in metres."""
    cells = cells_over(area, edge_m)
    whole = shapely.normalize(shapes(cells[:, 0], cells[:, 1], edge_m))
    cut = ~shapely.covers(area, whole)
    parts = whole.copy()
    parts[cut] = [_surfaces(part) for part in shapely.intersection(area, whole[cut])]
    return Grid(area, edge_m, cells, parts)


def _surfaces(geometry: shapely.Geometry) -> shapely.Geometry:
    """Return a geometry without the points and lines in which it only touches another."""
    if geometry.geom_type != "GeometryCollection":
        return geometry
    parts = [part for part in shapely.get_parts(geometry) if part.area > 0]
    return shapely.union_all(parts)
