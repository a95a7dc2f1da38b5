"""Vector tiles of what a consultation shows of a layer: its objects in classes, each in one place.

Until objects stand apart those of one class in one cell are one point that says how many it is:
nothing is left out in silence. Lines and areas are drawn besides, simplified to half a pixel.
"""

# ruff: noqa: S608 - every piece of SQL is written here or in geo.layers.conditions

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from geo.layers.conditions import Conditions, conditions_sql
from geo.tiles.mercator import EXTENT
from geo.tiles.mvt import MARGIN, TOLERANCE, WORLD_M

APART = 17  # from this zoom on every object has a point of its own
CELLS = 10  # along the edge of a tile before that: some 50 px
REFERENCE = "coalesce(element || osm_id::text, id::text)"
"""How an object is called in addresses: n123 in OpenStreetMap, else the number of its row."""

TILE = """
WITH tile AS MATERIALIZED (
  SELECT ST_TileEnvelope(%s, %s, %s) AS box,
         ST_Transform(ST_TileEnvelope(%s, %s, %s, margin => {margin}), 4326) AS reach
), near AS MATERIALIZED (
  SELECT {reference} AS id, tags->>'name' AS name, {classes} AS class,
         ST_Transform(geometry, 3857) AS shape, ST_Dimension(geometry) AS dimension
  FROM geo_feature JOIN tile ON geometry && reach
  WHERE version_id = %s
), placed AS (
  SELECT id, name, class, ST_PointOnSurface(shape) AS place FROM near WHERE class IS NOT NULL
), inside AS (
  SELECT id, name, class, ST_X(place) AS x, ST_Y(place) AS y,
         floor((ST_X(place) - ST_XMin(box)) / (ST_XMax(box) - ST_XMin(box)) * {cells}) AS across,
         floor((ST_Y(place) - ST_YMin(box)) / (ST_YMax(box) - ST_YMin(box)) * {cells}) AS up
  FROM placed, tile
  WHERE ST_X(place) >= ST_XMin(box) AND ST_X(place) < ST_XMax(box)
    AND ST_Y(place) >= ST_YMin(box) AND ST_Y(place) < ST_YMax(box)
), cells AS (
  SELECT class, count(*)::int AS n, min(id) AS id, min(name) AS name,
         ST_SetSRID(ST_MakePoint(avg(x), avg(y)), 3857) AS place
  FROM inside GROUP BY class, across, up, CASE WHEN %s THEN id END
), points AS (
  SELECT class, CASE WHEN n = 1 THEN id END AS id, CASE WHEN n = 1 THEN name END AS name,
         CASE WHEN n > 1 THEN n END AS count, ST_AsMVTGeom(place, box, {extent}, {buffer}) AS geom
  FROM cells, tile
), shapes AS (
  SELECT class, id, ST_AsMVTGeom(ST_Simplify(shape, %s, true), box, {extent}, {buffer}) AS geom
  FROM near, tile WHERE dimension > 0 AND class IS NOT NULL
)
SELECT coalesce((SELECT ST_AsMVT(points.*, 'points', {extent}, 'geom') FROM points
                 WHERE geom IS NOT NULL), ''::bytea)
    || coalesce((SELECT ST_AsMVT(shapes.*, 'shapes', {extent}, 'geom') FROM shapes
                 WHERE geom IS NOT NULL), ''::bytea)
"""
TALLY = """
SELECT class, count(*) FILTER (WHERE dimension = 0), count(*) FILTER (WHERE dimension = 1),
       count(*) FILTER (WHERE dimension = 2), min(id)
FROM (SELECT id, {classes} AS class, ST_Dimension(geometry) AS dimension
      FROM geo_feature WHERE version_id = %s) AS feature
WHERE class IS NOT NULL GROUP BY class ORDER BY class
"""


class Count(NamedTuple):
    """How many objects of a class are points, lines, areas, and the least number of a row."""

    points: int = 0
    lines: int = 0
    areas: int = 0
    first: int = 0

    @property
    def all(self) -> int:
        """How many there are in all."""
        return self.points + self.lines + self.areas


def class_sql(classes: Sequence[Conditions]) -> tuple[str, list]:
    """Return SQL for the position of the first class that fits a row's tags, NULL where none."""
    cases, values = [], []
    for position, conditions in enumerate(classes):
        sql, given = conditions_sql(conditions)
        cases.append(f"WHEN {sql} THEN {position}")
        values += given
    return (f"CASE {' '.join(cases)} END" if cases else "NULL::int"), values


def objects_tile(version_id: UUID, classes: Sequence[Conditions], z: int, x: int, y: int) -> bytes:
    """Return one tile: `points` with class, id, name or count; `shapes` with class and id."""
    case, values = class_sql(classes)
    fixed = {"margin": MARGIN / EXTENT, "extent": EXTENT, "buffer": MARGIN, "cells": CELLS}
    sql = TILE.format(reference=REFERENCE, classes=case, **fixed)
    tolerance = WORLD_M / 2**z / EXTENT * TOLERANCE
    given = [z, x, y, z, x, y, *values, version_id, z >= APART, tolerance]
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return bytes(cursor.fetchone()[0])


def tally(version_id: UUID, classes: Sequence[Conditions]) -> list[Count]:
    """Return how many objects of a complete version each class holds."""
    return list(_tally(version_id, json.dumps(classes)))


@lru_cache(maxsize=256)
def _tally(version_id: UUID, classes: str) -> tuple[Count, ...]:
    """A version never changes once it is complete, so it is counted once."""
    read = json.loads(classes)
    case, values = class_sql(read)
    with connection.cursor() as cursor:
        cursor.execute(TALLY.format(classes=case), [*values, version_id])
        found = {row[0]: Count(*row[1:]) for row in cursor.fetchall()}
    return tuple(found.get(position, Count()) for position in range(len(read)))
