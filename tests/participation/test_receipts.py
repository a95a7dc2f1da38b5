"""Correcting and withdrawing by the private link."""

import json

import pytest
import shapely
import time_machine
from django.urls import reverse

from participation.contributions.changing import withdraw
from participation.contributions.models import Contribution
from tests.factories import (
    ACROSS,
    DAY,
    make_consultation,
    make_contribution,
    shape,
)

pytestmark = pytest.mark.django_db


def link(contribution, name="receipt"):
    return reverse(f"participation:{name}", args=[contribution.token])


def words(contribution, **changes):
    values = {
        "kind": contribution.kind,
        "theme": contribution.consultation.themes.first().pk,
        "title": "Corrigé",
        "text": "Mieux dit.",
        "language": "fr",
        "display_name": "",
    }
    return values | changes


def place(wkt):
    return {"place_way": "map", "drawing": shapely.to_geojson(shapely.from_wkt(wkt))}


def test_an_edit_changes_words_and_keeps_the_place(client):
    contribution = make_contribution(drawing=ACROSS)
    assert client.post(link(contribution, "edit"), words(contribution)).status_code == 303
    edited = Contribution.objects.get()
    assert (edited.title, edited.visibility, edited.number) == ("Corrigé", "published", 1)
    assert edited.edited_at
    assert edited.drawn.equals(contribution.drawn)
    assert edited.geometry.equals(contribution.geometry)


def test_the_receipt_says_that_the_corrections_are_stored(client):
    contribution = make_contribution()
    response = client.post(link(contribution, "edit"), words(contribution), follow=True)
    assert "Vos corrections de" in response.text
    assert "sont enregistrées" in response.text
    assert "Vos corrections" not in client.get(link(contribution, "receipt")).text


def test_an_edited_drawing_is_judged_again(client):
    contribution = make_contribution()
    message = words(contribution) | place(ACROSS)
    assert client.post(link(contribution, "edit"), message).status_code == 303
    edited = Contribution.objects.get()
    assert edited.outcome == "clipped"
    assert shape(edited.drawn).equals(shapely.from_wkt(ACROSS))


def test_an_edit_outside_is_refused_and_changes_nothing(client):
    contribution = make_contribution()
    message = words(contribution) | place("POINT (8.2 43.45)")
    response = client.post(link(contribution, "edit"), message)
    assert response.status_code == 422
    assert response.context["words_form"]["title"].value() == "Corrigé"
    assert Contribution.objects.get().title == contribution.title


def test_an_edit_waits_again_where_everything_is_read_first(client):
    contribution = make_contribution(make_consultation(publishing="after_moderation"))
    client.post(link(contribution, "edit"), words(contribution))
    assert Contribution.objects.get().visibility == "pending"
    page = client.get(reverse("participation:contribution", args=[contribution.pk]))
    assert page.status_code == 404
    assert "Mieux dit." not in page.content.decode()


@pytest.mark.parametrize("visibility", ["hidden", "merged", "withdrawn"])
def test_what_is_not_shown_any_more_cannot_be_edited(client, visibility):
    contribution = make_contribution(visibility=visibility)
    assert client.post(link(contribution, "edit"), words(contribution)).status_code == 302
    assert Contribution.objects.get().title == contribution.title


def test_editing_ends_with_the_phase_and_withdrawing_does_not(client):
    contribution = make_contribution()
    closed = contribution.consultation.phases.get().closes_at + DAY
    with time_machine.travel(closed):
        client.post(link(contribution, "edit"), words(contribution))
        assert Contribution.objects.get().title == contribution.title
        client.post(link(contribution, "withdraw"))
    assert Contribution.objects.get().visibility == "withdrawn"


def test_edits_are_limited_and_nothing_that_was_typed_is_lost(client, monkeypatch):
    monkeypatch.setattr("participation.accounts.limits.EDITS_EACH", 1)
    contribution = make_contribution()
    client.post(link(contribution, "edit"), words(contribution))
    response = client.post(link(contribution, "edit"), words(contribution, title="Encore"))
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 600
    assert "Encore" in response.text and "minutes" in response.text
    assert Contribution.objects.get().title == "Corrigé"


def test_a_second_click_that_withdraws_at_the_same_time_changes_nothing():
    contribution = make_contribution()
    read_before = Contribution.objects.get()
    withdraw(contribution)
    assert withdraw(read_before).visibility == "withdrawn"


def test_withdrawing_what_was_merged_in_the_meantime_is_no_error(client, monkeypatch):
    contribution = make_contribution(visibility="merged")
    monkeypatch.setattr("participation.contributions.receipt_views.may_withdraw", lambda _: True)
    assert client.post(link(contribution, "withdraw")).status_code == 303
    assert Contribution.objects.get().visibility == "merged"


def test_withdrawing_asks_first_and_may_be_repeated(client):
    contribution = make_contribution()
    assert client.get(link(contribution, "withdraw")).status_code == 200
    assert Contribution.objects.get().visibility == "published"
    for _ in range(2):
        assert client.post(link(contribution, "withdraw")).status_code == 303
    assert Contribution.objects.get().visibility == "withdrawn"
    assert client.get(link(contribution)).status_code == 200


def test_private_pages_are_kept_by_nobody(client):
    contribution = make_contribution()
    for name in ("receipt", "edit", "withdraw"):
        response = client.get(link(contribution, name))
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies


@pytest.mark.parametrize("token", ["x", "A" * 22, "A" * 500, "--", "é"])
def test_a_wrong_link_is_not_found(client, token):
    make_contribution()
    assert client.get(f"/fr/receipts/{token}/").status_code == 404


def test_posted_names_of_columns_change_nothing(client):
    contribution = make_contribution()
    evil = {"visibility": "hidden", "number": 9, "share_kept": 0.1, "participant": "x"}
    client.post(link(contribution, "edit"), words(contribution) | evil)
    edited = Contribution.objects.get()
    assert (edited.visibility, edited.number, edited.share_kept) == ("published", 1, 1.0)
    assert edited.participant == contribution.participant


def test_a_large_drawing_stays_without_being_sent_again(client):
    ring = shapely.Point(8.35, 43.45).buffer(0.001, quad_segs=200)
    contribution = make_contribution(drawing=ring)
    form = client.get(link(contribution, "edit")).context["place_form"]
    assert form["drawing"].value() is None
    assert client.post(link(contribution, "edit"), words(contribution)).status_code == 303
    assert json.loads(Contribution.objects.get().drawn.json)["type"] == "Polygon"
