"""What becomes of a cell: a team takes it for two hours, gives it back, finishes it; staff decide.

Every change is one UPDATE with its condition, so that of two teams one gets the cell.
"""

import datetime
import math

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from participation.accounts import limits
from participation.accounts.visitors import author_for
from participation.carto_parties.models import (
    CHECKED,
    DONE,
    FREE,
    IMPOSSIBLE,
    TAKEN,
    TO_REDO,
    Cell,
)
from participation.consultations.rights import is_admitted

HELD_FOR = datetime.timedelta(hours=2)
EACH = 40  # changes of cells per participant in ten minutes
MOST_HELD = 5  # cells at once, for who is not staff
DECISIONS = (FREE, DONE, CHECKED, TO_REDO, IMPOSSIBLE)


class NotOpen(Exception):
    """The carto-party has not begun, is over, or lets only people with an account take part."""


class TakenByOthers(Exception):
    """Another team has the cell, or it needs nobody any more."""

    def __init__(self, cell):
        super().__init__(cell.code)
        self.cell = cell


class NotHeld(Exception):
    """Whoever asks does not hold the cell: it was given back, or taken by others since."""


class HoldsEnough(Exception):
    """Whoever asks holds as many cells as one team may."""


def is_open(party, visitor, now=None):
    """Whether cells may be taken now, by this kind of visitor."""
    now = now or timezone.now()
    is_public = party.is_published and party.consultation.is_published
    is_now = party.starts_at <= now < party.ends_at
    return is_public and is_now and is_admitted(visitor, party.consultation)


def awaits(now):
    """The condition of a cell that anyone may take: free, to be redone, or kept too long."""
    return Q(status__in=[FREE, TO_REDO]) | Q(status=TAKEN, lock_until__lte=now)


def take(cell, visitor, team, network="", now=None):
    """Give the cell to a team for two hours; returns its participant, made at the first write.

    Raises NotOpen, TakenByOthers, HoldsEnough or limits.TooMany.
    """
    now = now or timezone.now()
    if not is_open(cell.party, visitor, now):
        raise NotOpen(cell.party_id)
    with transaction.atomic():
        author = counted(visitor, network)
        if held_by(author, now).exclude(pk=cell.pk).count() >= most_held(cell.party, visitor):
            raise HoldsEnough(cell.code)
        own = Q(status=TAKEN, participant=author)
        changed = Cell.objects.filter(awaits(now) | own, pk=cell.pk).update(
            status=TAKEN,
            team=team,
            participant=author,
            lock_until=now + HELD_FOR,
            updated_at=now,
        )
        if not changed:
            cell.refresh_from_db()
            raise TakenByOthers(cell)
    return author


def held_by(participant, now):
    """The cells that somebody holds now."""
    return Cell.objects.filter(status=TAKEN, participant=participant, lock_until__gt=now)


def most_held(party, visitor):
    """How many cells one may hold: staff write down what teams with paper take."""
    is_theirs = visitor.user.has_perm("participation.change_cartoparty", party)
    return math.inf if is_theirs else MOST_HELD


def extend(cell, visitor, network="", now=None):
    """Two more hours from now, for whoever holds the cell."""
    now = now or timezone.now()
    change(cell, visitor, network, [TAKEN], status=TAKEN, lock_until=now + HELD_FOR)


def give_back(cell, visitor, network=""):
    """Leave the cell to others; what was noted stays."""
    free = {"status": FREE, "team": "", "participant": None}
    change(cell, visitor, network, [TAKEN], lock_until=None, **free)


def finish(cell, visitor, note="", network=""):
    """Everything in the cell was looked at."""
    change(cell, visitor, network, [TAKEN], status=DONE, lock_until=None, note=note)


def call_impossible(cell, visitor, note, network=""):
    """Nobody can survey the cell; `note` says why."""
    change(cell, visitor, network, [TAKEN], status=IMPOSSIBLE, lock_until=None, note=note)


def resume(cell, visitor, network="", now=None):
    """Take a cell up again that the same team had finished."""
    now = now or timezone.now()
    until = now + HELD_FOR
    change(cell, visitor, network, [DONE, IMPOSSIBLE], status=TAKEN, lock_until=until)


def change(cell, visitor, network, states, **values):
    """One change by whoever holds the cell; raises NotOpen, NotHeld or limits.TooMany."""
    if not is_open(cell.party, visitor):
        raise NotOpen(cell.party_id)
    with transaction.atomic():
        counted(visitor, network)
        held = Cell.objects.filter(
            pk=cell.pk, status__in=states, participant__in=visitor.participant_ids
        )
        if not held.update(updated_at=timezone.now(), **values):
            raise NotHeld(cell.code)


def counted(visitor, network):
    """The participant who writes, within the limits of everyone."""
    author = author_for(visitor)
    limits.take("cell", author.pk, network, EACH)
    return author


def decide(cell, status, note):
    """What staff decide: it holds whoever has the cell."""
    values = {"status": status, "note": note, "lock_until": None, "updated_at": timezone.now()}
    if status in (FREE, TO_REDO):
        values |= {"team": "", "participant": None}
    Cell.objects.filter(pk=cell.pk).update(**values)


def forget_teams(now=None):
    """Erase who took which cell in carto-parties that have ended; returns in how many cells."""
    ended = Cell.objects.filter(party__ends_at__lt=now or timezone.now())
    return ended.exclude(team="", participant=None).update(team="", participant=None)
