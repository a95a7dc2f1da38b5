"""A small town around the middle of Valdora, in one or more layers."""

import shapely

from geo.layers.importing import FeatureRow, publish_version
from geo.layers.models import Layer

LON, LAT = 8.35, 43.45
STEP = 0.001  # degrees: some 80 m eastwards, 110 m northwards


def line(*steps):
    return shapely.LineString([(LON + x * STEP, LAT + y * STEP) for x, y in steps])


def box(x, y, size=2):
    west, south = LON + x * STEP, LAT + y * STEP
    return shapely.box(west, south, west + size * STEP, south + size * STEP)


def street(name, *steps, **tags):
    return FeatureRow(line(*steps), {"highway": "residential", "name": name, **tags})


def area(name, x, y, size=2, **tags):
    return FeatureRow(box(x, y, size), {"name": name, **(tags or {"leisure": "park"})})


def point(name, x, y, **tags):
    return FeatureRow(shapely.Point(LON + x * STEP, LAT + y * STEP), {"name": name, **tags})


# Two avenues from west to east, three streets across them; one of them ends before the second.
TOWN = [
    street("Avenue Jean-Jaurès", (-5, 0), (0, 0), (5, 0)),
    street("Boulevard St-Roch", (-5, 3), (0, 3), (5, 3)),
    street("Rue Haute", (-3, -2), (-3, 0), (-3, 3), (-3, 5)),
    street("Rue de la Fontaine", (0, -2), (0, 0), (0, 3)),
    street("Via Garibaldi", (3, -2), (3, 0)),
    area("Parc des Pins", 1, 1, 1),
    area("Port-Valdora", -9, -9, 18, boundary="administrative", admin_level="8"),
    point("Port-Valdora", 0, 1, place="town"),
    point("Mairie", 1, 0.5, amenity="townhall"),
]


def publish(rows=(), slug="ville", licence="CC0-1.0"):
    """Publish rows as the next version of a layer; the town by default."""
    words = {"name": slug, "licence": licence, "attribution": "Ville de Valdora"}
    layer, _is_new = Layer.objects.get_or_create(slug=slug, defaults=words)
    return publish_version(layer, rows or TOWN, source="test")
