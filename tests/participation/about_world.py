"""A small town in a layer under ODbL, and how contributions about its objects come in."""

import uuid

import shapely
from django.urls import reverse

from geo.layers.importing import FeatureRow
from geo.names.models import Place
from tests.geo.places.island import LAT, LON, box, point, street

BENCH = "osm/n7"
AVENUE = "osm/w1,w2"
BETWEEN = "osm/w1,w2/w3/w4"
PARK = "osm/r5"
WORDS = {"kind": "proposal", "title": "Plus d’ombre ici", "language": "fr"}


def osm(row, element, osm_id):
    return row._replace(element=element, osm_id=osm_id)


def bench(x, y, **tags):
    tags = {"amenity": "bench", "backrest": "zqbackrest", **tags}
    return FeatureRow(shapely.Point(LON + x * 0.001, LAT + y * 0.001), tags)


TOWN = [
    osm(street("Avenue zqjaures", (-5, 0), (0, 0)), "w", 1),
    osm(street("Avenue zqjaures", (0, 0), (5, 0)), "w", 2),
    osm(street("Rue zqhaute", (-3, -2), (-3, 0), (-3, 3)), "w", 3),
    osm(street("Rue zqfontaine", (2, -2), (2, 0), (2, 3)), "w", 4),
    osm(FeatureRow(box(1, 1), {"leisure": "park", "name": "Parc zqpins"}), "r", 5),
    osm(street("Route zqcol", (20, 2), (30, 2)), "w", 6),
    osm(bench(1, 0.5), "n", 7),
    osm(bench(90, 0.5), "n", 8),
    osm(point("Mairie zqmairie", 1, 0.6, amenity="townhall"), "n", 9),
]
SECRETS = ("zqjaures", "zqhaute", "zqpins", "zqcol", "zqbackrest", "zqmairie")


def by_form(client, consultation, fields):
    address = reverse("participation:take_part", args=[consultation.slug])
    given = {"go": "send", "consent": "on", **WORDS, **fields}
    return client.post(address, given, headers={"Sec-Fetch-Site": "same-origin"})


def by_api(client, consultation, about, **changes):
    feature = {"type": "Feature", "id": str(uuid.uuid4()), "geometry": None}
    feature["properties"] = {**WORDS, "about": about}
    address = reverse("api:contributions", args=[consultation.pk])
    return client.post(address, feature | changes, content_type="application/json")


def number_of(name):
    return str(Place.objects.filter(name=name).order_by("pk").last().pk)


def through_the_form(client, consultation, about):
    assert by_form(client, consultation, {"place_way": "object", "about": about}).status_code == 303


def through_the_api(client, consultation, about):
    assert by_api(client, consultation, about).status_code == 201


OBJECTS = (
    (BENCH, "inside", 1),
    (AVENUE, "inside", 1),
    (BETWEEN, "inside", 1),
    (PARK, "inside", 1),
    ("osm/w6", "clipped", 0.5),
)
