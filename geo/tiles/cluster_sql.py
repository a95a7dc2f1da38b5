"""The SQL of tiles: one text per declared set, which the tile's own values fill."""

# ruff: noqa: S608 - every piece of SQL is written here or compiled by Django

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable

from geo.tiles.mercator import BITS, EXTENT, lat_sql, lon_sql, spot_sql, x_sql, y_sql

MOST_POINTS = 700  # in one tile; beyond, even the deep ones are cut into cells
MOST_FOR_SHAPES = 300  # counted in one tile; beyond, shapes would be a tangle
MOST_SHAPES = 500
MOST_NAMED = 12  # of the members of a cluster at one single place


@dataclass(frozen=True, slots=True)
class PointSet:
    """A declared family of sets of points: which there are, and what each point tells.

    `sets` holds those that may be read, each with its `version`, an integer field. `points` holds
    what may be shown of all sets, filters applied; `owner` is the field that names the set,
    `number` an integer field that is unique in it, `label` the property of a cluster under which
    a point is counted.
    """

    sets: QuerySet
    version: str
    points: QuerySet
    owner: str
    place: str
    shape: str
    label: Combinable
    properties: Mapping[str, Combinable]
    shape_properties: Mapping[str, Combinable]
    named: tuple[str, ...]  # what a cluster at one single place tells of each of its members


# The values of a statement, by number: the set, its tile, then its box or the categories wanted.
SET, ZOOM, X, Y = "$1::uuid", "$2::int", "$3::bigint", "$4::bigint"
SHIFT = f"({BITS} - {ZOOM})"
CELL_SHIFT = f"({BITS - 3} - {ZOOM})"
CELL_X = f"(({X} * 8 + (spot & 7)) << {CELL_SHIFT})"
CELL_Y = f"(({Y} * 8 + (spot >> 3)) << {CELL_SHIFT})"
HERE = "ST_MakeEnvelope($5::float8, $6::float8, $7::float8, $8::float8, 4326)"
ALONE = "spotted WHERE spot NOT IN (SELECT spot FROM crowded)"
CATEGORIES, LABELS = "$5::text[]", "$6::text[]"


def guarded_sql(points: PointSet, tile: str) -> str:
    """The version of the set with its tile; no row where the set may not be read.

    In one statement: what is asked apart takes as long as finding a few hundred points.
    """
    sets = plain_sql(
        points.sets.order_by().values(out__set=F("pk"), out__version=F(points.version))
    )
    return f"SELECT out__version, found.* FROM ({sets}) AS sets, LATERAL ({tile}) AS found WHERE out__set = {SET}"


def counted_sql(points: PointSet) -> str:
    """From the counts: what lies in a cell is known by its sums, its box is the cell itself."""
    rows = rows_sql(points, {"out__number": F("number"), "out__place": F(points.place)})
    return f"""
WITH known AS (
  SELECT * FROM unnest({CATEGORIES}, {LABELS}) AS k(category, label)
), parts AS (
  SELECT spot, label, sum(count) AS n, sum(sum_x) AS sx, sum(sum_y) AS sy, sum(sum_key) AS sk
  FROM geo_cellcount JOIN known USING (category)
  WHERE point_set = {SET} AND zoom = {ZOOM} AND tile_x = {X} AND tile_y = {Y}
  GROUP BY spot, label
), cells AS (
  SELECT spot, sum(n)::int AS count, (sum(sx) / sum(n))::bigint AS x,
    (sum(sy) / sum(n))::bigint AS y, sum(sk)::bigint AS key, jsonb_object_agg(label, n) AS labels,
    {CELL_X} AS west, {CELL_X} + (1::bigint << {CELL_SHIFT}) AS east,
    {CELL_Y} AS north, {CELL_Y} + (1::bigint << {CELL_SHIFT}) AS south, false AS together,
    NULL::text AS members
  FROM parts GROUP BY spot
), shown AS (
  SELECT item.* FROM ({rows}) AS item JOIN cells ON cells.count = 1
    AND item.out__owner = {SET} AND item.out__number = cells.key
) SELECT {layers_sql(points, "shown", x_sql("out__place"), y_sql("out__place"))},
  (SELECT coalesce(sum(count), 0)::int FROM cells)"""


def found_sql(points: PointSet, deepest: int) -> str:
    """From the points: cut into cells where they are too many or the zoom is low.

    OFFSET 0 keeps the planner from working out each position twice, in the output and the filter.
    """
    rows = rows_sql(
        points,
        {"out__number": F("number"), "out__place": F(points.place), "out__label": points.label},
    )
    return f"""
WITH found AS MATERIALIZED (
  SELECT * FROM (
    SELECT item.*, {x_sql("out__place")} AS x, {y_sql("out__place")} AS y FROM ({rows}) AS item
    WHERE out__owner = {SET} AND out__place && {HERE} OFFSET 0) AS placed
  WHERE x >> {SHIFT} = {X} AND y >> {SHIFT} = {Y}
), spotted AS NOT MATERIALIZED (
  SELECT *, CASE WHEN {ZOOM} <= {deepest} OR (SELECT count(*) FROM found) > {MOST_POINTS}
    THEN {spot_sql("x", "y", ZOOM)} ELSE (x::bigint << {BITS}) | y END AS spot FROM found
), crowded AS (
  SELECT spot FROM spotted GROUP BY spot HAVING count(*) > 1
), cells AS (
  SELECT sum(n)::int AS count, (sum(sx) / sum(n))::bigint AS x, (sum(sy) / sum(n))::bigint AS y,
    jsonb_object_agg(out__label, n) AS labels,
    min(west)::bigint AS west, max(east)::bigint AS east, min(north)::bigint AS north,
    max(south)::bigint AS south, min(west) = max(east) AND min(north) = max(south) AS together,
    CASE WHEN min(west) = max(east) AND min(north) = max(south) THEN ({members_sql(points)}) END
      AS members
  FROM (
    SELECT spot, out__label, count(*) AS n, sum(x) AS sx, sum(y) AS sy, min(x) AS west,
      max(x) AS east, min(y) AS north, max(y) AS south
    FROM spotted WHERE spot IN (SELECT spot FROM crowded) GROUP BY spot, out__label
  ) AS parts GROUP BY spot
) SELECT {layers_sql(points, ALONE, "x", "y")}
  || coalesce((SELECT ({shapes_sql(points)})
       WHERE (SELECT count(*) FROM found) <= {MOST_FOR_SHAPES}), '')"""


def shapes_sql(points: PointSet) -> str:
    """Lines and areas that touch the tile."""
    rows = rows_sql(
        points, {"out__number": F("number"), "out__shape": F(points.shape)}, shapes=True
    )
    return f"""
SELECT ST_AsMVT(t, 'shapes', {EXTENT}, 'geom', 'feature') FROM (
  SELECT * FROM (
    SELECT ST_AsMVTGeom(ST_Transform(out__shape, 3857), ST_TileEnvelope({ZOOM}, {X}::int, {Y}::int),
        {EXTENT}, 64, true) AS geom,
      out__number AS feature, out__number AS number, {told(points.shape_properties)}
    FROM ({rows}) AS item
    WHERE out__owner = {SET} AND out__shape && {HERE} AND ST_Dimension(out__shape) > 0
    LIMIT {MOST_SHAPES}) AS cut
  WHERE geom IS NOT NULL) AS t"""


def layers_sql(points: PointSet, alone: str, x: str, y: str) -> str:
    """The layers of clusters and points: the beginning of a tile.

    `alone`: where the points that stand for themselves are, at `x` and `y`.
    """
    return f"""
  (SELECT ST_AsMVT(t, 'clusters', {EXTENT}, 'geom') FROM (
    SELECT ST_MakePoint({pixel("x", X)}, {pixel("y", Y)}) AS geom, count, together,
      members, {lon_sql("west")} AS west, {lat_sql("south")} AS south, {lon_sql("east")} AS east,
      {lat_sql("north")} AS north, labels FROM cells WHERE count > 1) AS t)
  || (SELECT ST_AsMVT(t, 'points', {EXTENT}, 'geom', 'feature') FROM (
    SELECT ST_MakePoint({pixel(x, X)}, {pixel(y, Y)}) AS geom,
      out__number AS feature, out__number AS number, {told(points.properties)} FROM {alone}) AS t)"""


def members_sql(points: PointSet) -> str:
    """The members of a cluster, the newest first, as the text of a JSON array."""
    wanted = ", ".join(f"out_{name} AS {name}" for name in points.named)
    return f"""
      SELECT json_agg(m)::text FROM (
        SELECT {wanted} FROM spotted WHERE spotted.spot = parts.spot
        ORDER BY out__number DESC LIMIT {MOST_NAMED}) AS m"""


def told(properties: Mapping[str, Combinable]) -> str:
    return ", ".join(f"out_{name} AS {name}" for name in properties)


def pixel(position: str, tile_number: str) -> str:
    """SQL for a position inside the tile, in its own 4096 steps."""
    return f"((({position})::bigint - ({tile_number} << {SHIFT})) * {EXTENT}) >> {SHIFT}"


def rows_sql(points: PointSet, needed: dict[str, Combinable], shapes: bool = False) -> str:
    """The rows of all sets with what each tells; the statement around it chooses set and place."""
    properties = points.shape_properties if shapes else points.properties
    values = {f"out_{name}": value for name, value in properties.items()}
    rows = points.points.order_by().values(out__owner=F(points.owner), **needed, **values)
    return plain_sql(rows)


def plain_sql(rows: QuerySet) -> str:
    """The SQL of a query with its parameters written out, ready to stand inside another."""
    sql, parameters = rows.query.sql_with_params()
    return connection.ops.compose_sql(sql, parameters)
