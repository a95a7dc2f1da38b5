"""Vector tiles of a layer version: what is drawn from which zoom, in one statement per tile."""

from typing import NamedTuple

from django.db import connection

from geo.tiles.mercator import EXTENT

MARGIN = 64
WORLD_M = 40_075_016.68557849
TOLERANCE = 4  # steps by which a line may move when it is simplified: half a pixel
PAST_EVERY_ZOOM = 99


class Shown(NamedTuple):
    """The zooms at which a kind is in the tiles, the last one not included."""

    kind: str
    start: int
    stop: int = PAST_EVERY_ZOOM


SHAPES = (
    Shown("depth", 8),
    Shown("land", 0),
    Shown("wood", 9),
    Shown("field", 11),
    Shown("urban", 9),
    Shown("park", 12),
    Shown("beach", 12),
    Shown("water", 9),
    Shown("stream", 12),
    Shown("market", 12),
    Shown("jetty", 12),
    Shown("block", 12, 15),
    Shown("building", 14),
    Shown("contour", 12),
    Shown("main_road", 9),
    Shown("road", 11),
    Shown("street", 14),
    Shown("path", 12),
    Shown("footway", 14),
    Shown("ferry", 10),
    Shown("railway", 10),
    Shown("limit", 10),
)
NAMES = (
    Shown("town", 7),
    Shown("village", 9),
    Shown("sea", 9),
    Shown("cape", 11),
    Shown("land", 11),
    Shown("locality", 12),
    Shown("water", 11),
    Shown("wood", 11),
    Shown("basin", 14),
    Shown("station", 14),
    Shown("park", 14),
    Shown("market", 15),
)
INDEX_CONTOUR_M = 80  # below zoom 14 only every second contour

# a tag as a number, and not what people also write there: "12 m", "about 400"
PLAIN_NUMBER = r"^-?[0-9]{1,7}(?:\.[0-9]{1,7})?$"

TILE = """
WITH tile AS MATERIALIZED (
  SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS box,
         ST_Transform(ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => %(margin)s), 4326) AS reach
), near AS MATERIALIZED (
  SELECT kind, tags, geometry, anchor
  FROM geo_feature JOIN tile ON geometry && reach
  WHERE version_id = %(version)s AND kind = ANY(%(kinds)s)
), shapes AS (
  SELECT kind, tags->>'name' AS name, substring(tags->>'ele' from %(number)s)::real AS ele,
         substring(tags->>'seamark:depth_area:maximum_depth' from %(number)s)::real AS depth,
         ST_AsMVTGeom(ST_Simplify(ST_Transform(geometry, 3857), %(tolerance)s, true), box,
                      %(extent)s, %(buffer)s) AS geom
  FROM near, tile
  WHERE kind = ANY(%(shapes)s)
    AND (kind <> 'contour' OR %(z)s > 13
         OR mod(substring(tags->>'ele' from %(number)s)::real::int, %(index_contour)s) = 0)
), names AS (
  SELECT kind, tags->>'name' AS name, substring(tags->>'population' from %(number)s)::real AS population,
         ST_AsMVTGeom(ST_Transform(coalesce(anchor, geometry), 3857), box,
                      %(extent)s, %(buffer)s) AS geom
  FROM near, tile
  WHERE kind = ANY(%(names)s) AND tags ? 'name'
    AND (kind <> 'land' OR tags->>'place' = 'islet')
    AND (anchor IS NOT NULL OR ST_Dimension(geometry) = 0)
), layers AS (
  SELECT ST_AsMVT(shapes.*, kind, %(extent)s, 'geom') AS body
  FROM shapes WHERE geom IS NOT NULL GROUP BY kind
  UNION ALL
  SELECT ST_AsMVT(names.*, 'name', %(extent)s, 'geom') FROM names WHERE geom IS NOT NULL
)
SELECT string_agg(body, ''::bytea) FROM layers
"""


def layer_tile(version_id, zoom: int, x: int, y: int) -> bytes:
    """The tile of a version: one layer per kind, and `name` with a point per written name."""
    shapes, names = _kinds(SHAPES, zoom), _kinds(NAMES, zoom)
    values = {
        "version": version_id,
        "z": zoom,
        "x": x,
        "y": y,
        "margin": MARGIN / EXTENT,
        "buffer": MARGIN,
        "extent": EXTENT,
        "tolerance": WORLD_M / 2**zoom / EXTENT * TOLERANCE,
        "kinds": sorted({*shapes, *names}),
        "shapes": shapes,
        "names": names,
        "index_contour": INDEX_CONTOUR_M,
        "number": PLAIN_NUMBER,
    }
    with connection.cursor() as cursor:
        cursor.execute(TILE, values)
        return bytes(cursor.fetchone()[0] or b"")


def _kinds(table: tuple[Shown, ...], zoom: int) -> list[str]:
    return [one.kind for one in table if one.start <= zoom < one.stop]
