"""The API: one status and one sentence for each case, problem details for what went wrong."""

import datetime
import json
import uuid

import pytest
import time_machine
from django.urls import reverse

from participation.contributions import api
from participation.contributions.models import Contribution
from tests.factories import make_consultation, make_phase

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    return make_consultation()


def feature(**changes):
    properties = {"kind": "proposal", "theme": "T", "title": "Un banc", "language": "fr"}
    properties |= changes.pop("properties", {})
    point = {"type": "Point", "coordinates": [8.35, 43.45]}
    document = {"type": "Feature", "id": str(uuid.uuid4()), "geometry": point}
    return document | {"properties": properties} | changes


def post(client, consultation, document, name="contributions", **headers):
    body = document if isinstance(document, str | bytes) else json.dumps(document)
    address = reverse(f"api:{name}", args=[consultation.pk])
    return client.post(address, body, content_type="application/geo+json", headers=headers)


def test_a_feature_is_stored_and_answers_201_then_200(client, consultation):
    document = feature()
    first, second = (post(client, consultation, document) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert not first.cookies
    stored = Contribution.objects.get()
    assert (stored.title, stored.theme.letter, stored.channel) == ("Un banc", "T", "api")


def test_another_content_under_the_same_id_answers_409(client, consultation):
    document = feature()
    post(client, consultation, document)
    response = post(
        client,
        consultation,
        document | {"properties": feature()["properties"] | {"title": "Autre"}},
    )
    assert response.status_code == 409
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"properties": {"title": ""}}, "title"),
        ({"properties": {"title": 12}}, "title"),
        ({"properties": {"title": ["a"]}}, "title"),
        ({"properties": {"kind": {"a": 1}}}, "kind"),
        ({"properties": {"theme": "Z"}}, "theme"),
        ({"properties": {"theme": [1]}}, "theme"),
        ({"properties": {"theme": True}}, "theme"),
        ({"properties": {"theme": 1e300}}, "theme"),
        ({"properties": {"theme": 10**40}}, "theme"),
        ({"properties": {"theme": None}}, "theme"),
        ({"properties": {"language": "xx"}}, "language"),
        ({"properties": {"text": "x" * 2001}}, "text"),
        ({"properties": {"text": {"a": 1}}}, "text"),
        ({"properties": {"display_name": "x" * 61}}, "display_name"),
        ({"id": "12"}, "id"),
        ({"id": 12}, "id"),
        ({"id": None}, "id"),
        ({"geometry": None}, "geometry"),
        ({"geometry": {"type": "Point", "coordinates": ["8.35", 43.45]}}, "geometry"),
        ({"geometry": {"type": "Point", "coordinates": [8.30, 43.45]}}, "geometry"),
        ({"geometry": {"type": "Point", "coordinates": [43.45, 8.35]}}, "geometry"),
        ({"type": "FeatureCollection"}, "type"),
    ],
)
def test_a_wrong_field_answers_422_with_its_sentence(client, consultation, changes, field):
    response = post(client, consultation, feature(**changes))
    assert response.status_code == 422
    assert response.json()["errors"][field]
    assert response["Content-Type"] == "application/problem+json"
    assert not Contribution.objects.exists()


@pytest.mark.parametrize("properties", [None, [], "x", 1])
def test_properties_that_are_no_object_answer_422(client, consultation, properties):
    response = post(client, consultation, feature() | {"properties": properties})
    assert (response.status_code, list(response.json()["errors"])) == (422, ["properties"])


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", "\x00", b"\xff\xfe", "[" * 20000, '{"a":1,"a":2}']
)
def test_what_cannot_be_read_answers_400_or_422(client, consultation, body):
    for name in ("contributions", "verdict"):
        response = post(client, consultation, body, name)
        assert response.status_code in (400, 422)


def test_half_a_character_is_stored_as_a_question_mark(client, consultation):
    body = json.dumps(feature(properties={"title": "a \ud800 b"}))
    assert post(client, consultation, body).status_code == 201
    assert Contribution.objects.get().title == "a ? b"


def test_too_large_a_body_answers_413(client, consultation):
    body = json.dumps(feature(properties={"text": "x" * 300_000}))
    assert post(client, consultation, body).status_code == 413


def test_a_closed_phase_answers_403(client):
    consultation = make_consultation(phase=False)
    make_phase(consultation, opens_contributing=False)
    response = post(client, consultation, feature())
    assert response.status_code == 403
    assert response.json()["detail"]


def test_an_unpublished_or_unknown_consultation_answers_404(client, consultation):
    assert post(client, make_consultation(is_published=False), feature()).status_code == 404
    consultation.pk = uuid.uuid4()
    assert post(client, consultation, feature()).status_code == 404


def test_beyond_a_hundred_from_a_network_contributions_wait_then_answer_429(
    client, consultation, monkeypatch
):
    monkeypatch.setattr("participation.accounts.limits.NETWORK_FREELY", 2)
    monkeypatch.setattr("participation.accounts.limits.NETWORK_AT_MOST", 3)
    responses = [post(client, consultation, feature()) for _ in range(4)]
    assert [response.status_code for response in responses] == [201, 201, 201, 429]
    seen = [response.json().get("visibility") for response in responses]
    assert seen == ["published", "published", "pending", None]
    assert int(responses[3]["Retry-After"]) > 0


def test_members_that_are_not_listed_are_not_read(client, consultation):
    extra = {"visibility": "hidden", "course": "done", "number": 9, "channel": "paper"}
    post(client, consultation, feature(properties=extra, visibility="hidden"))
    stored = Contribution.objects.get()
    assert (stored.visibility, stored.course, stored.number, stored.channel) == (
        "published",
        "received",
        1,
        "api",
    )


def test_the_verdict_is_told_in_the_language_that_is_asked_for(client, consultation):
    address = reverse("api:verdict", args=[consultation.pk]) + "?language=en"
    point = {"type": "Point", "coordinates": [8.35, 43.45]}
    response = client.post(address, json.dumps(point), content_type="application/json")
    assert response.json()["outcome"] == "inside"
    assert response.json()["sentence"] == "This place is inside the perimeter"
    assert response.json()["may_send"] is True


def test_the_verdict_on_a_place_outside_tells_why(client, consultation):
    document = {"geometry": {"type": "Point", "coordinates": [8.30, 43.45]}}
    told = post(client, consultation, document, "verdict").json()
    assert (told["outcome"], told["reason"], told["may_send"]) == ("refused", "outside", False)


def test_the_verdict_is_told_on_a_place_without_a_drawing(client, consultation):
    circle = {"place_way": "circle", "circle_centre": "43.45, 8.325", "circle_radius_m": "200"}
    told = post(client, consultation, circle, "verdict").json()
    assert (told["outcome"], told["kept"]["type"]) == ("clipped", "Polygon")
    told = post(client, consultation, circle | {"circle_centre": "ici"}, "verdict").json()
    assert (told["outcome"], told["reason"], told["may_send"]) == ("refused", "unreadable", False)
    for strange in ({"place_way": [1]}, {"place_way": "map", "drawing": {"a": 1}}):
        assert post(client, consultation, strange, "verdict").status_code == 200


def test_a_place_in_words_that_lies_outside_can_be_drawn_on_the_map(client, consultation):
    circle = {"place_way": "circle", "circle_centre": "43.45, 8.45", "circle_radius_m": "200"}
    told = post(client, consultation, circle, "verdict").json()
    assert (told["outcome"], told["kept"], told["may_send"]) == ("refused", None, False)
    assert told["removed"]["type"] == "Polygon"


POINT = {"type": "Point", "coordinates": [8.35, 43.45]}


def test_verdicts_beyond_the_work_of_a_network_answer_429_and_when_to_ask_again(
    client, consultation, monkeypatch
):
    monkeypatch.setattr(api, "JUDGED_MS", 3 * api.LEAST_MS)
    now = datetime.datetime(2026, 5, 12, 10, tzinfo=datetime.UTC)
    with time_machine.travel(now, tick=False) as clock:
        consultation = make_consultation()
        asked = [post(client, consultation, POINT, "verdict") for _ in range(3)]
        assert [response.status_code for response in asked] == [200] * 3
        clock.shift(20)
        refused = post(client, consultation, POINT, "verdict")
        assert (refused.status_code, refused["Retry-After"]) == (429, "40")
        assert refused["Content-Type"] == "application/problem+json"
        assert post(client, consultation, feature()).status_code == 201
        clock.shift(41)
        assert post(client, consultation, POINT, "verdict").status_code == 200


def test_a_costly_verdict_counts_for_what_it_costs(client, consultation, monkeypatch):
    begun = iter(range(0, 1000, 2))
    monkeypatch.setattr(api.time, "thread_time", lambda: next(begun))
    for _ in range(15):
        assert post(client, consultation, POINT, "verdict").status_code == 200
    assert post(client, consultation, POINT, "verdict").status_code == 429


def test_a_class_that_draws_at_once_is_not_held_up(client, consultation):
    """Thirty people behind one address, a verdict each every second, for a minute."""
    assert 30 * 60 * api.LEAST_MS <= api.JUDGED_MS
