"""A place belongs to one named area, and to the same one every time."""

import itertools

import pytest
import shapely

from geo.layers.belonging import area_at
from geo.layers.importing import FeatureRow, publish_version
from geo.layers.models import Layer

pytestmark = pytest.mark.django_db
WEST, EAST = shapely.box(7.0, 43, 7.101, 43.1), shapely.box(7.1, 43, 7.3, 43.1)
NORTH = shapely.box(7.0, 43.102, 7.3, 43.2)
AREAS = {"Menton": WEST, "Ventimiglia": EAST, "Breil": NORTH}


def published(named: dict[str, shapely.Geometry], order=None) -> object:
    layer, _ = Layer.objects.get_or_create(slug="communes", defaults={"name": "Communes"})
    rows = [FeatureRow(named[name], {"name": name}) for name in order or named]
    return publish_version(layer, rows, source="tests").pk


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ((7.05, 43.05), "Menton"),
        ((7.1005, 43.05), "Menton"),  # both claim it: the smaller of the two
        ((7.05, 43.1008), "Menton"),  # none claims it: the nearer
        ((7.05, 43.1015), "Breil"),
        ((7.101, 43.05), "Menton"),  # on the edge itself
        ((7.05, 43.25), ""),  # far from all
    ],
)
def test_a_place_has_one_name_whatever_the_order_of_the_areas(place, name):
    for order in itertools.permutations(AREAS):
        assert area_at(published(AREAS, order), shapely.Point(place)) == name


def test_among_equals_the_first_by_name_counts():
    halves = {"Zoagli": shapely.box(7, 43, 7.1, 43.1), "Apricale": shapely.box(7.1, 43, 7.2, 43.1)}
    for order in itertools.permutations(halves):
        assert area_at(published(halves, order), shapely.Point(7.1, 43.05)) == "Apricale"


def test_a_district_counts_before_its_town():
    town = {"Nice": WEST, "Le Port": shapely.box(7.04, 43.04, 7.06, 43.06)}
    assert area_at(published(town), shapely.Point(7.05, 43.05)) == "Le Port"


def test_what_has_no_name_or_no_extent_is_no_area():
    layer = Layer.objects.create(slug="communes", name="Communes")
    rows = [FeatureRow(WEST, {"kind": "wood"}), FeatureRow(shapely.Point(7, 43), {"name": "Well"})]
    version = publish_version(layer, rows, source="tests")
    assert area_at(version.pk, shapely.Point(7, 43)) == ""
