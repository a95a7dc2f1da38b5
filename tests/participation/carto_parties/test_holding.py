"""What becomes of a cell: one team at a time, for two hours, and staff have the last word."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from participation.accounts import limits
from participation.accounts.models import Participant
from participation.carto_parties import holding
from participation.carto_parties.models import Cell
from participation.carto_parties.progress import state_now
from tests.factories import (
    make_cell,
    make_consultation,
    make_participant,
    make_party,
    make_superuser,
    visitor,
)

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def taken(cell=None, team="Tamaris"):
    """A cell, and the visitor who has just taken it."""
    cell = cell or make_cell()
    author = visitor(holding.take(cell, visitor(), team))
    cell.refresh_from_db()
    return cell, author


def test_a_team_takes_a_cell_for_two_hours():
    cell, author = taken()
    assert (cell.status, cell.team) == ("taken", "Tamaris")
    assert cell.participant == author.participant
    assert cell.lock_until - timezone.now() <= 2 * HOUR


def test_another_team_is_told_who_has_it():
    cell, _author = taken()
    with pytest.raises(holding.TakenByOthers) as told:
        holding.take(cell, visitor(), "Mimosas")
    assert told.value.cell.team == "Tamaris"


def test_who_is_refused_leaves_no_participant_behind():
    cell, _author = taken()
    with pytest.raises(holding.TakenByOthers):
        holding.take(cell, visitor(), "Mimosas")
    assert Participant.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_teams_that_take_one_cell_at_once_one_gets_it():
    cell = make_cell()
    start = Barrier(8)

    def try_to(team):
        mine = Cell.objects.select_related("party__consultation").get(pk=cell.pk)
        start.wait()
        try:
            holding.take(mine, visitor(), team)
        except holding.TakenByOthers:
            return None
        finally:
            connection.close()
        return team

    with ThreadPoolExecutor(8) as pool:
        got = [team for team in pool.map(try_to, "ABCDEFGH") if team]
    cell.refresh_from_db()
    assert got == [cell.team]


def test_a_cell_that_was_kept_too_long_is_free_again():
    cell, author = taken()
    Cell.objects.filter(pk=cell.pk).update(lock_until=timezone.now() - HOUR)
    cell.refresh_from_db()
    assert state_now(cell) == "free"
    holding.take(cell, visitor(), "Mimosas")
    with pytest.raises(holding.NotHeld):
        holding.finish(cell, author)


def test_whoever_was_late_may_still_finish_when_nobody_else_came():
    cell, author = taken()
    Cell.objects.filter(pk=cell.pk).update(lock_until=timezone.now() - HOUR)
    holding.finish(cell, author, "Tout y est")
    cell.refresh_from_db()
    assert (cell.status, cell.note, cell.lock_until) == ("done", "Tout y est", None)


def test_a_team_keeps_its_cell_longer_and_gives_it_back():
    cell, author = taken()
    later = timezone.now() + HOUR
    holding.extend(cell, author, now=later)
    cell.refresh_from_db()
    assert cell.lock_until == later + 2 * HOUR
    holding.give_back(cell, author)
    cell.refresh_from_db()
    assert (cell.status, cell.team, cell.participant) == ("free", "", None)


def test_a_team_takes_up_again_what_it_finished():
    cell, author = taken()
    holding.call_impossible(cell, author, "Chantier")
    holding.resume(cell, author)
    cell.refresh_from_db()
    assert (cell.status, cell.team) == ("taken", "Tamaris")


@pytest.mark.parametrize("act", [holding.extend, holding.give_back, holding.finish])
def test_nobody_else_decides_about_a_cell_that_is_taken(act):
    cell, _author = taken()
    with pytest.raises(holding.NotHeld):
        act(cell, visitor(make_participant()))


@pytest.mark.parametrize("status", ["done", "checked", "impossible"])
def test_a_cell_that_needs_nobody_is_not_taken(status):
    with pytest.raises(holding.TakenByOthers):
        holding.take(make_cell(status=status), visitor(), "Tamaris")


def test_a_cell_to_be_redone_is_taken_again():
    cell, _author = taken(make_cell(status="to_redo", note="Un banc en double"))
    assert (cell.status, cell.note) == ("taken", "Un banc en double")


def test_a_team_holds_five_cells_at_most_and_staff_as_many_as_they_write_down():
    party = make_party()
    cells = [make_cell(party, code=f"A{number}") for number in range(1, 8)]
    _cell, author = taken(cells[0])
    for cell in cells[1:5]:
        holding.take(cell, author, "Tamaris")
    with pytest.raises(holding.HoldsEnough):
        holding.take(cells[5], author, "Tamaris")
    staff = visitor(author.participant, make_superuser())
    holding.take(cells[6], staff, "Une équipe sur papier")


@pytest.mark.parametrize(
    "change",
    [
        {"starts_at": timezone.now() + HOUR},
        {"starts_at": timezone.now() - 9 * HOUR, "ends_at": timezone.now() - HOUR},
        {"is_published": False},
        {"consultation": {"who_may_contribute": "accounts"}},
        {"consultation": {"is_published": False}},
    ],
)
def test_cells_are_taken_while_the_party_runs_and_by_those_it_lets(change):
    values = dict(change)
    if "consultation" in values:
        values["consultation"] = make_consultation(**values["consultation"])
    cell = make_cell(make_party(**values))
    with pytest.raises(holding.NotOpen):
        holding.take(cell, visitor(), "Tamaris")


def test_cells_are_taken_and_left_within_the_limits_of_everyone(monkeypatch):
    monkeypatch.setattr(holding, "EACH", 2)
    cell, author = taken()
    holding.extend(cell, author)
    with pytest.raises(limits.TooMany):
        holding.extend(cell, author)


def test_a_whole_network_takes_no_more_than_it_may(monkeypatch):
    monkeypatch.setattr(limits, "NETWORK_AT_MOST", 1)
    party = make_party()
    holding.take(make_cell(party), visitor(), "A", "192.0.2.0/24")
    with pytest.raises(limits.TooMany):
        holding.take(make_cell(party, code="A2"), visitor(), "B", "192.0.2.0/24")


@pytest.mark.parametrize("status", holding.DECISIONS)
def test_staff_have_the_last_word(status):
    cell, author = taken()
    holding.decide(cell, status, "Vu sur place")
    cell.refresh_from_db()
    assert (cell.status, cell.note, cell.lock_until) == (status, "Vu sur place", None)
    with pytest.raises(holding.NotHeld):
        holding.extend(cell, author)


def test_who_took_what_is_forgotten_when_the_party_has_ended():
    cell, _author = taken()
    assert holding.forget_teams() == 0
    assert holding.forget_teams(timezone.now() + 6 * HOUR) == 1
    cell.refresh_from_db()
    assert (cell.team, cell.participant, cell.status) == ("", None, "taken")
