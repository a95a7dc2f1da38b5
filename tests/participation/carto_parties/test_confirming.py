"""After a carto-party OpenStreetMap is asked, when staff say so: what is deleted, what has the hashtag."""

import html

import pytest
from django.urls import reverse

from participation.carto_parties.kept import make_recap
from participation.carto_parties.recap_models import Recap
from tests.factories import make_staff
from tests.geo.osm.overpass_server import overpass_server
from tests.geo.osm.test_api import changeset
from tests.participation.carto_parties.test_comparing import (
    AFTER,
    BEFORE,
    bench,
    layer,
    party,
    taken,
)

__all__ = ["layer", "party"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    with overpass_server() as played:
        settings.OSM_API_URL = f"{played.url}/0.6"
        yield played


@pytest.fixture
def recap(party, layer):
    """Four objects are no longer there."""
    party.before = taken(layer, [*BEFORE, bench(21, 120), bench(22, 130), bench(23, 140)], "more")
    party.save()
    return make_recap(party.pk)


@pytest.fixture
def ask(client, party, recap, server):
    client.force_login(make_staff(party.consultation.organisation, role="organiser"))
    page = reverse("admin:participation_cartoparty_after", args=[party.pk])

    def asking(what):
        assert not server.asked
        return client.get(client.post(page, {"ask": what})["Location"]).text

    return asking


def read(client, party):
    return html.unescape(client.get(f"/fr/carto-parties/{party.slug}/recap/").text)


def test_without_a_question_what_is_gone_is_to_be_confirmed(client, party, recap):
    assert "objets qui ne sont plus là, à confirmer</dt><dd>4</dd>" in read(client, party)


def test_deleted_moved_and_retagged_are_told_apart(client, party, ask, server):
    server.objects = {"node/4": 410, "node/21": {"amenity": "bench"}, "node/22": {"shop": "x"}}
    assert "ce qu’OpenStreetMap a répondu" in ask("gone")
    page = read(client, party)
    for words in (
        "objet supprimé",
        "objet déplacé hors de la zone",
        "objet devenu autre chose",
        "objet qui n’est plus là, à confirmer",
    ):
        assert f"{words}</dt><dd>1</dd>" in page
    file = client.get(f"/data/carto-parties/{party.slug}/recap/gone.geojson").json()
    became = {one["id"]: one["properties"]["became"] for one in file["features"]}
    assert became == {
        "node/4": "deleted",
        "node/21": "moved",
        "node/22": "retagged",
        "node/23": "unknown",
    }
    tasks = client.get(f"/data/carto-parties/{party.slug}/remaining.geojsonl").getvalue()
    assert tasks.count(b"confirm_gone") == 1
    assert f"{len(tasks.splitlines())} objets manquent" in page
    assert "Marie Dupont" not in str(Recap.objects.values().get())


def test_what_was_said_of_other_states_of_the_map_is_forgotten(party, layer, ask, server):
    server.objects = {"node/4": 410}
    ask("gone")
    assert make_recap(party.pk).gone["n4"] == "deleted"
    party.after = taken(layer, AFTER[:2], "other", accept_fewer=True)
    party.save()
    recap = make_recap(party.pk)
    assert (recap.gone, recap.gone_at) == ({}, None)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "Aucun groupe de modifications"),
        (2, "Moins de 3 groupes de modifications"),
        (5, "5 groupes de modifications portent le mot-dièse #"),
    ],
)
def test_changesets_with_the_hashtag_are_a_number(client, party, ask, server, count, words):
    for number in range(count):
        server.changesets.append(changeset(number, hashtags=f"#{party.hashtag}"))
    ask("hashtag")
    assert words in read(client, party)
    assert Recap.objects.get().changesets == count


def test_a_server_that_gives_nothing_changes_nothing(client, party, ask, server):
    server.mode = "429"
    assert "pas donné de réponse utilisable" in ask("gone")
    assert Recap.objects.get().gone == {}


def test_the_page_names_the_server_before_it_is_asked(client, party, recap, server):
    client.force_login(make_staff(party.consultation.organisation, role="organiser"))
    page = client.get(reverse("admin:participation_cartoparty_after", args=[party.pk])).text
    assert "interrogent 127.0.0.1:" in page and "4 objets qui ne sont plus là" in page
    assert not server.asked
