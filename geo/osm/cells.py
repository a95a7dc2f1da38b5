"""Shares an area out in cells: squares in a metric system, clipped, with their fragments merged."""

import math
import string
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from geo.crs import DEGREES, reproject
from geo.perimeters.conversion import areas_alone

SIDES_M = (150, 250, 500, 1000, 2000)
FRAGMENT = 0.35
"""Share of a whole square below which a cell is a fragment (Field-TM's area splitter)."""
MOST_CELLS = 1_000
MOST_SQUARES = 250_000
GRID_M = 0.001
"""Metres of the grid on which cells are cut, so that neighbours share their edge exactly."""
GRID_DEGREES = 1e-7
LONGEST_STRAIGHT = 0.005
"""Degrees: longer sides of the area are bent as the metric system bends them."""


class TooManyCells(ValueError):
    """The squares are too small for the area; `count` is how many there would be at least."""

    def __init__(self, count: int):
        self.count = count
        super().__init__(f"{count} cells")


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: rows are lettered from the north, columns numbered from the west ("A3")."""

    code: str
    geometry: shapely.Geometry


def cells_in_degrees(area: shapely.Geometry, metric_srid: int, side_m: int) -> list[GridCell]:
    """Share out an area in degrees; the cells are in degrees too, on the grid of what is stored."""
    bent = shapely.segmentize(area, LONGEST_STRAIGHT)
    return [
        GridCell(cell.code, _stored(cell.geometry, metric_srid))
        for cell in cells(reproject(bent, DEGREES, metric_srid), side_m)
    ]


def cells(area: shapely.Geometry, side_m: float) -> list[GridCell]:
    """Share out a metric area in squares of `side_m` that begin at multiples of it.

    Sorted from the north-west, row by row. A fragment joins the neighbour with which it shares
    the longest edge; one without a neighbour (an islet) stays. Raises TooManyCells.
    """
    shapes = _squares(area, side_m)
    _merge_fragments(shapes, FRAGMENT * side_m**2)
    if len(shapes) > MOST_CELLS:
        raise TooManyCells(len(shapes))
    top = max((row for row, _column in shapes), default=0)
    west = min((column for _row, column in shapes), default=0)
    ordered = sorted(shapes, key=lambda place: (-place[0], place[1]))
    return [
        GridCell(f"{row_letters(top - row)}{column - west + 1}", shapes[row, column])
        for row, column in ordered
    ]


def row_letters(row: int) -> str:
    """Name a row as spreadsheets name columns: A to Z, then AA."""
    letters = ""
    row += 1
    while row:
        row, letter = divmod(row - 1, 26)
        letters = string.ascii_uppercase[letter] + letters
    return letters


def code_order(code: str) -> tuple[int, str, int]:
    """Return what puts codes in the order in which one reads the map: A2 before A10 before B1."""
    letters = code.rstrip(string.digits)
    return len(letters), letters, int(code[len(letters) :] or 0)


def _squares(area: shapely.Geometry, side_m: float) -> dict[tuple[int, int], shapely.Geometry]:
    """Return what of the area lies in each square, by row and column."""
    west, south, east, north = (math.floor(edge / side_m) for edge in area.bounds)
    enough = max(area.area / side_m**2, 0)
    squares = (east - west + 1) * (north - south + 1)
    if enough > MOST_CELLS or squares > MOST_SQUARES:
        raise TooManyCells(math.ceil(enough) or squares)
    rows, columns = np.mgrid[south : north + 1, west : east + 1].reshape(2, -1)
    x, y = columns * side_m, rows * side_m
    boxes = shapely.box(x, y, x + side_m, y + side_m)
    shapely.prepare(area)
    touched = np.flatnonzero(shapely.intersects(area, boxes))
    parts = shapely.intersection(area, boxes[touched], grid_size=GRID_M)
    return {
        (int(rows[at]), int(columns[at])): areas_alone(part)
        for at, part in zip(touched, parts, strict=True)
        if not areas_alone(part).is_empty
    }


def _merge_fragments(shapes: dict[tuple[int, int], shapely.Geometry], least_m2: float) -> None:
    """Join fragments to neighbours, the smallest first, until none that has one is left."""
    alone: set[tuple[int, int]] = set()
    while True:
        small = [(s.area, p) for p, s in shapes.items() if s.area < least_m2 and p not in alone]
        if not small:
            return
        place = min(small)[1]
        neighbour = _nearest_by_edge(place, shapes)
        if neighbour is None:
            alone.add(place)
            continue
        both = [shapes[neighbour], shapes.pop(place)]
        shapes[neighbour] = areas_alone(shapely.union_all(both, grid_size=GRID_M))


def _nearest_by_edge(
    place: tuple[int, int], shapes: dict[tuple[int, int], shapely.Geometry]
) -> tuple[int, int] | None:
    """Return the neighbour with the longest shared edge, the first one among equals."""
    shared = {other: length for other, length in _edges(place, shapes) if length > GRID_M}
    return min(shared, key=lambda other: (-round(shared[other], 3), other)) if shared else None


def _edges(
    place: tuple[int, int], shapes: dict[tuple[int, int], shapely.Geometry]
) -> Iterator[tuple[tuple[int, int], float]]:
    """Yield the other cells that touch one, and how many metres of edge they share."""
    fragment = shapes[place]
    for other, shape in shapes.items():
        if other != place and shapely.dwithin(fragment, shape, GRID_M):
            edge = shapely.intersection(fragment.boundary, shape.boundary, grid_size=GRID_M)
            yield other, edge.length


def _stored(geometry: shapely.Geometry, metric_srid: int) -> shapely.Geometry:
    """Return a metric cell in degrees, valid on the grid of what is stored."""
    moved = reproject(geometry, metric_srid, DEGREES)
    snapped = areas_alone(shapely.set_precision(moved, GRID_DEGREES))
    return shapely.set_precision(snapped, 0)  # GEOS remembers a grid and applies it ever after
