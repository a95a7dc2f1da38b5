"""Comments: stored once, counted, held back, told why not."""

import uuid

import pytest
from django.urls import reverse

from participation.accounts.visitors import COOKIE
from participation.contributions.models import Contribution
from participation.discussion.models import Comment
from participation.moderation import decisions
from tests.factories import make_consultation, make_contribution, make_phase

pytestmark = pytest.mark.django_db


@pytest.fixture
def contribution():
    return make_contribution()


def said(**changes):
    values = {"client_id": str(uuid.uuid4()), "text": "Gardez 1,80 m de passage.", "language": "fr"}
    return values | changes


def post(client, contribution, message):
    return client.post(reverse("participation:comment", args=[contribution.pk]), message)


def test_a_comment_is_published_counted_and_shown(client, contribution):
    response = post(client, contribution, said(display_name="Marc"))
    comment = Comment.objects.get()
    assert response.status_code == 303
    assert response.url.endswith(f"/contributions/{contribution.pk}/#comment-{comment.pk}")
    assert list(response.cookies) == [COOKIE]
    assert Contribution.objects.get().comment_count == 1
    assert "Gardez 1,80 m" in client.get(response.url).content.decode()


def test_the_same_comment_twice_is_stored_once(client, contribution):
    message = said()
    addresses = {post(client, contribution, message).url for _ in range(2)}
    assert len(addresses) == Comment.objects.count() == 1


def test_other_words_under_the_same_id_are_told(client, contribution):
    message = said()
    post(client, contribution, message)
    response = post(client, contribution, message | {"text": "Autre chose."})
    assert response.status_code == 409
    assert response.context["comment_form"]["text"].value() == "Autre chose."
    assert str(response.context["comment_form"]["client_id"].value()) != message["client_id"]


@pytest.mark.parametrize(
    "changes",
    [{"text": ""}, {"text": " \n "}, {"text": "x" * 1001}, {"client_id": "x"}, {"website": "x"},
     {"language": "de"}, {"display_name": "x" * 61}],
)  # fmt: skip
def test_a_wrong_comment_is_given_back(client, contribution, changes):
    response = post(client, contribution, said(**changes))
    assert response.status_code == 422
    assert response.context["errors_count"] >= 1
    assert not Comment.objects.exists()


def test_comments_close_with_their_phase(client):
    consultation = make_consultation(phase=False)
    make_phase(consultation)
    contribution = make_contribution(consultation)
    consultation.phases.update(opens_commenting=False)
    response = post(client, contribution, said())
    assert response.status_code == 403
    assert response.context["comments_closed_sentence"]
    assert "Gardez 1,80 m" in response.context["comment_form"]["text"].value()


def test_comments_wait_where_everything_is_read_first(client):
    contribution = make_contribution(make_consultation(publishing="after_moderation"))
    post(client, contribution, said())
    assert Comment.objects.get().visibility == "pending"
    assert Contribution.objects.get().comment_count == 0
    address = reverse("participation:contribution", args=[contribution.pk])
    assert "Gardez 1,80 m" in client.get(address).content.decode()
    client.cookies.clear()
    assert "Gardez 1,80 m" not in client.get(address).content.decode()


def test_nothing_can_be_said_under_what_is_not_shown(client):
    for visibility, status in [("hidden", 410), ("pending", 404)]:
        contribution = make_contribution(visibility=visibility)
        assert post(client, contribution, said()).status_code == status
    assert not Comment.objects.exists()


def test_the_twenty_first_comment_in_ten_minutes_is_given_back(client, contribution):
    for _ in range(20):
        post(client, contribution, said())
    response = post(client, contribution, said(text="Le vingt-et-unième"))
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert response.context["comment_form"]["text"].value() == "Le vingt-et-unième"


def test_hiding_a_comment_takes_it_from_the_count(client, contribution):
    post(client, contribution, said())
    decisions.hide(Comment.objects.get(), None, "Insulte.")
    assert Contribution.objects.get().comment_count == 0


def test_a_comment_from_another_site_is_refused(client, contribution):
    address = reverse("participation:comment", args=[contribution.pk])
    response = client.post(address, said(), headers={"origin": "https://evil.example"})
    assert response.status_code == 403
