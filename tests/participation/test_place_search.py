"""The search for places as programs and the search field ask it."""

import json

import pytest
from django.urls import reverse

from tests.factories import make_consultation
from tests.geo.places.island import publish
from tests.participation.hostile import CONTROLS, MARKUP, SQL

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    publish()
    return make_consultation()


def ask(client, consultation, **query):
    return client.get(reverse("api:places", args=[consultation.pk]), query)


def test_a_place_is_told_with_all_that_a_field_needs(client, consultation):
    response = ask(client, consultation, q="av jean jaures", lang="fr")
    (place,) = json.loads(response.content)["places"]
    assert place["name"] == "Avenue Jean-Jaurès"
    assert (place["kind_label"], place["commune"], place["inside"]) == (
        "rue ou route",
        "Port-Valdora",
        True,
    )
    assert place["box"][0] < place["lon"] < place["box"][2]


def test_the_kind_is_said_in_the_language_asked_for(client, consultation):
    answers = [
        ask(client, consultation, q="pins", lang=lang).json()["places"][0]["kind_label"]
        for lang in ("it", "en", "zz")
    ]
    assert answers == ["parco o giardino", "park or garden", "parc ou jardin"]


def test_caches_may_keep_the_answer_and_no_cookie_is_set(client, consultation):
    response = ask(client, consultation, q="rue")
    assert response["Cache-Control"] == "public, max-age=60"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_a_draft_is_searched_by_nobody_else(client):
    publish()
    assert ask(client, make_consultation(is_published=False), q="rue").status_code == 404


@pytest.mark.parametrize("words", [*MARKUP[:8], *CONTROLS, *SQL[:8], "", "%", "_", "x" * 10_240])
def test_whatever_is_asked_gets_an_answer(client, consultation, words):
    response = ask(client, consultation, q=words)
    assert response.status_code == 200
    assert isinstance(response.json()["places"], list)
