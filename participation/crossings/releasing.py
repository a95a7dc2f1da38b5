"""Computes crossings: live for the staff, or as a numbered release that the public sees."""

import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from geo.analysis.pipeline import VERSION
from participation.consultations.versions import raise_version
from participation.crossings.cells import PUBLIC_COLUMNS
from participation.crossings.computing import STEPS, Progress, computed, present
from participation.crossings.describing import parameters_of, totals_of
from participation.crossings.models import LIVE, PUBLIC, Crossing, Release, ReleasedCell
from participation.crossings.naming import name_cells
from participation.crossings.respondents import forget_before, forget_erased
from participation.crossings.taking import Occasion, day_of, occasion_of, taken_for
from participation.crossings.writing import cells_of, store_cells

RELEASES_KEPT = 30  # of which the cells are kept; totals of all


class ReleasedToday(Exception):
    """There was a release today: `release`. A day must pass before the next one."""

    def __init__(self, release: Release):
        super().__init__(release)
        self.release = release


def _silence(*_told) -> None:
    pass


@transaction.atomic
def compute_live(crossing: Crossing, progress: Progress = _silence) -> Release:
    """Compute how things stand, for the staff alone, in the place of what was computed before.

    Raises NoPerimeter and TooManyCells.
    """
    crossing = _locked(crossing)
    forget_erased(crossing)
    now = present(crossing, progress)
    result = computed(now, now.taken)
    crossing.releases.filter(kind=LIVE).delete()
    release = _stored(crossing, Release(kind=LIVE, number=0), (result, now, now.taken), {})
    progress(STEPS, STEPS)
    return release


@transaction.atomic
def publish_release(
    crossing: Crossing, progress: Progress = _silence, *, at: datetime.datetime | None = None
) -> Release | None:
    """Make the next public release, and return it; None where nothing would change.

    at: the instant of the release, now unless told. Raises ReleasedToday, NoPerimeter and
    TooManyCells.
    """
    at = at or timezone.now()
    crossing = _locked(crossing)
    forget_erased(crossing)
    occasion = occasion_of(crossing, at)
    shown = crossing.shown
    if shown and day_of(shown) == occasion.day and not occasion.is_last:
        raise ReleasedToday(shown)
    now = present(crossing, progress)
    taken = taken_for(occasion, now)
    result = computed(now, taken)
    number = (crossing.releases.aggregate(last=Max("number"))["last"] or 0) + 1
    release = Release(kind=PUBLIC, number=number, made_at=at)
    made = _stored(crossing, release, (result, now, taken), _said(occasion))
    if shown and not occasion.is_last and _same(shown, made):
        made.delete()
        return None
    forget_before(made)
    _forget_cells(crossing)
    raise_version(crossing.consultation_id)
    progress(STEPS, STEPS)
    return made


def _said(occasion: Occasion) -> dict:
    return {"is_last": occasion.is_last, "is_held": occasion.is_held}


def _locked(crossing: Crossing) -> Crossing:
    """Return it as it is stored; others who would compute it wait."""
    rows = Crossing.objects.select_for_update(of=("self",))
    related = ("consultation__perimeter__current", "question", "theme", "dataset__indicator")
    return rows.select_related(*related, "dataset__current").get(pk=crossing.pk)


def _stored(crossing: Crossing, release: Release, made, said: dict) -> Release:
    """Write a release and its cells."""
    result, now, taken = made
    is_public = release.kind == PUBLIC
    before = crossing.shown
    release.crossing = crossing
    release.method_version = VERSION
    release.parameters = parameters_of(crossing, now, result) | said
    totals = {"before": before and before.totals, "is_public": is_public}
    release.totals = totals_of(result, now, taken, **totals)
    release.save(force_insert=True)
    cells = cells_of(release, result, taken, crossing.consultation.perimeter.metric_srid)
    name_cells(crossing, cells)
    store_cells(cells)
    release.is_complete = True
    release.save(update_fields=["is_complete"])
    return release


SEEN = [name for name in PUBLIC_COLUMNS if name != "taken_on"]
NOT_SEEN = {"is_last", "is_held"}


def _same(one: Release, other: Release) -> bool:
    """Whether a reader would see the same cells, made in the same way."""
    told, said = (
        {k: v for k, v in r.parameters.items() if k not in NOT_SEEN} for r in (one, other)
    )
    if told != said or one.method_version != other.method_version:
        return False
    rows, others = (list(r.cells.order_by("i", "j").values_list(*SEEN)) for r in (one, other))
    return rows == others


def _forget_cells(crossing: Crossing) -> None:
    """Drop the cells of releases long past."""
    kept = crossing.releases.public().values("pk")[:RELEASES_KEPT]
    old = ReleasedCell.objects.filter(release__crossing=crossing, release__kind=PUBLIC)
    old.exclude(release__in=list(kept.values_list("pk", flat=True)))._raw_delete("default")


def due(now: datetime.datetime | None = None) -> list[Crossing]:
    """Return the crossings of which the public may see a newer release.

    Published ones of published consultations, not released today, that are open or were not
    released since they closed.
    """
    rows = Crossing.objects.filter(is_published=True, consultation__is_published=True)
    return [one for one in rows.select_related("consultation") if _is_due(one, now)]


def _is_due(crossing: Crossing, now: datetime.datetime | None) -> bool:
    occasion = occasion_of(crossing, now)
    shown = crossing.shown
    if shown is None or occasion.is_last:
        return True
    return day_of(shown) != occasion.day and not is_over(crossing, now)


def is_over(crossing: Crossing, now: datetime.datetime | None = None) -> bool:
    """Whether its consultation has closed: after the last release nothing new comes by itself."""
    last = crossing.consultation.phases.aggregate(last=Max("closes_at"))["last"]
    return bool(last and last <= (now or timezone.now()))


def forget_erased_everywhere() -> int:
    """Put random words in the place of hashes of people who erased all their answers; how many."""
    return sum(
        forget_erased(one) for one in Crossing.objects.filter(releases__kind=PUBLIC).distinct()
    )
