"""The counts behind clusters, kept up by the writes in their own transaction.

Nothing here is told what changed. A caller names points; they are taken out of the counts as they
were and put back as they are now, so that a second call changes nothing.
"""

# ruff: noqa: S608 - every piece of SQL is written here or compiled by Django

from collections.abc import Collection
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable

from geo.tiles.mercator import BITS, spot_sql, x_sql, y_sql

DEEPEST = 16
"""The last zoom with counts; from the next one on tiles hold the points themselves."""

ZOOMS = ", ".join(f"({zoom})" for zoom in range(DEEPEST + 1))  # the planner knows how many
SUMS = "count(*)::int AS n, sum(x)::bigint AS sx, sum(y)::bigint AS sy, sum(key)::bigint AS sk"
CELLS = f"""
SELECT zoom::smallint AS zoom, x >> ({BITS} - zoom) AS tile_x, y >> ({BITS} - zoom) AS tile_y,
       {spot_sql("x", "y", "zoom")} AS spot, category, {SUMS}
FROM points CROSS JOIN (VALUES {ZOOMS}) AS zooms(zoom)
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"""
SAME_CELL = """cell.point_set = %(point_set)s AND (cell.zoom, cell.tile_x, cell.tile_y, cell.spot,
cell.category) = (cells.zoom, cells.tile_x, cells.tile_y, cells.spot, cells.category)"""
TAKE_AWAY = f"""
WITH points AS (
  DELETE FROM geo_countedpoint WHERE point_set = %(point_set)s AND key = ANY(%(keys)s)
  RETURNING key, x, y, category
), cells AS ({CELLS}), emptied AS (
  DELETE FROM geo_cellcount AS cell USING cells WHERE {SAME_CELL} AND cell.count = cells.n
)
UPDATE geo_cellcount AS cell
SET count = cell.count - n, sum_x = sum_x - sx, sum_y = sum_y - sy, sum_key = sum_key - sk
FROM cells WHERE {SAME_CELL} AND cell.count > cells.n"""
ADD_CELLS = """
INSERT INTO geo_cellcount AS cell (point_set, zoom, tile_x, tile_y, spot, category,
  count, sum_x, sum_y, sum_key)
SELECT %(point_set)s, zoom, tile_x, tile_y, spot, category, n, sx, sy, sk FROM cells
ON CONFLICT (point_set, zoom, tile_x, tile_y, spot, category) DO UPDATE
SET count = cell.count + excluded.count, sum_x = cell.sum_x + excluded.sum_x,
    sum_y = cell.sum_y + excluded.sum_y, sum_key = cell.sum_key + excluded.sum_key"""
ROLL_UP = """
INSERT INTO geo_cellcount (point_set, zoom, tile_x, tile_y, spot, category,
  count, sum_x, sum_y, sum_key)
SELECT point_set, zoom - 1, tile_x >> 1, tile_y >> 1,
  ((tile_y & 1) * 4 + (spot >> 4)) * 8 + (tile_x & 1) * 4 + ((spot & 7) >> 1), category,
  sum(count), sum(sum_x), sum(sum_y), sum(sum_key)
FROM geo_cellcount WHERE point_set = %(point_set)s AND zoom = %(zoom)s
GROUP BY 1, 2, 3, 4, 5, 6"""


@transaction.atomic(savepoint=False)
def recount(
    point_set: UUID, points: QuerySet, place: str, category: Combinable, keys: Collection[int]
) -> None:
    """Count the points named by `keys` (their integer field `number`) as `points` has them now.

    A key that `points` does not hold (any more) ends uncounted. The caller holds a lock under
    which nobody else recounts the same set.
    """
    values = {"point_set": point_set, "keys": list(keys)}
    standing = points.filter(number__in=values["keys"])
    with connection.cursor() as cursor:
        cursor.execute(TAKE_AWAY, values)
        cursor.execute(
            f"{_keep(standing, place, category)}, cells AS ({CELLS}) {ADD_CELLS}", values
        )


@transaction.atomic
def recount_all(point_set: UUID, points: QuerySet, place: str, category: Combinable) -> None:
    """Count a whole set anew: after a bulk load, or to repair."""
    values = {"point_set": point_set}
    deepest = CELLS.replace(ZOOMS, f"({DEEPEST})")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM geo_cellcount WHERE point_set = %(point_set)s", values)
        cursor.execute("DELETE FROM geo_countedpoint WHERE point_set = %(point_set)s", values)
        cursor.execute(
            f"{_keep(points, place, category)}, cells AS ({deepest}) {ADD_CELLS}", values
        )
        for zoom in range(DEEPEST, 0, -1):
            cursor.execute(ROLL_UP, values | {"zoom": zoom})


def _keep(points: QuerySet, place: str, category: Combinable) -> str:
    """SQL that notes the points as counted; they go by the name of `points` in what follows."""
    rows = points.order_by().values(out_key=F("number"), out_place=F(place), out_category=category)
    sql, parameters = rows.query.sql_with_params()
    inner = connection.ops.compose_sql(sql, parameters).replace("%", "%%")
    return f"""
WITH points AS (
  INSERT INTO geo_countedpoint (point_set, key, x, y, category)
  SELECT %(point_set)s, out_key, {x_sql("out_place")}, {y_sql("out_place")}, out_category
  FROM ({inner}) AS item RETURNING key, x, y, category
)"""
