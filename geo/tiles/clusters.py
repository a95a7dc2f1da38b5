"""Tiles of a declared set of points: clusters that count everybody, points, and their shapes.

Down to zoom 16 a tile is cut into 8 × 8 cells; what is alone in its cell shows itself, the others
stand as one cluster with their number. Deeper, points stand for themselves and only those at the
very same place stay together. A point is counted in exactly one tile: there is no margin.
"""

# ruff: noqa: S608 - every piece of SQL is written here or compiled by Django

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib.gis.geos import Polygon
from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable

from geo.tiles.mercator import BITS, EXTENT, bounds, lat_sql, lon_sql, spot_sql, x_sql, y_sql
from geo.tiles.pyramid import DEEPEST

LAST_ZOOM = 18
MOST_POINTS = 700  # in one tile; beyond, even the deep ones are cut into cells
MOST_FOR_SHAPES = 300  # counted in one tile; beyond, shapes would be a tangle
MOST_SHAPES = 500
MARGIN = 64 / EXTENT  # of a tile, for lines and areas that go on in the next one


@dataclass(frozen=True, slots=True)
class PointSet:
    """A declared set of points: which, what each tells, and how they are counted.

    `points` is what may be shown, filters applied; each has the integer field `number`. `category`
    is what the pyramid counts apart; `labels` gives each category that is wanted its property on
    clusters. `is_counted` is false where a filter goes beyond categories (words).
    """

    id: UUID
    points: QuerySet
    place: str
    shape: str
    category: Combinable
    labels: Mapping[str, str]
    properties: Mapping[str, Combinable]
    shape_properties: Mapping[str, Combinable]
    is_counted: bool = True


def exists(zoom: int, x: int, y: int) -> bool:
    return 0 <= zoom <= LAST_ZOOM and 0 <= x < 2**zoom and 0 <= y < 2**zoom


def tile(points: PointSet, zoom: int, x: int, y: int) -> bytes:
    """The layers `clusters`, `points` and `shapes` of one tile as Mapbox vector tile."""
    from_pyramid = points.is_counted and zoom <= DEEPEST
    steps = [LABELS, *(COUNTED if from_pyramid else found_sql(points, zoom, x, y))]
    if from_pyramid:
        steps.append(f"shown AS ({ALONE.format(rows=rows_sql(points, points.points))})")
    steps += [f"shapes AS ({shapes_sql(points, zoom, x, y)})"]
    sql = f"WITH {', '.join(steps)} {layers_sql(points)}"
    values = {
        "point_set": points.id, "zoom": zoom, "x": x, "y": y,
        "categories": list(points.labels), "labels": list(points.labels.values()),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return bytes(cursor.fetchone()[0])


LABELS = "known AS (SELECT * FROM unnest(%(categories)s::text[], %(labels)s::text[]) AS k(category, label))"
SHIFT = f"({BITS} - %(zoom)s)"
CELL_SHIFT = f"({BITS - 3} - %(zoom)s)"
CELL_X = f"((%(x)s::bigint * 8 + (spot & 7)) << {CELL_SHIFT})"
CELL_Y = f"((%(y)s::bigint * 8 + (spot >> 3)) << {CELL_SHIFT})"
BY_LABEL = """labelled AS (
  SELECT spot, jsonb_object_agg(label, n) AS labels
  FROM (SELECT spot, label, sum(n) AS n FROM parts JOIN known USING (category) GROUP BY 1, 2) AS p
  GROUP BY spot)"""
COUNTED = [
    """parts AS (
  SELECT spot, category, count AS n, sum_x, sum_y, sum_key
  FROM geo_cellcount JOIN known USING (category)
  WHERE point_set = %(point_set)s AND zoom = %(zoom)s AND tile_x = %(x)s AND tile_y = %(y)s)""",
    BY_LABEL,
    f"""cells AS (
  SELECT sums.*, {CELL_X} AS west, {CELL_X} + (1::bigint << {CELL_SHIFT}) AS east,
    {CELL_Y} AS north, {CELL_Y} + (1::bigint << {CELL_SHIFT}) AS south, false AS together, labels
  FROM (SELECT spot, sum(n)::int AS count, (sum(sum_x) / sum(n))::bigint AS x,
    (sum(sum_y) / sum(n))::bigint AS y, sum(sum_key)::bigint AS key FROM parts GROUP BY spot) AS sums
  JOIN labelled USING (spot))""",
]
"""From the counts: what lies in a cell is known by its sums, its box is the cell itself."""

ALONE = """SELECT item.* FROM ({rows}) AS item
  JOIN cells ON cells.count = 1 AND cells.key = item.out__number"""


def found_sql(points: PointSet, zoom: int, x: int, y: int) -> list[str]:
    """The points themselves, cut into cells where they are too many or the zoom is low."""
    inside = points.points.filter(**{f"{points.place}__bboverlaps": box(zoom, x, y, 1e-6)})
    most = MOST_POINTS if zoom > DEEPEST else 0
    return [
        f"""found AS MATERIALIZED (
  SELECT * FROM (SELECT item.*, {x_sql("out__place")} AS x, {y_sql("out__place")} AS y
    FROM ({rows_sql(points, inside)}) AS item) AS placed
  WHERE x >> {SHIFT} = %(x)s AND y >> {SHIFT} = %(y)s)""",
        f"""spotted AS (
  SELECT found.*, CASE WHEN (SELECT count(*) FROM found) > {most}
    THEN {spot_sql("x", "y", "%(zoom)s")} ELSE (x::bigint << {BITS}) | y END AS spot FROM found)""",
        "parts AS (SELECT spot, out__category AS category, count(*) AS n FROM spotted GROUP BY 1, 2)",
        BY_LABEL,
        """cells AS (
  SELECT sums.*, labels FROM (SELECT spot, count(*)::int AS count, avg(x)::bigint AS x,
    avg(y)::bigint AS y, min(out__number) AS key, min(x)::bigint AS west, max(x)::bigint AS east,
    min(y)::bigint AS north, max(y)::bigint AS south,
    min(x) = max(x) AND min(y) = max(y) AS together FROM spotted GROUP BY spot) AS sums
  LEFT JOIN labelled USING (spot))""",
        "shown AS (SELECT spotted.* FROM spotted JOIN cells USING (spot) WHERE cells.count = 1)",
    ]


def rows_sql(points: PointSet, chosen: QuerySet) -> str:
    """The rows of points: number, category, place and what each tells."""
    told = {f"out_{name}": value for name, value in points.properties.items()}
    return plain_sql(
        chosen.order_by().values(
            out__number=F("number"),
            out__category=points.category,
            out__place=F(points.place),
            **told,
        )
    )


def shapes_sql(points: PointSet, zoom: int, x: int, y: int) -> str:
    """Lines and areas that touch the tile, unless it holds too many points."""
    near = points.points.filter(**{f"{points.shape}__bboverlaps": box(zoom, x, y, MARGIN)})
    told = {f"out_{name}": value for name, value in points.shape_properties.items()}
    rows = plain_sql(
        near.order_by().values(out__number=F("number"), out__shape=F(points.shape), **told)
    )
    return f"""
  SELECT item.*, ST_AsMVTGeom(ST_Transform(out__shape, 3857),
    ST_TileEnvelope(%(zoom)s, %(x)s, %(y)s), {EXTENT}, {EXTENT * MARGIN:.0f}, true) AS geom
  FROM ({rows}) AS item
  WHERE ST_Dimension(out__shape) > 0
    AND (SELECT coalesce(sum(count), 0) FROM cells) <= {MOST_FOR_SHAPES}
  LIMIT {MOST_SHAPES}"""


def layers_sql(points: PointSet) -> str:
    """The three layers, one after the other, as one tile."""
    told = ", ".join(f"out_{name} AS {name}" for name in points.properties)
    told_of_shapes = ", ".join(f"out_{name} AS {name}" for name in points.shape_properties)
    here = (pixel("x", "%(x)s"), pixel("y", "%(y)s"))
    where = (pixel(x_sql("out__place"), "%(x)s"), pixel(y_sql("out__place"), "%(y)s"))
    clusters = f"""SELECT ST_MakePoint({here[0]}, {here[1]}) AS geom, count, together,
      {lon_sql("west")} AS west, {lat_sql("south")} AS south, {lon_sql("east")} AS east,
      {lat_sql("north")} AS north, labels FROM cells WHERE count > 1"""
    shown = f"""SELECT ST_MakePoint({where[0]}, {where[1]}) AS geom,
      out__number AS feature, out__number AS number, {told} FROM shown"""
    shapes = f"""SELECT geom, out__number AS feature, out__number AS number, {told_of_shapes}
      FROM shapes WHERE geom IS NOT NULL"""
    return f"""SELECT
  (SELECT ST_AsMVT(t, 'clusters', {EXTENT}, 'geom') FROM ({clusters}) AS t)
  || (SELECT ST_AsMVT(t, 'points', {EXTENT}, 'geom', 'feature') FROM ({shown}) AS t)
  || (SELECT ST_AsMVT(t, 'shapes', {EXTENT}, 'geom', 'feature') FROM ({shapes}) AS t)"""


def pixel(position: str, tile_number: str) -> str:
    """SQL for a position inside the tile, in its own 4096 steps."""
    return f"((({position})::bigint - ({tile_number}::bigint << {SHIFT})) * {EXTENT}) >> {SHIFT}"


def box(zoom: int, x: int, y: int, margin: float) -> Polygon:
    """The tile in degrees, grown by a share of its width."""
    west, south, east, north = bounds(zoom, x, y)
    wide, high = (east - west) * margin, (north - south) * margin
    return Polygon.from_bbox((west - wide, south - high, east + wide, north + high))


def plain_sql(rows: QuerySet) -> str:
    """The SQL of a query with its parameters written out, ready to stand inside another."""
    sql, parameters = rows.query.sql_with_params()
    return connection.ops.compose_sql(sql, parameters).replace("%", "%%")
