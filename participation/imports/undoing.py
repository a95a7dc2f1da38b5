"""Takes a whole import back: what nobody answered goes, what somebody answered is withdrawn."""

# ruff: noqa: S608 - the SQL is compiled by Django

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from participation.accounts.models import Participant
from participation.consultations.versions import raise_version
from participation.contributions.models import Contribution
from participation.contributions.origins import ContributionImport
from participation.contributions.tiles import recount_all
from participation.imports.importing import allow_long_statements


class AlreadyTakenBack(Exception):
    """The import was taken back before."""


@transaction.atomic
def undo_import(record: ContributionImport, by, progress=None) -> ContributionImport:
    """Remove what an import brought; readers see it gone with the next answer.

    What has comments, decisions, another course or new words since is withdrawn instead: what
    others wrote below it stays, for staff, and it comes back when the file is imported again.
    Numbers are not used again. Raises AlreadyTakenBack. progress: called with contributions, may raise
    to stop it, which leaves everything as it was.
    """
    tell = progress or (lambda _done, _total: None)
    allow_long_statements()
    raise_version(record.consultation_id)
    locked = ContributionImport.objects.select_for_update(no_key=True, of=["self"])
    record = locked.get(pk=record.pk)
    if record.is_taken_back:
        raise AlreadyTakenBack(record.pk)
    brought = Contribution.objects.filter(origin=record)
    total = brought.count()
    tell(0, total)
    answered = brought.filter(is_answered())
    shown = answered.filter(visibility__in=["pending", "published"])
    record.withdrawn = shown.update(visibility="withdrawn")
    tell(record.withdrawn, total)
    record.removed = remove(brought.exclude(is_answered()))
    tell(record.withdrawn + record.removed, total)
    record.undone_at, record.undone_by = timezone.now(), by
    record.save(update_fields=["withdrawn", "removed", "undone_at", "undone_by"])
    recount_all(record.consultation_id)
    return record


def is_answered() -> Q:
    """A condition: something refers to the contribution, or it was changed since."""
    changed = ~Q(course="received") | Q(edited_at__isnull=False)
    return changed | referred_to(Contribution)


def referred_to(model) -> Q:
    """A condition: a row of any other table points to it."""
    condition = Q()
    for relation in model._meta.related_objects:
        field = relation.field.name
        condition |= Q(Exists(relation.related_model.objects.filter(**{field: OuterRef("pk")})))
    return condition


def remove(contributions: QuerySet) -> int:
    """Delete contributions that nothing refers to, and those who wrote nothing else.

    Without reading the rows, and without joining the table with itself: right after an import
    the database knows too little about it to do that well.
    """
    authors = contributions.order_by().values("participant_id").query.sql_with_params()
    with connection.cursor() as cursor:
        sql = connection.ops.compose_sql(*authors)
        cursor.execute(f"CREATE TEMPORARY TABLE gone_author ON COMMIT DROP AS {sql}")
        cursor.execute("ANALYZE gone_author")
        removed = contributions._raw_delete(contributions.db)
        gone = RawSQL("SELECT participant_id FROM gone_author", [])  # noqa: S611 - written here
        people = Participant.objects.filter(~referred_to(Participant), user=None, pk__in=gone)
        people._raw_delete(people.db)
        cursor.execute("DROP TABLE gone_author")
    return removed
