"""What contributing stores, refuses and repeats."""

import datetime
import uuid

import pytest
import shapely
import time_machine
from django.utils import timezone

from participation.accounts import limits
from participation.accounts.models import Participant
from participation.contributions.contributing import (
    DrawingRefused,
    NotAllowed,
    PhaseClosed,
    SentOtherwise,
    contribute,
)
from participation.contributions.models import Contribution
from tests.factories import (
    ACROSS,
    INSIDE,
    OUTSIDE,
    make_consultation,
    make_participant,
    make_phase,
    make_sent,
    make_user,
    shape,
    visitor,
)

pytestmark = pytest.mark.django_db


def test_what_is_sent_is_stored_and_published_at_once():
    consultation = make_consultation()
    outcome = contribute(consultation, visitor(), make_sent(title="Un banc"))
    stored = Contribution.objects.get()
    assert outcome.is_new
    assert (stored.title, stored.visibility, stored.course) == ("Un banc", "published", "received")
    assert stored.reference == "PV-0001"
    assert stored.perimeter_version == consultation.perimeter.current


def test_a_drawing_across_the_edge_is_kept_in_part_and_as_it_was_drawn():
    stored = contribute(make_consultation(), visitor(), make_sent(ACROSS)).contribution
    stored.refresh_from_db()
    assert stored.outcome == "clipped"
    assert stored.share_kept == pytest.approx(0.5, abs=0.001)
    assert shape(stored.drawn).equals(shapely.from_wkt(ACROSS))
    assert shape(stored.geometry).bounds == pytest.approx((8.325, 43.44, 8.33, 43.45))


def test_the_pin_of_an_area_stands_on_it():
    stored = contribute(make_consultation(), visitor(), make_sent(ACROSS)).contribution
    stored.refresh_from_db()
    assert stored.geometry.contains(stored.anchor)


def test_a_place_outside_is_refused_and_leaves_no_trace():
    with pytest.raises(DrawingRefused) as refused:
        contribute(make_consultation(), visitor(), make_sent(OUTSIDE))
    assert refused.value.verdict.reason.code == "outside"
    assert not Contribution.objects.exists()
    assert not Participant.objects.exists()


def test_the_same_message_again_gives_the_same_contribution_and_link():
    consultation, sent = make_consultation(), make_sent()
    first = contribute(consultation, visitor(), sent)
    second = contribute(consultation, visitor(), sent)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.contribution == second.contribution
    assert first.token == second.token
    assert Contribution.objects.count() == Participant.objects.count() == 1


def test_a_repeat_after_a_day_gives_no_private_link():
    consultation, sent = make_consultation(), make_sent()
    contribute(consultation, visitor(), sent)
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=25)):
        assert contribute(consultation, visitor(), sent).token is None


def test_another_content_under_the_same_client_id_is_a_conflict():
    consultation, client_id = make_consultation(), uuid.uuid4()
    contribute(consultation, visitor(), make_sent(client_id=client_id))
    with pytest.raises(SentOtherwise):
        contribute(consultation, visitor(), make_sent(client_id=client_id, title="Autre chose"))


def test_the_same_client_id_in_another_consultation_is_another_contribution():
    sent = make_sent()
    assert contribute(make_consultation(), visitor(), sent).is_new
    assert contribute(make_consultation(), visitor(), sent).is_new


def test_numbers_follow_one_another_after_a_refusal():
    consultation = make_consultation()
    contribute(consultation, visitor(), make_sent())
    with pytest.raises(DrawingRefused):
        contribute(consultation, visitor(), make_sent(OUTSIDE))
    assert contribute(consultation, visitor(), make_sent()).contribution.number == 2


def test_after_moderation_everything_waits():
    consultation = make_consultation(publishing="after_moderation")
    stored = contribute(consultation, visitor(), make_sent()).contribution
    assert (stored.visibility, stored.published_at) == ("pending", None)


def test_a_closed_phase_takes_nothing():
    consultation = make_consultation(phase=False)
    make_phase(consultation, opens_contributing=False)
    with pytest.raises(PhaseClosed):
        contribute(consultation, visitor(), make_sent())


def test_a_consultation_for_accounts_takes_nothing_from_others():
    consultation = make_consultation(who_may_contribute="accounts")
    with pytest.raises(NotAllowed):
        contribute(consultation, visitor(), make_sent())
    user = make_user()
    stored = contribute(consultation, visitor(user=user), make_sent()).contribution
    assert stored.participant.user == user


def test_a_new_contribution_raises_the_version_of_the_data():
    consultation = make_consultation()
    before = consultation.data_version
    contribute(consultation, visitor(), make_sent())
    consultation.refresh_from_db()
    assert consultation.data_version == before + 1


def test_only_the_hash_of_the_private_link_is_stored():
    outcome = contribute(make_consultation(), visitor(), make_sent())
    row = Contribution.objects.filter(pk=outcome.contribution.pk).values().get()
    assert len(outcome.token) == 22
    assert outcome.token not in str(row)


def test_the_eleventh_contribution_in_ten_minutes_is_refused():
    consultation, somebody = make_consultation(), visitor(make_participant())
    for _ in range(limits.CONTRIBUTIONS_EACH):
        contribute(consultation, somebody, make_sent())
    with pytest.raises(limits.TooMany):
        contribute(consultation, somebody, make_sent())
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=10, seconds=1)):
        assert contribute(consultation, somebody, make_sent(INSIDE)).is_new


def test_what_was_said_elsewhere_keeps_its_day_and_knows_no_limit():
    consultation, then = (
        make_consultation(phase=False),
        timezone.now() - datetime.timedelta(days=90),
    )
    make_phase(
        consultation,
        opens_at=then - datetime.timedelta(days=1),
        closes_at=then + datetime.timedelta(days=1),
    )
    for _ in range(limits.CONTRIBUTIONS_EACH + 1):
        stored = contribute(consultation, visitor(), make_sent(), "import", at=then).contribution
    assert (stored.created_at, stored.published_at) == (then, then)
    with pytest.raises(PhaseClosed):
        contribute(consultation, visitor(), make_sent(), "import")
