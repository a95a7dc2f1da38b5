"""Asks again, after a perimeter changed, what lies inside: flags for staff, nothing else."""

from django.db.models import Q
from django.utils import timezone

from geo.perimeters.clipping import judge
from geo.perimeters.conversion import from_django
from geo.perimeters.grounds import ground_of
from participation.consultations.models import Consultation
from participation.contributions.judging import rules_of, version_of
from participation.contributions.models import Contribution

BATCH = 1000


def recheck(consultation):
    """Flag the contributions that the perimeter in force would refuse; returns how many.

    What was drawn and what was kept stay as they are; a flag is taken back where it is wrong.
    """
    ground, rules = ground_of(version_of(consultation)), rules_of(consultation)
    contributions = Contribution.objects.filter(consultation=consultation)
    placed = contributions.filter(drawn__isnull=False)
    outside, inside = [], []
    for pk, drawn in placed.values_list("pk", "drawn").iterator(chunk_size=BATCH):
        is_kept = judge(from_django(drawn), ground, rules).may_send
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
        recheck(consultation)
