"""Every public page answers, sets no cookie on reading, and says what it should."""

import pytest
from django.urls import reverse

from basemaps.models import TileSource
from tests.factories import make_consultation, make_contribution, make_phase

pytestmark = pytest.mark.django_db


def address(name, *args):
    return reverse(f"participation:{name}", args=args)


@pytest.mark.parametrize("name", ["home", "help", "accessibility", "privacy"])
def test_general_pages_answer_without_a_cookie(client, name):
    make_consultation()
    response = client.get(address(name))
    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.parametrize("name", ["consultation", "take_part", "data"])
def test_pages_of_a_consultation_answer_without_a_cookie(client, name):
    response = client.get(address(name, make_consultation().slug))
    assert response.status_code == 200
    assert not response.cookies


def test_the_page_of_a_contribution_shows_its_words(client):
    contribution = make_contribution(title="De l'ombre, partout", text="Un seul banc.")
    response = client.get(address("contribution", contribution.pk))
    assert "Un seul banc." in response.content.decode()
    assert not response.cookies


def test_home_begins_with_what_is_open_to_contributions(client):
    writing = make_consultation()
    studying = make_consultation(phase=False)
    make_phase(studying, opens_contributing=False)
    shown = client.get(reverse("participation:home")).context["consultations"]
    assert shown == [writing, studying]


def test_an_empty_consultation_has_a_page(client):
    response = client.get(address("consultation", make_consultation().slug))
    assert response.context["is_empty"]


def test_an_unpublished_consultation_is_not_found(client):
    consultation = make_consultation(is_published=False)
    for name in ("consultation", "take_part", "data"):
        assert client.get(address(name, consultation.slug)).status_code == 404


def test_an_old_slug_redirects_for_good_with_its_filters(client):
    consultation = make_consultation()
    old = consultation.slug
    consultation.slug = "nouveau-nom"
    consultation.save()
    response = client.get(address("consultation", old) + "?theme=T")
    assert response.status_code == 301
    assert response.url == address("consultation", "nouveau-nom") + "?theme=T"


def test_a_post_to_an_old_slug_keeps_its_fields(client):
    consultation = make_consultation()
    old = consultation.slug
    consultation.slug = "nouveau-nom"
    consultation.save()
    response = client.post(address("take_part", old), {"title": "Un banc"})
    assert (response.status_code, response.url) == (308, address("take_part", "nouveau-nom"))


def test_no_shared_cache_keeps_a_page_of_contributions(client):
    contribution = make_contribution()
    for url in (
        address("home"),
        address("consultation", contribution.consultation.slug),
        address("contribution", contribution.pk),
    ):
        assert set(client.get(url)["Cache-Control"].split(", ")) == {"no-cache", "private"}


def test_a_page_changes_its_language_and_keeps_its_words(client):
    contribution = make_contribution(title="De l'ombre")
    for language in ("fr", "it", "en"):
        response = client.get(f"/{language}/contributions/{contribution.pk}/")
        assert response.status_code == 200
        assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.parametrize(
    ("accepted", "start"),
    [("it-IT,it;q=0.9", "/it/"), ("en", "/en/"), ("de", "/fr/"), ("", "/fr/")],
)
def test_the_root_leads_to_the_language_of_the_reader(client, accepted, start):
    assert client.get("/", headers={"accept-language": accepted}).url == start


@pytest.mark.parametrize("name", ["consultation", "take_part"])
def test_a_map_of_others_says_who_is_asked_for_it(client, name):
    consultation = make_consultation()
    told = "tiles.example.org, qui reçoit"
    assert told not in client.get(address(name, consultation.slug)).text
    consultation.basemap = TileSource.objects.create(
        slug="theirs", name="Theirs", kind="raster", attribution="Theirs", is_third_party=True,
        address="https://tiles.example.org/{z}/{x}/{y}.png",
    )  # fmt: skip
    consultation.save()
    assert told in client.get(address(name, consultation.slug)).text
