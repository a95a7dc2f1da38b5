"""Asks again, after a perimeter changed, what lies inside: flags for staff, nothing else."""

import datetime

from django.db.models import Q
from django.utils import timezone

from geo.perimeters.clipping import judge
from geo.perimeters.conversion import from_django
from geo.perimeters.grounds import ground_of
from participation.consultations.models import Consultation
from participation.contributions.judging import rules_of, version_of
from participation.contributions.models import Contribution

BATCH = 1000
EVERYTHING = Q()
LONGEST_WRITE = datetime.timedelta(minutes=5)  # generously: what was begun before is done by then


def recheck(consultation, among=EVERYTHING):
    """Flag the contributions that the perimeter in force would refuse; returns how many.

    What was drawn and what was kept stay as they are; a flag is taken back where it is wrong.
    `among` narrows down which are looked at.
    """
    ground, rules = ground_of(version_of(consultation)), rules_of(consultation)
    contributions = Contribution.objects.filter(among, consultation=consultation)
    placed = contributions.filter(drawn__isnull=False)
    outside, inside = [], []
    of_objects = rules_of(consultation, is_referred=True)
    for pk, drawn, about in placed.values_list("pk", "drawn", "about").iterator(chunk_size=BATCH):
        is_kept = judge(from_django(drawn), ground, of_objects if about else rules).may_send
        (inside if is_kept else outside).append(pk)
    mark(contributions.filter(found_outside_at=None), outside, timezone.now())
    mark(contributions.filter(~Q(found_outside_at=None)), inside, None)
    return len(outside)


def mark(contributions, pks, found_outside_at):
    for start in range(0, len(pks), BATCH):
        batch = contributions.filter(pk__in=pks[start : start + BATCH])
        batch.update(found_outside_at=found_outside_at)


def recheck_perimeter(version):
    """Called when a version of a perimeter is accepted, inside that transaction."""
    for consultation in Consultation.objects.filter(perimeter_id=version.perimeter_id):
        consultation.perimeter.current_id = version.pk
        begun = timezone.now()
        recheck(consultation)
        recheck_latecomers(consultation, begun)


def recheck_latecomers(consultation, begun):
    """Judge what was written meanwhile, by the perimeter before.

    Nobody waits during the long re-check. Then the consultation's row is locked, as all who write
    do: who comes after is judged by the new version.
    """
    Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
    is_new = Q(number__gt=consultation.last_number)
    recheck(consultation, is_new | Q(edited_at__gte=begun - LONGEST_WRITE))
