"""How a cell is called: the street, square or park that is nearest to its middle.

A name is copied into a row only from a layer whose licence allows it. Names under a share-alike
licence, OpenStreetMap's above all, never stand in a row of answers nor in a file of cells: they
are looked up when a page is shown, with the credit that they need.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import F

from geo.layers.licences import Credit, credit_of, may_be_copied
from geo.layers.models import LayerVersion
from geo.perimeters.ground import METRES_IN_A_DEGREE
from geo.places.surroundings import KINDS
from participation.crossings.models import PUBLISHED, UNCERTAIN, Crossing, ReleasedCell

# The nearest feature with a name to each middle, within a box around it.
SQL = """
SELECT asked.number, near.name, near.version_id
FROM unnest(%(numbers)s::int[], %(lons)s::float8[], %(lats)s::float8[]) AS asked(number, lon, lat)
CROSS JOIN LATERAL (SELECT ST_SetSRID(ST_Point(asked.lon, asked.lat), 4326) AS place) AS here
CROSS JOIN LATERAL (
  SELECT feature.version_id, COALESCE(feature.tags->>'name', feature.tags->>'nom', feature.tags->>'nome') AS name
  FROM geo_feature AS feature
  WHERE feature.version_id = ANY(%(versions)s) AND feature.kind = ANY(%(kinds)s)
    AND COALESCE(feature.tags->>'name', feature.tags->>'nom', feature.tags->>'nome') <> ''
    AND feature.geometry && ST_Expand(here.place, %(wide)s, %(high)s)
  ORDER BY feature.geometry <-> here.place, feature.id LIMIT 1
) AS near"""
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Names:
    """Names by (i, j) of a cell, and the credits that must stand beside them."""

    by_cell: dict[tuple[int, int], str]
    credits: list[Credit]


def name_cells(crossing: Crossing, cells: Iterable[ReleasedCell]) -> None:
    """Set the names of cells that may be told of, from layers that may be copied; stores nothing."""
    told = [cell for cell in cells if cell.status in (UNCERTAIN, PUBLISHED)]
    versions = _versions(is_copyable=True)
    for at, name, _version in _nearest(crossing, told, versions):
        told[at].place_name = name[:LONGEST]


def names_shown(crossing: Crossing, cells: Sequence[ReleasedCell]) -> Names:
    """Return the names of cells for a page: those in their rows, else of layers that may only be
    referred to, with their credits."""
    names = {(cell.i, cell.j): cell.place_name for cell in cells if cell.place_name}
    without = [cell for cell in cells if not cell.place_name]
    versions = _versions(is_copyable=False)
    used = set()
    for at, name, version in _nearest(crossing, without, versions):
        names[without[at].i, without[at].j] = name
        used.add(version)
    return Names(names, [credit_of(versions[pk]) for pk in versions if pk in used])


def _versions(*, is_copyable: bool) -> dict:
    """Return the shown versions of findable layers under such a licence."""
    shown = LayerVersion.objects.filter(
        layer__current=F("pk"), layer__is_findable=True
    ).select_related("layer")
    return {one.pk: one for one in shown if may_be_copied(one.licence) == is_copyable}


def _nearest(crossing: Crossing, cells: Sequence[ReleasedCell], versions: dict) -> list[tuple]:
    if not cells or not versions:
        return []
    middles = [cell.geometry.centroid for cell in cells]
    high = crossing.cell_edge_m / METRES_IN_A_DEGREE
    narrowing = max(math.cos(math.radians(middles[0].y)), 0.1)
    values = {
        "numbers": list(range(len(cells))),
        "lons": [place.x for place in middles],
        "lats": [place.y for place in middles],
        "versions": list(versions),
        "kinds": list(KINDS),
        "wide": high / narrowing,
        "high": high,
    }
    with connection.cursor() as cursor:
        cursor.execute(SQL, values)
        return cursor.fetchall()
