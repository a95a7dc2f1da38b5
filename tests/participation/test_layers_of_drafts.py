"""Layers of a draft are found by nobody else: neither by the search nor by a reference."""

import pytest
from django.urls import reverse

from geo.layers.models import Layer
from participation.map_layers.drafts import hidden_in
from participation.map_layers.models import PublishedLayer
from tests.factories import make_consultation, make_party, make_staff
from tests.geo.places.island import publish
from tests.participation.about_world import BENCH, SECRETS, TOWN, by_api, by_form, number_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def layer():
    return publish(TOWN, "osm", licence="ODbL-1.0").layer


@pytest.fixture
def consultation():
    return make_consultation()


def on_map(consultation, layer):
    PublishedLayer.objects.create(consultation=consultation, layer=layer, title="-")


def as_areas(consultation, layer):
    type(consultation).objects.filter(pk=consultation.pk).update(places_layer=layer)


def of_a_party(consultation, layer):
    make_party(consultation=consultation, layer=layer)


def search(client, consultation):
    address = reverse("api:places", args=[consultation.pk])
    return client.get(address, {"q": "zqjaures"}).json()["places"]


@pytest.mark.parametrize("belong", [on_map, as_areas, of_a_party])
def test_names_of_a_draft_are_not_found_from_elsewhere(client, consultation, layer, belong):
    assert search(client, consultation)
    belong(make_consultation(is_published=False), layer)
    assert not search(client, consultation)
    belong(make_consultation(), layer)  # a published one shows it too
    assert search(client, consultation)


def test_nothing_of_a_draft_is_told_by_its_number_or_its_reference(client, consultation, layer):
    number = number_of("Avenue zqjaures")
    on_map(make_consultation(is_published=False), layer)
    start = reverse("participation:take_part", args=[consultation.slug])
    pages = [
        client.get(start, {"about": BENCH}).text,
        client.get(start, {"about": "osm/r5"}).text,
        client.get(reverse("participation:named_place", args=[consultation.slug]), {"place": number}).text,
        by_form(client, consultation, {"place_way": "object", "about": BENCH}).text,
        by_api(client, consultation, BENCH).text,
    ]  # fmt: skip
    assert [(at, word) for at, page in enumerate(pages) for word in SECRETS if word in page] == []
    assert by_api(client, consultation, BENCH).status_code == 422


def test_whoever_prepares_the_draft_finds_its_names(client, layer):
    draft = make_consultation(is_published=False)
    on_map(draft, layer)
    assert hidden_in(draft) == []
    client.force_login(make_staff(draft.organisation))
    start = reverse("participation:consultation", args=[draft.slug])
    assert "zqjaures" in client.get(start, {"near_words": "zqjaures"}).text


def test_a_layer_of_no_consultation_is_found_as_before(client, consultation, layer):
    assert Layer.objects.count() == 1
    assert hidden_in(consultation) == [] and search(client, consultation)
