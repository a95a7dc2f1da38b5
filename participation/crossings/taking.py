"""What a release takes of the answers: a cell is renewed only when several came or went.

Whoever compares two releases before and after one answer finds them the same: everything that is
published of the answers is computed from what is taken here, and from nothing newer.
"""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from participation.crossings.computing import Present, Taken
from participation.crossings.inputs import are_homes_coarse, closed_at
from participation.crossings.models import Crossing, Release
from participation.crossings.respondents import last_release

LEAST_MOVED = 5
"""People who came to a cell or went from it before it takes new values."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a release is made. before: the last one of what is answered; is_last: the one at the
    closing, in which every cell takes its final values; is_held: nothing new is taken."""

    day: datetime.date
    before: Release | None
    is_last: bool
    is_held: bool


def occasion_of(crossing: Crossing, now: datetime.datetime | None = None) -> Occasion:
    """Return what a release made now may take."""
    now = now or timezone.now()
    day = now.astimezone(crossing.consultation.zone).date()
    before = last_release(crossing)
    is_last = is_closing(crossing, before, now) and not are_homes_coarse(crossing, now)
    is_fresh = before is not None and day_of(before) == day
    is_held = before is not None and (is_fresh or are_homes_coarse(crossing, now))
    return Occasion(day, before, is_last, is_held and not is_last)


def day_of(release: Release) -> datetime.date:
    """Return the day on which it was made, where its consultation is."""
    return release.made_at.astimezone(release.crossing.consultation.zone).date()


def is_closing(crossing: Crossing, before: Release | None, now: datetime.datetime) -> bool:
    """Whether the consultation has closed, and no release was made since."""
    closed = closed_at(crossing.consultation)
    return bool(closed and closed <= now and (before is None or before.made_at < closed))


def taken_for(occasion: Occasion, now: Present) -> Taken:
    """Return for each cell the values of now, or those that the last release took."""
    fresh = now.taken
    size = len(now.grid)
    if occasion.before is None or occasion.is_last:
        return Taken(fresh.n, fresh.k, fresh.who, [occasion.day] * size, size)
    held = _held(occasion.before)
    n, k = fresh.n.copy(), fresh.k.copy()
    who, on = list(fresh.who), [occasion.day] * size
    renewed = 0
    for row, place in enumerate(map(tuple, now.grid.cells.tolist())):
        old = held.get(place, NOBODY)
        if not occasion.is_held and len(old.who.symmetric_difference(who[row])) >= LEAST_MOVED:
            renewed += 1
            continue
        n[row], k[row], who[row], on[row] = old.n, old.k, sorted(old.who), old.on
    return Taken(n, k, who, on, renewed)


@dataclass(frozen=True, slots=True)
class Held:
    """What the last release took of one cell."""

    n: int
    k: float
    who: frozenset[str]
    on: datetime.date | None


NOBODY = Held(0, 0.0, frozenset(), None)


def _held(release: Release) -> dict[tuple[int, int], Held]:
    rows = release.cells.values_list("i", "j", "held_n", "held_k", "respondents", "taken_on")
    return {(i, j): Held(n, k, frozenset(who), on) for i, j, n, k, who, on in rows}
