"""Flat-top hexagons over a metric plane, anchored at its origin: those of PostGIS ST_HexagonGrid."""

import numpy as np
import shapely
from numpy.typing import ArrayLike

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
