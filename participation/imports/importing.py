"""Takes over a campaign from elsewhere: wholly or not at all."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from participation.consultations.models import Consultation
from participation.consultations.versions import raise_version
from participation.contributions.judging import version_of
from participation.contributions.models import Contribution
from participation.contributions.origins import ContributionImport
from participation.contributions.rechecking import recheck
from participation.contributions.tiles import recount_all
from participation.imports.preview import BATCH, NEW, TAKEN_BACK, Judged, judge_rows
from participation.imports.rows import Rejected, Row
from participation.imports.staging import Arrival, open_stage, stage, store_staged

LONGEST = "30min"  # for one statement; the service's own limit is meant for pages


@dataclass(frozen=True)
class Origin:
    """The file that is taken over, as its record keeps it.

    source: tells files apart whose identifiers are the same; mapping: how it was read, as JSON.
    """

    file_name: str
    sha256: str = ""
    mapping: dict[str, Any] = field(default_factory=dict)
    licence: str = ""
    attribution: str = ""
    source: str = ""


@dataclass
class Tally:
    """What became of the rows so far."""

    states: Counter = field(default_factory=Counter)
    reasons: Counter = field(default_factory=Counter)
    notes: Counter = field(default_factory=Counter)

    @property
    def read(self) -> int:
        return self.states.total() + self.reasons.total()

    def add(self, one: Judged | Rejected) -> None:
        if isinstance(one, Rejected):
            self.reasons[str(one.reason)] += 1
            return
        self.states[one.state] += 1
        if one.state == NEW:
            self.notes.update(str(note) for note in one.notes)


@dataclass(frozen=True)
class Watch:
    """Who is told while rows come by: the number read so far, each row that is rejected."""

    progress: Callable[[int], None] = lambda read: None
    rejected: Callable[[Rejected], None] = lambda rejected: None


@transaction.atomic
def import_rows(
    consultation: Consultation,
    rows: Iterable[Row | Rejected],
    by,
    origin: Origin,
    visibility: str = "",
    watch: Watch = Watch(),  # noqa: B008 - frozen
) -> ContributionImport:
    """Store the rows that may be taken over, each once, and return the record of the import.

    by: the account that answers for it; visibility: "pending" to read them first, else the rule
    of the consultation. Phases do not stop an import. Nobody waits while the rows are read;
    writers of this consultation wait while they are stored. Raises NoPerimeter.
    """
    allow_long_statements()
    record = record_of(consultation, by, origin)
    version_id = version_of(consultation)
    tally, again = staged_all(consultation, rows, origin.source, watch)
    raise_version(consultation.pk)
    if visibility != "pending":
        visibility = "published" if consultation.publishing == "at_once" else "pending"
    arrival = Arrival(consultation.pk, version_id, record.pk, visibility, record.made_at)
    record.added = store_staged(arrival)
    record.restored = restore(consultation, again, arrival)
    close(record, tally)
    recount_all(consultation.pk)
    consultation.perimeter.refresh_from_db(fields=["current"])
    if version_of(consultation) != version_id:
        recheck(consultation)
    return record


def allow_long_statements() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [LONGEST])


def record_of(consultation, by, origin: Origin) -> ContributionImport:
    return ContributionImport.objects.create(
        consultation=consultation,
        file_name=origin.file_name[:200],
        sha256=origin.sha256,
        mapping=origin.mapping,
        licence=origin.licence,
        attribution=origin.attribution,
        by=by,
        made_at=timezone.now(),
    )


def staged_all(consultation, rows, source: str, watch: Watch) -> tuple[Tally, list]:
    """Stage what is new; return the tally and the client ids that are to be shown again."""
    open_stage()
    tally, again, fresh = Tally(), [], []
    for one in judge_rows(consultation, rows, source):
        tally.add(one)
        if isinstance(one, Rejected):
            watch.rejected(one)
        elif one.state == NEW:
            fresh.append(one)
        elif one.state == TAKEN_BACK:
            again.append(one.client_id)
        if len(fresh) == BATCH:
            stage(consultation, fresh)
            fresh = []
        if tally.read % BATCH == 0:
            watch.progress(tally.read)
    stage(consultation, fresh)
    watch.progress(tally.read)
    return tally, again


def restore(consultation, client_ids: list, arrival: Arrival) -> int:
    """Show again what only came back into view because its import was taken back."""
    rows = Contribution.objects.filter(
        consultation=consultation,
        client_id__in=client_ids,
        visibility="withdrawn",
        origin__undone_at__isnull=False,
    )
    shown_at = {}
    if arrival.visibility == "published":
        shown_at["published_at"] = Coalesce("published_at", Value(arrival.now))
    return rows.update(visibility=arrival.visibility, origin=arrival.origin, **shown_at)


def close(record: ContributionImport, tally: Tally) -> None:
    """Write down the numbers."""
    record.rejected = tally.reasons.total()
    record.already_there = tally.states.total() - record.added - record.restored
    record.reasons, record.notes = dict(tally.reasons), dict(tally.notes)
    record.save()
