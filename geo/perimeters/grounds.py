"""The grounds of stored perimeters, kept per process: a version never changes."""

from functools import lru_cache
from uuid import UUID

import shapely
from django.db import connection

from geo.perimeters.conversion import from_django
from geo.perimeters.ground import Ground
from geo.perimeters.models import PerimeterVersion

PART_VERTICES = 512
LARGE = 2_000
"""Vertices from which parts are worth their while (docs/benchmarks.md, Clipping)."""

PARTS = """
SELECT ST_AsBinary(ST_Subdivide(area, %s)) FROM geo_perimeterversion WHERE id = %s
"""


@lru_cache(maxsize=64)
def ground_of(version_id: UUID) -> Ground:
    """Return the ground of a version, read once per process.

    Raises PerimeterVersion.DoesNotExist.
    """
    version = PerimeterVersion.objects.select_related("perimeter").get(pk=version_id)
    area = from_django(version.area)
    large = shapely.get_num_coordinates(area) >= LARGE
    parts = _parts(version_id) if large else []
    return Ground.of(area, version.perimeter.metric_srid, parts)


def _parts(version_id: UUID) -> list[shapely.Geometry]:
    with connection.cursor() as cursor:
        cursor.execute(PARTS, [PART_VERTICES, version_id])
        return [shapely.from_wkb(bytes(row[0])) for row in cursor]
