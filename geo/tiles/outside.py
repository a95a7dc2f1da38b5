"""The land outside of a perimeter, as tiles: what a map veils more than the sea."""

from django.db import connection
from django.http import Http404, HttpResponse
from django.views.decorators.http import condition, require_safe

from geo.layers.models import LayerVersion
from geo.perimeters.models import PerimeterVersion
from geo.tiles.layers import FOR_EVER
from geo.tiles.mercator import EXTENT, MEDIA_TYPE, exists
from geo.tiles.mvt import MARGIN

TILE = """
WITH tile AS MATERIALIZED (
  SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS box,
         ST_Transform(ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => %(margin)s), 4326) AS reach
), land AS (
  SELECT ST_Union(ST_Intersection(geometry, reach)) AS area
  FROM geo_feature JOIN tile ON geometry && reach
  WHERE version_id = %(layer)s AND kind = 'land' AND ST_Dimension(geometry) = 2
), inside AS (
  SELECT ST_Intersection(area, reach) AS area FROM geo_perimeterversion, tile
  WHERE id = %(perimeter)s
), shapes AS (
  SELECT ST_AsMVTGeom(
    ST_Transform(ST_CollectionExtract(ST_Difference(land.area, inside.area), 3), 3857),
    box, %(extent)s, %(buffer)s) AS geom
  FROM land, inside, tile
)
SELECT ST_AsMVT(shapes.*, 'outside', %(extent)s, 'geom') FROM shapes WHERE geom IS NOT NULL
"""


def _etag(request, version_id, perimeter_id, z, x, y):
    return f'W/"{version_id}-{perimeter_id}-{z}-{x}-{y}"'


@require_safe
@condition(etag_func=_etag)
def tile(request, version_id, perimeter_id, z, x, y):
    """One tile of two things that never change: a layer's version and an accepted perimeter."""
    layers = LayerVersion.objects.complete().filter(pk=version_id)
    perimeters = PerimeterVersion.objects.accepted().filter(pk=perimeter_id)
    if not (exists(z, x, y) and layers.exists() and perimeters.exists()):
        raise Http404
    response = HttpResponse(outside_tile(version_id, perimeter_id, z, x, y), MEDIA_TYPE)
    response["Cache-Control"] = FOR_EVER
    return response


def outside_tile(layer, perimeter, z: int, x: int, y: int) -> bytes:
    values = {"layer": layer, "perimeter": perimeter, "z": z, "x": x, "y": y}
    sizes = {"margin": MARGIN / EXTENT, "buffer": MARGIN, "extent": EXTENT}
    with connection.cursor() as cursor:
        cursor.execute(TILE, values | sizes)
        return bytes(cursor.fetchone()[0] or b"")
