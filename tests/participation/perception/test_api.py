"""Ratings through the API: one status for each case; who rates is counted once."""

import datetime
import json
import uuid

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from participation.contributions.receipts import token_for
from participation.perception import rating
from participation.perception.models import Perception
from tests.factories import make_consultation, make_felt_question, make_phase

pytestmark = pytest.mark.django_db
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def question():
    return make_felt_question(context="passing")


def feature(question, **changes):
    properties = {"question": str(question.pk), "value": 7, **changes.pop("properties", {})}
    point = {"type": "Point", "coordinates": [8.35, 43.45]}
    document = {"type": "Feature", "id": str(uuid.uuid4()), "geometry": point}
    return document | {"properties": properties} | changes


def post(client, question, document, **headers):
    address = reverse("api:ratings", args=[question.consultation_id])
    return client.post(
        address, json.dumps(document), content_type="application/geo+json", headers=headers
    )


def test_a_rating_is_stored_and_answers_201_then_200(client, question):
    document = feature(question)
    first, second = (post(client, question, document) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    stored = Perception.objects.counted().get()
    assert (stored.value, stored.scale, stored.context) == (7, "0-10", "passing")
    assert (stored.channel, stored.given_at.minute) == ("api", 0)


@pytest.mark.parametrize(
    "change",
    [
        {"properties": {"value": 3}},
        {"geometry": {"type": "Point", "coordinates": [8.36, 43.45]}},
    ],
)
def test_another_content_under_the_same_id_answers_409(client, question, change):
    first = feature(question)
    post(client, question, first)
    second = feature(question, **change) | {"id": first["id"]}
    assert post(client, question, second).status_code == 409
    assert Perception.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"properties": {"value": 11}}, "value"),
        ({"properties": {"value": 7.5}}, "value"),
        ({"properties": {"value": True}}, "value"),
        ({"properties": {"value": "7"}}, "value"),
        ({"properties": {"value": 10**400}}, "value"),
        ({"properties": {"question": None}}, "question"),
        ({"properties": {"question": ["x"]}}, "question"),
        ({"properties": {"question": str(uuid.uuid4())}}, "question"),
        ({"properties": {"accuracy_m": 51}}, "accuracy_m"),
        ({"properties": {"accuracy_m": True}}, "accuracy_m"),
        ({"properties": {"at": "yesterday"}}, "at"),
        ({"properties": {"at": "2026-02-31T10:00:00Z"}}, "at"),
        ({"properties": {"at": "2020-01-01T10:00:00Z"}}, "at"),
        ({"id": "12"}, "id"),
        ({"geometry": None}, "geometry"),
        ({"geometry": {"type": "LineString", "coordinates": [[8.3, 43.4], [8.4, 43.5]]}}, "geometry"),
        ({"geometry": {"type": "Point", "coordinates": [8.30, 43.45]}}, "geometry"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(client, question, changes, field):
    response = post(client, question, feature(question, **changes))
    assert response.status_code == 422
    assert list(response.json()["errors"]) == [field]
    assert not Perception.objects.exists()


def test_outside_the_perimeter_says_how_far(client, question):
    point = {"type": "Point", "coordinates": [8.30, 43.45]}
    answer = post(client, question, feature(question, geometry=point)).json()
    assert "km" in answer["errors"]["geometry"][0]


def test_a_consultation_that_takes_lines_only_still_takes_ratings(client):
    question = make_felt_question(make_consultation(geometry_kinds=["line"]), context="passing")
    assert post(client, question, feature(question)).status_code == 201


def test_a_closed_question_and_a_closed_phase_take_nothing(client, question):
    document = feature(question)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=40)):
        assert post(client, question, document).status_code == 403
    question.is_open = False
    question.save()
    assert post(client, question, document).status_code == 422


def test_pages_of_ours_are_one_person_on_a_whole_walk(client, question):
    for _ in range(3):
        post(client, question, feature(question), **OWN_PAGE)
    assert Perception.objects.count() == 3
    assert Perception.objects.values("participant").distinct().count() == 1


def test_another_site_is_nobody_even_with_the_cookie(client, question):
    post(client, question, feature(question), **OWN_PAGE)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.test"}, {}):
        response = post(client, question, feature(question), **headers)
        assert response.status_code == 201
        assert not response.cookies
    assert Perception.objects.values("participant").distinct().count() == 4


def test_a_stop_without_network_keeps_its_hour(client, question):
    felt_at = timezone.now() - datetime.timedelta(hours=20)
    document = feature(question, properties={"at": felt_at.isoformat(), "walk": True})
    assert post(client, question, document).status_code == 201
    stored = Perception.objects.get()
    assert stored.given_at == felt_at.replace(minute=0, second=0, microsecond=0)
    assert stored.channel == "walk"


def test_thirty_stops_pass_and_more_than_sixty_in_ten_minutes_wait(client, question, monkeypatch):
    monkeypatch.setattr(rating, "RATINGS_EACH", 3)
    answers = [post(client, question, feature(question), **OWN_PAGE) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert rating.RATINGS_EACH == 3
    assert Perception.objects.count() == 3


def test_what_one_network_sends_beyond_its_measure_is_not_counted(client, question, monkeypatch):
    monkeypatch.setattr("participation.accounts.limits.NETWORK_FREELY", 1)
    answers = [post(client, question, feature(question)).json() for _ in range(2)]
    assert [answer["visibility"] for answer in answers] == ["published", "hidden"]
    assert Perception.objects.counted().count() == 1


def test_the_link_takes_a_rating_back_and_forgets_its_place(client, question):
    answer = post(client, question, feature(question)).json()
    assert client.post(answer["withdraw"]).json() == {"visibility": "withdrawn"}
    assert client.post(answer["withdraw"]).status_code == 200
    stored = Perception.objects.get()
    assert stored.place == stored.public_place
    assert not Perception.objects.counted().exists()


def test_a_rating_that_was_taken_back_is_not_stored_again(client, question):
    document = feature(question)
    answer = post(client, question, document).json()
    client.post(answer["withdraw"])
    assert post(client, question, document).json()["visibility"] == "withdrawn"
    assert Perception.objects.count() == 1


def test_nobody_takes_back_without_the_link(client, question):
    post(client, question, feature(question))
    other = token_for(uuid.uuid4(), uuid.uuid4())
    for token in (other, "A" * 22, "x"):
        assert client.post(reverse("api:rating", args=[token])).status_code == 404
    assert Perception.objects.counted().count() == 1


def test_a_draft_consultation_takes_nothing(client):
    consultation = make_consultation(is_published=False, phase=False)
    make_phase(consultation)
    question = make_felt_question(consultation, context="passing")
    assert post(client, question, feature(question)).status_code == 404
