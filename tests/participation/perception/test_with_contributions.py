"""A rating that goes with a contribution: asked, shown, corrected and withdrawn with it."""

import uuid

import pytest
from django.urls import reverse

from participation.contributions.changing import withdraw
from participation.contributions.models import Contribution
from participation.perception.answers import name_of
from participation.perception.models import Perception
from participation.perception.with_contributions import keep_ratings
from tests.factories import make_consultation, make_contribution, make_felt_question

pytestmark = pytest.mark.django_db
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def question():
    return make_felt_question(context="passing", is_asked_with_contributions=True)


def typed(question, value="7", **changes):
    theme = question.consultation.themes.first()
    values = {"client_id": str(uuid.uuid4()), "place_way": "coordinates", "kind": "report"}
    values |= {"coordinates": "43.45, 8.35", "theme": theme.pk, "title": "Trop de scooters"}
    values |= {"language": "fr", "consent": "on", "go": "send", name_of(question): value}
    return values | changes


def take_part(client, question, values):
    address = reverse("participation:take_part", args=[question.consultation.slug])
    return client.post(address, values, headers=OWN)


def page_of(contribution):
    return reverse("participation:contribution", args=[contribution.pk])


def test_the_rating_is_stored_with_the_contribution_and_shown_on_its_page(client, question):
    assert take_part(client, question, typed(question)).status_code == 303
    stored = Perception.objects.counted().get()
    assert (stored.value, stored.context, stored.channel) == (7, "passing", "web")
    assert stored.place == stored.contribution.anchor
    assert stored.participant == stored.contribution.participant
    assert "Ressenti\u00a0: 7 sur 10" in client.get(page_of(stored.contribution)).content.decode()


def test_no_number_is_needed(client, question):
    assert take_part(client, question, typed(question, "")).status_code == 303
    assert Contribution.objects.count() == 1
    assert not Perception.objects.exists()


def test_the_same_message_twice_is_one_rating(client, question):
    values = typed(question)
    for _ in range(2):
        take_part(client, question, values)
    assert Perception.objects.count() == 1


@pytest.mark.parametrize("go", ["check", "send"])
def test_a_number_that_is_not_on_the_scale_sends_back_to_the_words(client, question, go):
    response = take_part(client, question, typed(question, "99", go=go))
    assert response.status_code == 422
    assert response.context["step"] == "what"
    assert not Contribution.objects.exists()


def test_the_number_is_carried_from_step_to_step(client, question):
    text = take_part(client, question, typed(question, go="check")).content.decode()
    assert f'name="{name_of(question)}" value="7"' in text
    assert "7 sur 10" in text


def test_it_is_not_asked_where_the_organiser_does_not_want_it(client):
    question = make_felt_question(context="passing")
    text = take_part(client, question, typed(question, go="what")).content.decode()
    assert name_of(question) not in text


def corrected(client, question, contribution, token, value, **changes):
    values = typed(question, value, **changes)
    return client.post(reverse("participation:edit", args=[token]), values)


@pytest.fixture
def rated(question):
    contribution = make_contribution(question.consultation)
    keep_ratings(contribution, {question: 7})
    return contribution


def test_a_correction_changes_the_number_and_the_place(client, question, rated):
    address = reverse("participation:edit", args=[rated.token])
    assert 'value="7" checked' in client.get(address).content.decode()
    response = corrected(client, question, rated, rated.token, "2", coordinates="43.46, 8.36")
    assert response.status_code == 303
    stored = Perception.objects.get()
    assert (stored.value, round(stored.place.x, 5)) == (2, 8.36)
    assert stored.public_place.distance(stored.place) < 0.001


def test_a_correction_takes_the_number_away(client, question, rated):
    corrected(client, question, rated, rated.token, "")
    assert not Perception.objects.exists()


def test_withdrawn_with_its_contribution_it_counts_no_more(rated):
    assert Perception.objects.counted().exists()
    withdraw(rated)
    assert not Perception.objects.counted().exists()


@pytest.mark.parametrize("visibility", ["pending", "hidden"])
def test_it_is_shown_only_to_who_may_read_the_contribution(client, rated, visibility):
    Contribution.objects.filter(pk=rated.pk).update(visibility=visibility)
    assert "7 sur 10" not in client.get(page_of(rated)).content.decode()


def test_no_file_of_contributions_holds_it(client, rated):
    for kind in ("geojson", "csv"):
        address = reverse(f"data:contributions-{kind}", args=[rated.consultation_id])
        body = client.get(address).getvalue().decode()
        assert str(Perception.objects.get().pk) not in body
        assert "felt" not in body


def test_an_old_address_of_taking_part_still_leads_there(client, question):
    consultation = question.consultation
    old, consultation.slug = consultation.slug, "nouveau-nom"
    consultation.save()
    response = client.get(reverse("participation:take_part", args=[old]))
    assert response.status_code == 301
    assert "nouveau-nom/take-part/" in response.url


def test_a_consultation_without_questions_asks_nothing(client):
    question = make_felt_question(make_consultation(), context="passing")
    assert take_part(client, question, typed(question)).status_code == 303
    assert not Perception.objects.exists()
