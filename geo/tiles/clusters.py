"""Tiles of a declared set of points: clusters that count everybody, points, and their shapes.

Down to zoom 16 a tile is cut into 8 × 8 cells; what is alone in its cell shows itself, the others
stand as one cluster with their number. Deeper, points stand for themselves and only those at the
very same place stay together. A point is counted in exactly one tile: there is no margin.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from geo.tiles.cluster_sql import (
    MOST_FOR_SHAPES,
    PointSet,
    counted_sql,
    found_sql,
    guarded_sql,
    shapes_sql,
)
from geo.tiles.mercator import bounds
from geo.tiles.prepared import one_row
from geo.tiles.pyramid import DEEPEST

MARGIN = 64 / 4096  # of a tile, for lines and areas that go on in the next one


@dataclass(frozen=True, slots=True)
class Statements:
    """The SQL of a declared set, made once for each way of filtering it.

    `is_counted` is false where a filter goes beyond categories (words): then the points are read.
    `is_usual` has the database keep the plan: for what is asked all the time.
    """

    counted: str
    found: str
    shapes: str
    is_counted: bool
    is_usual: bool

    @classmethod
    def of(cls, points: PointSet, is_counted: bool, is_usual: bool) -> "Statements":
        counted = guarded_sql(points, counted_sql(points))
        found = guarded_sql(points, found_sql(points, DEEPEST))
        return cls(counted, found, shapes_sql(points), is_counted, is_usual)

    def reads_counts(self, zoom: int) -> bool:
        return self.is_counted and zoom <= DEEPEST


def tile(
    statements: Statements, point_set: UUID, labels: Mapping[str, str], zoom: int, x: int, y: int
) -> tuple[int, bytes] | None:
    """The version of a set, and the layers `clusters`, `points` and `shapes` of one of its tiles.

    None where the set may not be read. `labels`: the categories wanted, and the property of each
    on clusters; read with the counts.
    """
    here, is_usual = [point_set, zoom, x, y], statements.is_usual
    if not statements.reads_counts(zoom):
        return one_row(statements.found, here + box(zoom, x, y), is_usual)
    found = one_row(statements.counted, [*here, list(labels), list(labels.values())], is_usual)
    if found is None:
        return None
    version, body, total = found
    if total <= MOST_FOR_SHAPES:
        body += one_row(statements.shapes, here + box(zoom, x, y), is_usual)[0]
    return version, body


def box(zoom: int, x: int, y: int) -> list[float]:
    """West, south, east, north of the tile with its margin, in degrees."""
    west, south, east, north = bounds(zoom, x, y)
    wide, high = (east - west) * MARGIN, (north - south) * MARGIN
    return [west - wide, south - high, east + wide, north + high]
