"""Pairs an inventory with OpenStreetMap and keeps what was found, for people to decide."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from django.db import transaction

from geo.crs import DEGREES, reproject
from geo.layers.belonging import name_in
from geo.layers.models import Feature
from geo.osm.matching import Matching, Place, match
from geo.osm.presets import PRESETS, matches
from geo.perimeters.conversion import from_django
from participation.inventories.models import MATCHED, MISSING, ONLY_OSM, Finding, Inventory

COLUMNS = ("pk", "element", "osm_id", "tags", "geometry")


@dataclass(frozen=True, slots=True)
class Side:
    """The objects of one side: their columns, and their places in metres."""

    objects: list[tuple]
    places: list[Place]


@transaction.atomic
def pair(inventory: Inventory) -> None:
    """Write the findings of an inventory anew; decisions made before are gone."""
    srid = inventory.party.consultation.perimeter.metric_srid
    preset = PRESETS[inventory.sort]
    ours = _side(Feature.objects.filter(version_id=inventory.rows_id), srid)
    known = Feature.objects.filter(version_id=inventory.osm_id, element__isnull=False)
    theirs = _side(known, srid, preset.any_of)
    found = match(ours.places, theirs.places, most_m=float(inventory.reach_m))
    inventory.findings.all().delete()
    Finding.objects.bulk_create(_findings(inventory, found, ours, theirs), batch_size=1000)


def _side(features, srid: int, conditions=None) -> Side:
    rows = features.order_by("pk").values_list(*COLUMNS)
    objects = [row for row in rows if conditions is None or matches(row[3], conditions)]
    if not objects:
        return Side([], [])
    points = shapely.point_on_surface([from_django(row[4]) for row in objects])
    flat = reproject(np.asarray(points, dtype=object), DEGREES, srid)
    named = zip(flat, objects, strict=True)
    return Side(objects, [Place(point, name_in(row[3])) for point, row in named])


def _findings(inventory: Inventory, found: Matching, ours: Side, theirs: Side) -> Iterator[Finding]:
    for one in found.pairs:
        element, osm_id = theirs.objects[one.osm][1:3]
        yield Finding(
            inventory=inventory,
            kind=MATCHED,
            row_id=ours.objects[one.inventory][0],
            element=element,
            osm_id=osm_id,
            distance_m=one.distance_m,
            similarity=one.similarity,
        )
    for at in found.missing_in_osm:
        yield Finding(inventory=inventory, kind=MISSING, row_id=ours.objects[at][0])
    for at in found.only_in_osm:
        element, osm_id = theirs.objects[at][1:3]
        yield Finding(inventory=inventory, kind=ONLY_OSM, element=element, osm_id=osm_id)


def osm_objects(inventory: Inventory, findings) -> dict[tuple[str, int], Feature]:
    """Return the objects of OpenStreetMap to which findings refer, by element and number."""
    wanted = {(one.element, one.osm_id) for one in findings if one.osm_id is not None}
    known = Feature.objects.filter(
        version_id=inventory.osm_id, osm_id__in=[osm_id for _element, osm_id in wanted]
    )
    by_key = {(one.element, one.osm_id): one for one in known}
    return {key: by_key[key] for key in wanted if key in by_key}
