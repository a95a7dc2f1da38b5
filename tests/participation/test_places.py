"""Places by their name: which are offered, what is stored, what a licence forbids."""

import pytest
import shapely
from django.urls import reverse

from geo.layers.importing import FeatureRow, publish_version
from geo.layers.models import Layer
from participation.contributions.models import Contribution
from participation.contributions.place_form import PlaceForm
from tests.factories import make_consultation, make_contribution, shape
from tests.participation.test_take_part import typed

pytestmark = pytest.mark.django_db
WEST = shapely.box(8.30, 43.42, 8.35, 43.48)
EAST = shapely.box(8.35, 43.42, 8.40, 43.48)
AWAY = shapely.box(9.0, 43.42, 9.1, 43.48)


def communes(licence="Licence Ouverte 2.0"):
    layer = Layer.objects.create(slug="communes", name="Communes", licence=licence)
    named = {"Saint-Elme": WEST, "Montechiaro": EAST, "Ailleurs": AWAY}
    rows = [FeatureRow(area, {"name": name}) for name, area in named.items()]
    rows.append(FeatureRow(shapely.Point(8.35, 43.45), {"name": "Une fontaine"}))
    rows.append(FeatureRow(shapely.box(8.34, 43.44, 8.36, 43.46), {}))
    publish_version(layer, rows, source="tests")
    return layer


@pytest.fixture
def consultation():
    return make_consultation(places_layer=communes())


def send(client, consultation, value):
    address = reverse("participation:take_part", args=[consultation.slug])
    message = typed(consultation, place_way="commune", commune=str(value), coordinates="")
    return client.post(address, message)


def test_named_areas_of_the_perimeter_are_offered_by_name(consultation):
    names = [name for _value, name in PlaceForm(consultation).areas]
    assert names == ["Montechiaro", "Saint-Elme"]


def test_a_commune_is_sent_whole_and_kept_where_it_is_inside(client, consultation):
    value = PlaceForm(consultation).areas[0][0]
    assert send(client, consultation, value).status_code == 303
    stored = Contribution.objects.get()
    assert shape(stored.drawn).equals(EAST)
    assert stored.outcome == "clipped"
    assert stored.place_name == "Montechiaro"


@pytest.mark.parametrize("value", ["", "0", "-1", "999999", "x", "1e3", "9" * 30])
def test_an_area_that_is_not_offered_is_refused(client, consultation, value):
    assert send(client, consultation, value).status_code == 422


def test_a_feature_outside_the_list_cannot_be_named(client, consultation):
    fountain = consultation.places_layer.current.features.get(tags__name="Une fontaine")
    assert send(client, consultation, fountain.pk).status_code == 422


def test_areas_under_a_share_alike_licence_are_not_copied():
    consultation = make_consultation(places_layer=communes("ODbL 1.0"))
    assert PlaceForm(consultation).areas == ()
    assert make_contribution(consultation).place_name == ""


def test_a_contribution_knows_the_name_of_its_place(consultation):
    assert make_contribution(consultation, "POINT(8.33 43.45)").place_name == "Saint-Elme"


def test_ways_that_the_consultation_does_not_take_are_not_offered():
    points = make_consultation(geometry_kinds=["point"])
    areas = make_consultation(geometry_kinds=["area"])
    assert [way for way, _label in PlaceForm(points).ways] == [
        "object",
        "map",
        "place",
        "position",
        "coordinates",
    ]
    assert [way for way, _label in PlaceForm(areas).ways] == ["object", "map", "place", "circle"]
