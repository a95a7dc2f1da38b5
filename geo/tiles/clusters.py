"""Tiles of a declared set of points: clusters that count everybody, points, and their shapes.

Down to zoom 16 a tile is cut into 8 × 8 cells; what is alone in its cell shows itself, the others
stand as one cluster with their number. Deeper, points stand for themselves and only those at the
very same place stay together. A point is counted in exactly one tile: there is no margin.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import psycopg
from django.db import connection

from geo.tiles.cluster_sql import MOST_FOR_SHAPES, PointSet, counted_sql, found_sql, shapes_sql
from geo.tiles.mercator import bounds
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
        made = counted_sql(points), found_sql(points, DEEPEST), shapes_sql(points)
        return cls(*made, is_counted, is_usual)

    def reads_counts(self, zoom: int) -> bool:
        return self.is_counted and zoom <= DEEPEST


def tile(
    statements: Statements, point_set: UUID, labels: Mapping[str, str], zoom: int, x: int, y: int
) -> bytes:
    """The layers `clusters`, `points` and `shapes` of one tile as Mapbox vector tile.

    `labels`: the categories wanted, and the property of each on clusters; read with the counts.
    """
    here = [point_set, zoom, x, y]
    if not statements.reads_counts(zoom):
        return answer(statements.found, here + box(zoom, x, y), statements.is_usual)[0]
    wanted = [list(labels), list(labels.values())]
    body, total = answer(statements.counted, here + wanted, statements.is_usual)
    if total > MOST_FOR_SHAPES:
        return body
    return body + answer(statements.shapes, here + box(zoom, x, y), statements.is_usual)[0]


def answer(sql: str, values: list, is_usual: bool) -> tuple:
    """One row. Values go to the database beside the text, so that it can keep the plan."""
    connection.ensure_connection()
    session = connection.connection
    # Django turns preparing off, and `prepare=True` with it; its own cursors prepare nothing anyway.
    session.prepare_threshold = session.prepare_threshold or 5
    with connection.wrap_database_errors, psycopg.RawCursor(session) as cursor:
        return cursor.execute(sql, values, prepare=is_usual).fetchone()


def box(zoom: int, x: int, y: int) -> list[float]:
    """West, south, east, north of the tile with its margin, in degrees."""
    west, south, east, north = bounds(zoom, x, y)
    wide, high = (east - west) * MARGIN, (north - south) * MARGIN
    return [west - wide, south - high, east + wide, north + high]
