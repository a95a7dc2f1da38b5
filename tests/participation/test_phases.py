"""What is open at which instant, also where the clocks change."""

import datetime
import zoneinfo

import pytest
import time_machine
from django.db import IntegrityError

from participation.consultations.phases import state_of
from participation.consultations.rights import may_contribute
from tests.factories import make_consultation, make_phase, visitor

pytestmark = pytest.mark.django_db
PARIS = zoneinfo.ZoneInfo("Europe/Paris")
SECOND = datetime.timedelta(seconds=1)


def at(text, fold=0, zone=PARIS):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


@pytest.fixture
def consultation():
    return make_consultation(phase=False)


def test_a_phase_opens_at_its_first_instant_and_closes_just_before_its_last(consultation):
    opens, closes = at("2026-04-05T00:00"), at("2026-06-04T00:00")
    make_phase(consultation, opens_at=opens, closes_at=closes)
    seen = [
        state_of(consultation, instant).is_contributing
        for instant in (opens - SECOND, opens, closes - SECOND, closes)
    ]
    assert seen == [False, True, True, False]


@pytest.mark.parametrize(
    ("closes", "last_open", "first_closed"),
    [
        # 2 h 30 in the night that has no 2 h 30: an hour after 1 h 30 it is already 3 h 30.
        (at("2027-03-28T03:00"), at("2027-03-28T01:59:59"), at("2027-03-28T03:00")),
        # 2 h 30 comes twice in the night of autumn; the second one closes.
        (
            at("2026-10-25T02:30", fold=1),
            at("2026-10-25T02:30", fold=0),
            at("2026-10-25T02:30", fold=1),
        ),
    ],
)
def test_the_hour_of_closing_is_an_instant_where_clocks_change(
    consultation, closes, last_open, first_closed
):
    make_phase(consultation, opens_at=at("2026-09-01T00:00"), closes_at=closes)
    with time_machine.travel(last_open, tick=False):
        assert may_contribute(visitor(), consultation)
    with time_machine.travel(first_closed, tick=False):
        assert not may_contribute(visitor(), consultation)


def test_a_phase_overseas_closes_in_its_own_evening(consultation):
    guadeloupe = zoneinfo.ZoneInfo("America/Guadeloupe")
    closes = at("2026-06-04T00:00", zone=guadeloupe)
    make_phase(consultation, opens_at=at("2026-04-05T00:00"), closes_at=closes)
    assert state_of(consultation, at("2026-06-04T05:59")).is_contributing
    assert not state_of(consultation, at("2026-06-04T06:00")).is_contributing


def test_the_page_tells_the_closing_hour_in_the_time_zone_of_the_consultation(client):
    consultation = make_consultation(phase=False, time_zone="America/Guadeloupe")
    closes = at("2026-06-04T00:00", zone=zoneinfo.ZoneInfo("America/Guadeloupe"))
    make_phase(consultation, opens_at=at("2026-04-05T00:00"), closes_at=closes)
    with time_machine.travel(at("2026-05-12T12:00")):
        page = client.get(f"/en/consultations/{consultation.slug}/")
    assert page.context["now"].days_left == 23


@pytest.mark.parametrize(
    ("day", "state", "index", "days_left"),
    [
        ("2026-02-01T12:00", "coming", None, None),
        ("2026-03-15T12:00", "open", 1, 20),
        ("2026-04-04T12:00", "between", None, None),
        ("2026-05-12T12:00", "open", 2, 23),
        ("2026-07-01T12:00", "over", None, None),
    ],
)
def test_where_a_consultation_stands(consultation, day, state, index, days_left):
    make_phase(
        consultation,
        opens_at=at("2026-03-01T00:00"),
        closes_at=at("2026-04-04T00:00"),
        opens_contributing=False,
    )
    make_phase(consultation, opens_at=at("2026-04-05T00:00"), closes_at=at("2026-06-04T00:00"))
    now = state_of(consultation, at(day))
    assert (now.state, now.index, now.days_left) == (state, index, days_left)
    assert now.count == 2


def test_a_phase_that_closes_before_it_opens_is_refused_by_the_database(consultation):
    day = at("2026-04-05T00:00")
    with pytest.raises(IntegrityError):
        make_phase(consultation, opens_at=day, closes_at=day)


def test_contributing_and_commenting_open_apart(consultation):
    make_phase(consultation, opens_contributing=False, opens_commenting=True)
    now = state_of(consultation)
    assert (now.is_contributing, now.is_commenting) == (False, True)


def test_before_contributions_open_the_day_is_said(client):
    consultation = make_consultation(phase=False)
    opens = at("2026-06-04T00:00")
    make_phase(consultation, opens_at=opens, closes_at=at("2026-07-01T00:00"))
    address = f"/fr/consultations/{consultation.slug}/take-part/"
    with time_machine.travel(at("2026-05-03T12:00"), tick=False):
        assert "Les contributions ouvriront le 4 juin." in client.get(address).text
    with time_machine.travel(at("2026-07-03T12:00"), tick=False):
        assert "Les contributions sont closes." in client.get(address).text


def test_while_another_phase_is_open_they_open_later_and_are_not_closed(client):
    consultation = make_consultation(phase=False)
    now = {"opens_contributing": False, "opens_commenting": False}
    make_phase(
        consultation, opens_at=at("2026-05-01T00:00"), closes_at=at("2026-06-04T00:00"), **now
    )
    make_phase(consultation, opens_at=at("2026-06-04T00:00"), closes_at=at("2026-07-01T00:00"))
    address = f"/fr/consultations/{consultation.slug}/take-part/"
    with time_machine.travel(at("2026-05-03T12:00"), tick=False):
        assert "ouvriront le 4 juin" in client.get(address).text
