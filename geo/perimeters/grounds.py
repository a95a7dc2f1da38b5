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


def ground_of(version_id: UUID) -> Ground:
    """Return the ground of a version, read once per process and metric system.

    Raises PerimeterVersion.DoesNotExist. One short query asks for the metric system, which
    staff may change at any time.
    """
    versions = PerimeterVersion.objects.values_list("perimeter__metric_srid", flat=True)
    return _ground(version_id, versions.get(pk=version_id))


@lru_cache(maxsize=64)
def _ground(version_id: UUID, metric_srid: int) -> Ground:
    areas = PerimeterVersion.objects.values_list("area", flat=True)
    area = from_django(areas.get(pk=version_id))
    large = shapely.get_num_coordinates(area) >= LARGE
    return Ground.of(area, metric_srid, _parts(version_id) if large else [])


def _parts(version_id: UUID) -> list[shapely.Geometry]:
    with connection.cursor() as cursor:
        cursor.execute(PARTS, [PART_VERTICES, version_id])
        return [shapely.from_wkb(bytes(row[0])) for row in cursor]
