"""What leaves of an inventory: all findings as GeoJSON, and a draft that JOSM opens for review.

Both are derived from OpenStreetMap and so under its licence. Nothing is ever written there: the
draft holds what a person confirmed as missing, and JOSM asks before it would upload any of it.
"""

from collections.abc import Iterator
from xml.etree import ElementTree as ET  # noqa: S405 - written here, never read

import shapely

from geo.osm.presets import PRESETS
from geo.perimeters.conversion import from_django, to_geojson
from participation.inventories.models import CONFIRMED, MISSING, Finding, Inventory
from participation.inventories.pairing import osm_objects

GENERATOR = "Placette"
LONGEST = 255  # letters that OpenStreetMap allows in a value


def findings_geojson(inventory: Inventory) -> dict:
    """Return the FeatureCollection of all findings, a point each."""
    findings = list(inventory.findings.select_related("row"))
    objects = osm_objects(inventory, findings)
    sources = [inventory.osm.attribution, inventory.rows.attribution]
    return {
        "type": "FeatureCollection",
        "license": inventory.osm.licence,
        "attribution": ", ".join(dict.fromkeys(filter(None, sources))),
        "features": [_feature(one, objects.get((one.element, one.osm_id))) for one in findings],
    }


def _feature(finding: Finding, osm) -> dict:
    geometry = finding.row.geometry if finding.row_id else osm and osm.geometry
    return {
        "type": "Feature",
        "id": finding.pk,
        "geometry": to_geojson(_point(geometry)) if geometry else None,
        "properties": {
            "finding": finding.kind,
            "decision": finding.decision,
            "osm": f"{finding.element}{finding.osm_id}" if finding.osm_id is not None else None,
            "distance_m": _rounded(finding.distance_m, 1),
            "similarity": _rounded(finding.similarity, 2),
            "inventory": finding.row.tags if finding.row_id else None,
            "tags": osm.tags if osm else None,
        },
    }


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def _point(geometry) -> shapely.Point:
    return shapely.point_on_surface(from_django(geometry))


def draft_osm(inventory: Inventory) -> bytes:
    """Return an .osm file with a new node for each object confirmed as missing."""
    root = ET.Element("osm", version="0.6", generator=GENERATOR, upload="false")
    missing = inventory.findings.filter(kind=MISSING, decision=CONFIRMED).select_related("row")
    for number, finding in enumerate(missing, start=1):
        place = _point(finding.row.geometry)
        node = ET.SubElement(
            root, "node", id=str(-number), action="modify", visible="true",
            lat=f"{place.y:.7f}", lon=f"{place.x:.7f}",
        )  # fmt: skip
        for key, value in _tags(inventory, finding):
            ET.SubElement(node, "tag", k=key, v=value[:LONGEST])
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _tags(inventory: Inventory, finding: Finding) -> Iterator[tuple[str, str]]:
    """Yield the tags by which such an object is found, and its name: no other column is guessed."""
    first = PRESETS[inventory.sort].any_of[0]
    yield from ((key, value) for key, value in first.items() if isinstance(value, str))
    if name := finding.row.tags.get("name"):
        yield "name", str(name)
