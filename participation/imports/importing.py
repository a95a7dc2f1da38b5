"""Takes over a campaign from elsewhere: wholly or not at all."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Value
from django.db.models.expressions import RawSQL
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
from participation.imports.staging import (
    Arrival,
    close_stage,
    keep_refused,
    open_stage,
    stage,
    stage_again,
    store_staged,
)

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
class Halves:
    """How far an import is, in rows of its file: reading is one half of it, storing the other."""

    progress: Callable[[int, int], None] | None
    total: int

    def read(self, rows: int) -> None:
        if self.progress:
            self.progress(min(rows, self.total) // 2, self.total)

    def stored(self, part: int, whole: int) -> None:
        if self.progress:
            self.progress(
                self.total // 2 + (self.total - self.total // 2) * part // whole, self.total
            )


@transaction.atomic
def import_rows(
    consultation: Consultation,
    rows: Iterable[Row | Rejected],
    by,
    origin: Origin,
    visibility: str = "",
    progress: Callable[[int, int], None] | None = None,
    total: int = 0,
) -> ContributionImport:
    """Store the rows that may be taken over, each once, and return the record of the import.

    by: the account that answers for it; visibility: "pending" to read them first, else the rule
    of the consultation; progress: told how far it is, of `total` rows. Phases do not stop an
    import. Nobody waits while the rows are read; writers of this consultation wait while they
    are stored. Raises NoPerimeter.
    """
    allow_long_statements()
    halves = Halves(progress, total)
    record = record_of(consultation, by, origin)
    version_id = version_of(consultation)
    open_stage()
    tally = staged_all(consultation, rows, origin.source, record, halves)
    raise_version(consultation.pk)
    if visibility != "pending":
        visibility = "published" if consultation.publishing == "at_once" else "pending"
    arrival = Arrival(consultation.pk, version_id, record.pk, visibility, record.made_at)
    record.added = store_staged(arrival, halves.stored)
    record.restored = restore(consultation, arrival)
    close_stage()
    close(record, tally)
    recount_all(consultation.pk)
    consultation.perimeter.refresh_from_db(fields=["current"])
    if version_of(consultation) != version_id:
        recheck(consultation)
    halves.stored(1, 1)
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


def staged_all(consultation, rows, source: str, record, halves: Halves) -> Tally:
    """Stage what is new and what is shown again, keep what is refused; return the tally."""
    tally = Tally()
    judged = judge_rows(consultation, rows, source)
    while batch := list(islice(judged, BATCH)):
        for one in batch:
            tally.add(one)
        accepted = [one for one in batch if isinstance(one, Judged)]
        stage(consultation, [one for one in accepted if one.state == NEW])
        stage_again([one for one in accepted if one.state == TAKEN_BACK])
        keep_refused(record.pk, [one for one in batch if isinstance(one, Rejected)])
        halves.read(tally.read)
    return tally


def restore(consultation, arrival: Arrival) -> int:
    """Show again what only came back into view because its import was taken back."""
    rows = Contribution.objects.filter(
        consultation=consultation,
        client_id__in=RawSQL("SELECT client_id FROM import_again", []),  # noqa: S611 - written here
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
