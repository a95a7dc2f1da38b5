"""What residents see of an address service: its name, its results, its silence."""

import html

import pytest
from django.urls import reverse
from django.utils.html import escape

from geo.places import addresses, line
from geo.places.line import Line
from participation.contributions.place_form import PlaceForm
from tests.factories import make_consultation
from tests.geo.places.fake_service import fake_service
from tests.geo.places.island import publish
from tests.participation.hostile import MARKUP

pytestmark = pytest.mark.django_db
WORDS = "12 chemin inconnu"
POINT = "8.350000,43.450000"
SOURCE = "© OpenStreetMap contributors, ODbL 1.0"
SILENT = "Le service d’adresses 127.0.0.1 ne répond pas"


def knows(name="12 chemin inconnu"):
    geometry = {"type": "Point", "coordinates": [8.35, 43.45]}
    return {"features": [{"geometry": geometry, "properties": {"name": name}}]}


@pytest.fixture
def consultation():
    publish()
    return make_consultation()


@pytest.fixture
def fake(settings, monkeypatch):
    monkeypatch.setattr(line, "BETWEEN_S", 0)
    monkeypatch.setattr(addresses, "LINE", Line())
    addresses._known.cache_clear()  # noqa: SLF001
    with fake_service() as fake:
        settings.GEOCODER, settings.GEOCODER_URL = "photon", fake.address
        fake.says(knows())
        yield fake


def ask(client, consultation, **query):
    return client.get(reverse("api:places", args=[consultation.pk]), query | {"lang": "fr"})


def search(client, consultation, **fields):
    address = reverse("participation:take_part", args=[consultation.slug])
    fields = {"go": "search", "place_words": WORDS} | fields
    response = client.post(address, fields, headers={"Sec-Fetch-Site": "same-origin"})
    return html.unescape(response.content.decode())


def listed(client, consultation, **query):
    address = reverse("participation:consultation", args=[consultation.slug])
    return html.unescape(client.get(address, query).content.decode())


def test_the_search_field_is_told_the_place_and_whose_it_is(client, consultation, fake):
    assert ask(client, consultation, q=WORDS).json() == {"places": []}
    assert fake.asked == []
    told = ask(client, consultation, q=WORDS, ask="service").json()
    (place,) = told["places"]
    assert (place["id"], place["name"], place["kind_label"]) == (POINT, WORDS, "adresse")
    assert told["service"] == {"host": "127.0.0.1", "attribution": SOURCE, "answers": True}


def test_its_silence_is_told_and_kept_by_no_cache(client, consultation, fake):
    fake.says(b"", status=500)
    response = ask(client, consultation, q=WORDS, ask="service")
    assert response.json()["places"] == []
    assert response.json()["service"]["answers"] is False
    assert response["Cache-Control"] == "no-store"
    own = ask(client, consultation, q="rue haute", ask="service").json()
    assert own["places"][0]["name"] == "Rue Haute"


def test_without_a_script_its_places_can_be_chosen(client, consultation, fake):
    page = search(client, consultation)
    assert f'name="place" value="{POINT}"' in page
    assert f"127.0.0.1 ({SOURCE})" in page
    chosen = search(client, consultation, go="place", place=POINT)
    assert f'<input type="hidden" name="place" value="{POINT}">' in chosen
    assert len(fake.asked) == 1


def test_without_a_script_its_silence_is_said(client, consultation, fake):
    fake.says(b"", status=500)
    assert f'<p class="sm">{SILENT}' in search(client, consultation)
    assert f'<p class="sm">{SILENT}' in listed(client, consultation, near_words=WORDS)


def test_going_on_with_another_way_asks_nobody(client, consultation, fake):
    search(client, consultation, go="what", place_way="coordinates", coordinates="43.45, 8.35")
    assert fake.asked == []


def test_where_no_points_are_taken_it_is_not_offered(client, fake):
    publish()
    consultation = make_consultation(geometry_kinds=["line"])
    assert "127.0.0.1" not in search(client, consultation)
    assert fake.asked == []


def test_a_chosen_address_is_a_point(client, consultation, fake):
    form = PlaceForm(consultation, {"place_way": "place", "place": POINT, "place_as": "whole"})
    assert form.is_valid(), form.errors
    assert (form.verdict.outcome, form.verdict.kind) == ("inside", "point")
    address = reverse("participation:named_place", args=[consultation.slug])
    page = client.get(address, {"place": POINT, "place_words": WORDS}).content.decode()
    assert WORDS in page
    assert POINT in page


@pytest.mark.parametrize("place", ["200.0,43.0", "nan,1.0", "8.35", "8.35,43.45,1.0", "8.35,-99.9"])
def test_what_is_no_point_is_refused_with_a_sentence(consultation, place):
    form = PlaceForm(consultation, {"place_way": "place", "place": place})
    assert not form.is_valid()
    assert form.errors["place"]


def test_the_list_leads_to_what_is_around(client, consultation, fake):
    page = listed(client, consultation, near_words=WORDS)
    assert f">{WORDS}</a>" in page
    assert SOURCE in page


def test_pages_say_which_service_reads_the_words(client, consultation, fake, settings):
    address = reverse("participation:privacy")
    assert "127.0.0.1" in client.get(address).content.decode()
    for page in (search(client, consultation, go=""), listed(client, consultation)):
        assert "vous pouvez interroger 127.0.0.1" in page
    settings.GEOCODER = settings.GEOCODER_URL = ""
    assert "127.0.0.1" not in client.get(address).content.decode()
    assert "interroger" not in listed(client, consultation)


@pytest.mark.parametrize("name", MARKUP[:12])
def test_what_it_says_is_shown_as_text(client, consultation, fake, name):
    fake.says(knows(f"chemin {name}"))
    address = reverse("participation:take_part", args=[consultation.slug])
    fields = {"go": "search", "place_words": WORDS}
    page = client.post(address, fields, headers={"Sec-Fetch-Site": "same-origin"})
    assert f"chemin {name}" not in page.content.decode()
    assert escape(f"chemin {name}") in page.content.decode()
