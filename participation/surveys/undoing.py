"""Takes a whole survey back: its ratings go, and those who gave nothing else."""

from django.db import transaction
from django.utils import timezone

from participation.imports.importing import allow_long_statements
from participation.imports.undoing import AlreadyTakenBack, remove
from participation.perception.models import Perception
from participation.perception.origins import SurveyImport


@transaction.atomic
def take_back(record: SurveyImport, actor: str) -> int:
    """Delete what an import brought, and return how many ratings that was.

    The next release of a crossing counts without them. Raises AlreadyTakenBack.
    """
    allow_long_statements()
    record = SurveyImport.objects.select_for_update(no_key=True, of=["self"]).get(pk=record.pk)
    if record.is_taken_back:
        raise AlreadyTakenBack(record.pk)
    removed = remove(Perception.objects.filter(survey=record))
    record.taken_back_at, record.taken_back_by = timezone.now(), actor
    record.save(update_fields=["taken_back_at", "taken_back_by"])
    return removed
