"""Hostile texts come out as text, and no parameter of any page makes an error of the server."""

from urllib.parse import quote

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import escape

from participation.contributions.models import Contribution
from participation.contributions.words import cleaned
from tests.factories import make_comment, make_consultation, make_contribution, make_superuser
from tests.participation.hostile import CONTROLS, MARKUP, PLAIN, SQL

pytestmark = pytest.mark.django_db


def page(client, name, *args, query=""):
    return client.get(reverse(f"participation:{name}", args=args) + query).content.decode()


@pytest.fixture(scope="module")
def texts():
    return [*MARKUP, *PLAIN]


def test_hostile_titles_and_texts_come_out_as_text(client, texts):
    consultation = make_consultation()
    for text in texts:
        make_contribution(consultation, title=text, text=f"Voici {text}", display_name=text[:60])
    for number in (1, 2, 3):
        shown = page(client, "consultation", consultation.slug, query=f"?page={number}")
        assert not [text for text in MARKUP if text in shown]
    for contribution in Contribution.objects.all():
        shown = page(client, "contribution", contribution.pk)
        assert not [text for text in MARKUP if text in shown]
        assert escape(contribution.title) in shown
        assert escape(contribution.text) in shown


def test_hostile_comments_come_out_as_text(client, texts):
    contribution = make_contribution()
    for text in texts:
        make_comment(contribution, text=text, display_name=text[:60])
    shown = page(client, "contribution", contribution.pk)
    assert not [text for text in MARKUP if text in shown]
    assert all(escape(text) in shown for text in texts)


def test_hostile_words_are_given_back_as_text_in_every_step(client, texts):
    consultation = make_consultation()
    address = reverse("participation:take_part", args=[consultation.slug])
    for text in texts:
        names = ["coordinates", "drawing", "title", "text", "display_name", "circle_centre"]
        message = dict.fromkeys([*names, "client_id", "commune", "theme", "kind", "step"], text)
        for go in ("where", "what", "check", "send", text):
            response = client.post(address, message | {"go": go, "place_way": "coordinates"})
            assert response.status_code in (200, 422)
            assert not [markup for markup in MARKUP if markup in response.content.decode()]


def test_hostile_searches_are_given_back_as_text(client, texts):
    consultation = make_consultation()
    for text in texts:
        query = "&".join(f"{name}={quote(text)}" for name in ("q", "theme", "kind", "sort"))
        shown = page(client, "consultation", consultation.slug, query=f"?{query}")
        assert not [markup for markup in MARKUP if markup in shown]


def test_what_organisers_and_the_administration_show_is_text_too(client):
    payload = MARKUP[2]
    consultation = make_consultation(title_fr=payload, summary_fr=payload, description_fr=payload)
    consultation.themes.update(title_fr=payload, short_title_fr=payload[:40])
    contribution = make_contribution(
        consultation, title=payload, text=payload, theme=consultation.themes.first()
    )
    client.force_login(make_superuser())
    pages = [
        page(client, "home"),
        page(client, "consultation", consultation.slug),
        page(client, "take_part", consultation.slug),
        page(client, "data", consultation.slug),
        page(client, "receipt", contribution.token),
        page(client, "edit", contribution.token),
        client.get("/fr/admin/participation/contribution/").content.decode(),
        client.get(
            reverse("admin:participation_contribution_change", args=[contribution.pk])
        ).content.decode(),
    ]
    assert not [shown for shown in pages if payload in shown]


@pytest.mark.parametrize("text", CONTROLS)
def test_controls_and_turns_are_taken_out(text):
    kept = cleaned(text)
    assert not {"\x00", "\x1b", "\u202e", "\ufeff", "\u2066", "\r"} & set(kept)
    assert kept


def address_with(name, value):
    query = QueryDict(mutable=True)
    query[name] = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return query.urlencode()


FILTERS = ["theme", "kind", "q", "sort", "page", "view"]
READ_BY = {
    "consultation": FILTERS,
    "home": ["page"],
    "data": ["language"],
    "contribution": ["page"],
    "receipt": ["new"],
    "take_part": ["go", "step"],
    "tile": ["theme", "kind", "q"],
    "file": ["theme", "q"],
}


def address_of(name, contribution):
    consultation = contribution.consultation
    addresses = {
        "home": reverse("participation:home"),
        "contribution": reverse("participation:contribution", args=[contribution.pk]),
        "receipt": reverse("participation:receipt", args=[contribution.token]),
        "tile": reverse("api:tile", args=[consultation.pk, 1, 10, 535, 375]),
        "file": reverse("data:contributions-geojson", args=[consultation.pk]),
    }
    page_of = f"participation:{name}"
    return addresses.get(name) or reverse(page_of, args=[consultation.slug])


@pytest.mark.parametrize("name", READ_BY)
def test_no_parameter_makes_an_error_of_the_server(client, name):
    address = address_of(name, make_contribution())
    for parameter in READ_BY[name]:
        for text in SQL:
            response = client.get(f"{address}?{address_with(parameter, text)}")
            assert response.status_code == 200, (address, text)
            assert b"".join(response) if response.streaming else response.content is not None


@pytest.mark.parametrize("text", SQL)
def test_no_posted_field_makes_an_error_of_the_server(client, text):
    consultation = make_consultation()
    text = text.encode("utf-8", "replace").decode()
    address = reverse("participation:take_part", args=[consultation.slug])
    names = ["client_id", "drawing", "coordinates", "position", "commune", "circle_centre"]
    names += ["circle_radius_m", "kind", "theme", "title", "text", "language", "display_name"]
    for way in ("map", "coordinates", "position", "commune", "circle", text):
        message = dict.fromkeys(names, text) | {"place_way": way, "go": "send", "consent": "on"}
        assert client.post(address, message).status_code == 422
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    "text", ["\u200b", "\u2060 \u00ad", "\u3164", "\u2800", "\ufe0f", "\ue000"]
)
def test_a_text_in_which_nothing_is_seen_is_empty(text):
    assert cleaned(text) == ""


def test_marks_that_join_letters_and_pictures_stay():
    assert cleaned("👩\u200d🌾 क\u094dष") == "👩\u200d🌾 क\u094dष"
