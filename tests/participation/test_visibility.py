"""Who may read what: the public, authors, staff of the organisation, staff of others."""

import pytest
from django.urls import reverse

from participation.consultations.models import Consultation
from participation.contributions.models import Contribution
from participation.discussion.models import Comment
from participation.moderation import decisions
from tests.factories import (
    make_comment,
    make_consultation,
    make_contribution,
    make_participant,
    make_staff,
    make_superuser,
    make_user,
    visitor,
)

pytestmark = pytest.mark.django_db
STATES = ["pending", "published", "hidden", "merged", "withdrawn"]


@pytest.fixture
def author():
    return make_participant()


@pytest.fixture
def consultation(author):
    consultation = make_consultation()
    for state in STATES:
        make_contribution(consultation, participant=author, visibility=state)
    return consultation


def seen_by(somebody):
    rows = Contribution.objects.visible_to(somebody)
    return [state for state in STATES if rows.filter(visibility=state).exists()]


def test_the_public_reads_what_is_published(consultation):
    assert seen_by(visitor()) == ["published"]
    assert seen_by(visitor(make_participant())) == ["published"]
    assert seen_by(visitor(user=make_user())) == ["published"]


def test_authors_read_their_own_pending_too(consultation, author):
    assert seen_by(visitor(author)) == ["pending", "published"]
    author.user = make_user()
    author.save()
    assert seen_by(visitor(user=author.user)) == ["pending", "published"]


def test_staff_read_everything_of_their_organisation_and_nothing_of_others(consultation):
    assert seen_by(visitor(user=make_staff(consultation.organisation))) == STATES
    assert seen_by(visitor(user=make_superuser())) == STATES
    other = make_staff(make_consultation().organisation)
    assert seen_by(visitor(user=other)) == ["published"]


def test_former_staff_read_as_the_public(consultation):
    user = make_staff(consultation.organisation)
    user.is_staff = False
    assert seen_by(visitor(user=user)) == ["published"]


def test_nothing_of_an_unpublished_consultation_is_public(consultation, author):
    Consultation.objects.update(is_published=False)
    assert seen_by(visitor()) == []
    assert not Consultation.objects.visible_to(visitor()).exists()
    staff = visitor(user=make_staff(consultation.organisation))
    assert Consultation.objects.visible_to(staff).exists()


@pytest.mark.parametrize("state", STATES)
def test_a_comment_is_never_more_visible_than_its_contribution(state, author):
    contribution = make_contribution(participant=author, visibility=state)
    make_comment(contribution)
    assert Comment.objects.visible_to(visitor()).exists() == (state == "published")


def test_commenters_read_their_own_pending_comment():
    somebody = make_participant()
    make_comment(participant=somebody, visibility="pending")
    assert Comment.objects.visible_to(visitor(somebody)).exists()
    assert not Comment.objects.visible_to(visitor()).exists()


@pytest.mark.parametrize(
    ("state", "status"),
    [("pending", 404), ("published", 200), ("hidden", 410), ("merged", 410), ("withdrawn", 410)],
)
def test_the_page_of_a_contribution_answers_by_its_state(client, state, status):
    contribution = make_contribution(visibility=state, title="Secret éventé")
    response = client.get(reverse("participation:contribution", args=[contribution.pk]))
    assert response.status_code == status
    assert ("Secret éventé" in response.content.decode()) == (state == "published")


def test_what_was_never_public_is_not_found_once_hidden(client):
    contribution = make_contribution(visibility="hidden", published_at=None)
    response = client.get(reverse("participation:contribution", args=[contribution.pk]))
    assert response.status_code == 404


def test_the_author_of_a_hidden_contribution_reads_the_reason_at_the_receipt(client):
    contribution = make_contribution()
    decisions.hide(contribution, make_staff(), "Elle nomme un voisin.")
    page = client.get(reverse("participation:receipt", args=[contribution.token]))
    assert "Elle nomme un voisin." in page.content.decode()


def test_hiding_takes_away_from_pages_at_once(client):
    contribution = make_contribution(title="Bientôt masquée")
    address = reverse("participation:consultation", args=[contribution.consultation.slug])
    assert "Bientôt masquée" in client.get(address).content.decode()
    decisions.hide(contribution, None, "Hors sujet.")
    assert "Bientôt masquée" not in client.get(address).content.decode()


def test_every_decision_raises_the_version_of_the_data():
    contribution = make_contribution()
    before = Consultation.objects.get().data_version
    decisions.hide(contribution, None, "Hors sujet.")
    decisions.publish(contribution, None, "Relue.")
    assert Consultation.objects.get().data_version == before + 2


def test_a_withdrawn_contribution_cannot_be_published_by_staff():
    contribution = make_contribution(visibility="withdrawn")
    assert decisions.publish(contribution, None, "Par erreur.") is None
    contribution.refresh_from_db()
    assert contribution.visibility == "withdrawn"
