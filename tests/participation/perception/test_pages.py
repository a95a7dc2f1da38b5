"""Rating at home and on a walk without a script; the receipt; what a page of others is not told."""

import datetime
import uuid

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from participation.perception.answers import name_of
from participation.perception.models import Perception
from tests.factories import (
    make_consultation,
    make_felt_question,
    make_staff,
)

pytestmark = pytest.mark.django_db
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def road():
    return make_felt_question()


@pytest.fixture
def rail(road):
    title = {"title_fr": "Et les trains ?"}
    return make_felt_question(road.consultation, source="rail", order=1, **title)


def page(question, name="felt"):
    return reverse(f"participation:{name}", args=[question.consultation.slug])


def answers(*pairs, **changes):
    values = {"client_id": str(uuid.uuid4()), "place_way": "coordinates", "go": "send"}
    values["coordinates"] = "43.45, 8.35"
    return values | {name_of(question): str(value) for question, value in pairs} | changes


def send(client, question, values, name="felt"):
    return client.post(page(question, name), values, headers=OWN)


def test_one_place_answers_every_question_about_the_home(client, road, rail):
    response = send(client, road, answers((road, 8), (rail, 0)))
    assert response.status_code == 303
    stored = {one.question: one for one in Perception.objects.counted()}
    assert {question: one.value for question, one in stored.items()} == {road: 8, rail: 0}
    assert stored[road].participant == stored[rail].participant
    assert stored[road].context == "home"


def test_a_question_may_be_left_out_but_not_all(client, road, rail):
    assert send(client, road, answers((rail, 3))).status_code == 303
    response = send(client, road, answers())
    assert response.status_code == 422
    assert "au moins une question" in response.content.decode()
    assert Perception.objects.count() == 1


@pytest.mark.parametrize("value", ["11", "-1", "7.5", "x", "１"])
def test_a_number_that_is_not_on_the_scale_is_refused(client, road, value):
    assert send(client, road, answers((road, value))).status_code in {303, 422}
    assert not Perception.objects.exclude(value__in=range(11)).exists()


def test_a_home_outside_is_refused_and_nothing_typed_is_lost(client, road):
    response = send(client, road, answers((road, 8), coordinates="43.45, 8.30"))
    text = response.content.decode()
    assert response.status_code == 422
    assert "43.45, 8.30" in text
    assert 'value="8" checked' in text
    assert not Perception.objects.exists()


def test_the_same_message_twice_is_one_answer(client, road):
    values = answers((road, 8))
    first, second = (send(client, road, values) for _ in range(2))
    assert first.url == second.url
    assert Perception.objects.count() == 1
    assert send(client, road, values | {name_of(road): "2"}).status_code == 409


def test_looking_for_a_place_keeps_the_numbers(client, road):
    values = answers((road, 8), go="search", place_way="", coordinates="", place_words="quai")
    text = send(client, road, values).content.decode()
    assert 'value="8" checked' in text
    assert not Perception.objects.exists()


def test_enter_in_another_field_than_the_search_is_no_search(client, road):
    values = answers(go="search", place_way="coordinates")
    text = send(client, road, values).content.decode()
    assert "Choisissez un nombre" in text
    assert send(client, road, answers((road, 8), go="search")).status_code == 303


def test_another_site_cannot_send_it(client, road):
    response = client.post(page(road), answers((road, 8)), headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403


def test_the_receipt_says_what_is_kept_and_withdraws_it(client, road):
    receipt = send(client, road, answers((road, 8))).url.split("?")[0]
    assert "8 sur 10" in client.get(receipt).content.decode()
    client.get(f"{receipt}withdraw/")
    assert Perception.objects.counted().exists()
    client.post(f"{receipt}withdraw/")
    assert "Votre réponse est retirée" in client.get(receipt).content.decode()
    assert not Perception.objects.counted().exists()
    assert (
        client.get(receipt)["Cache-Control"]
        == "max-age=0, no-cache, no-store, must-revalidate, private"
    )


def test_a_walk_without_a_script_is_one_form_per_stop(client):
    question = make_felt_question(context="passing")
    values = answers((question, 4))
    values.pop("go")
    response = send(client, question, values, "walk")
    assert response.status_code == 303
    assert Perception.objects.get().channel == "walk"
    receipt = client.get(response.url.split("?")[0]).content.decode()
    assert page(question, "walk") in receipt


def test_pages_are_there_only_where_something_is_asked(client, road):
    assert client.get(page(road)).status_code == 200
    assert client.get(page(road, "walk")).status_code == 404
    road.is_open = False
    road.save()
    assert client.get(page(road)).status_code == 404


def test_when_the_phase_is_over_it_is_said(client, road):
    with time_machine.travel(timezone.now() + datetime.timedelta(days=40)):
        assert "closes" in client.get(page(road)).content.decode()
        assert send(client, road, answers((road, 8))).status_code == 403


def test_reading_sets_no_cookie_and_writing_one(client, road):
    assert not client.get(page(road)).cookies
    assert [*send(client, road, answers((road, 8))).cookies] == ["participant"]


def test_a_question_without_words_is_the_standard_one(client, road):
    client.force_login(make_staff(road.consultation.organisation))
    address = reverse("admin:participation_feltquestion_add")
    values = {"consultation": road.consultation.pk, "source": "air", "context": "home"}
    values |= {"scale": "0-10", "order": 2, "is_open": "on"}
    assert client.post(address, values).status_code == 302
    made = road.consultation.felt_questions.get(source="air")
    assert "bruit des avions" in made.title_fr
    assert "rumore degli aerei" in made.title_it


def test_an_answered_question_keeps_its_scale(client, road):
    send(client, road, answers((road, 8)))
    client.force_login(make_staff(road.consultation.organisation))
    address = reverse("admin:participation_feltquestion_change", args=[road.pk])
    values = {"consultation": road.consultation.pk, "source": "road", "context": "home"}
    values |= {"scale": "1-5", "order": 0, "title_fr": road.title_fr}
    assert "créez-en une autre" in client.post(address, values).content.decode()
    road.refresh_from_db()
    assert road.scale == "0-10"


def test_staff_of_others_read_no_rating(client, road):
    send(client, road, answers((road, 8)))
    client.force_login(make_staff(make_consultation().organisation))
    rating = Perception.objects.get()
    for name, arguments in (("changelist", []), ("change", [rating.pk])):
        address = reverse(f"admin:participation_perception_{name}", args=arguments)
        assert road.title_fr not in client.get(address, follow=True).content.decode()


@pytest.mark.parametrize(("role", "sees"), [("organiser", True), ("moderator", False)])
def test_where_a_home_is_is_for_organisers(client, road, role, sees):
    send(client, road, answers((road, 8)))
    client.force_login(make_staff(road.consultation.organisation, role=role))
    address = reverse("admin:participation_perception_change", args=[Perception.objects.get().pk])
    assert ("43.450000" in client.get(address).content.decode()) == sees


def test_the_page_of_a_consultation_leads_to_what_is_asked(client, road):
    address = reverse("participation:consultation", args=[road.consultation.slug])
    assert page(road) in client.get(address).content.decode()
    road.is_open = False
    road.save()
    assert page(road) not in client.get(address).content.decode()


def test_words_of_the_organiser_stand_at_the_ends(client, road):
    road.title_fr, road.source = "Fait-il trop chaud ici\u202f?", ""
    road.least_label_fr, road.most_label_fr = "agréable", "insupportable"
    road.save()
    text = client.get(page(road)).content.decode()
    assert "agréable" in text
    assert "insupportable" in text
    assert "pas du tout" not in text


def test_staff_hide_a_rating_and_count_it_again(client, road):
    send(client, road, answers((road, 8)))
    client.force_login(make_staff(road.consultation.organisation))
    address = reverse("admin:participation_perception_changelist")
    rating = Perception.objects.get()
    for action, counted in (("hide", 0), ("count_them", 1)):
        client.post(address, {"action": action, "_selected_action": [rating.pk]})
        assert Perception.objects.counted().count() == counted


def test_what_was_withdrawn_staff_cannot_count_again(client, road):
    receipt = send(client, road, answers((road, 8))).url.split("?")[0]
    client.post(f"{receipt}withdraw/")
    client.force_login(make_staff(road.consultation.organisation))
    rating = Perception.objects.get()
    values = {"action": "count_them", "_selected_action": [rating.pk]}
    client.post(reverse("admin:participation_perception_changelist"), values)
    assert not Perception.objects.counted().exists()
