"""Takes over a survey from elsewhere: wholly or not at all."""

import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from itertools import islice

import numpy as np
import shapely
from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone

from geo.analysis.together import correlation
from geo.crs import DEGREES
from participation.accounts.models import Participant
from participation.imports.importing import allow_long_statements
from participation.imports.rejects import facts_json
from participation.imports.rows import Rejected
from participation.perception.coarsening import coarse
from participation.perception.models import FeltQuestion, Perception
from participation.perception.origins import SurveyImport
from participation.surveys.judging import BATCH, Judged, judge_answers
from participation.surveys.mapping import SurveyMapping
from participation.surveys.reading import Answer, Unusable

MOST_ROWS = 5000  # refused rows that the report lists
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Origin:
    """The file that is taken over, as its record keeps it.

    written: how a CSV was written; licence, attribution: those of the consultation where empty;
    source: tells surveys apart whose respondents are numbered alike.
    """

    file_name: str
    mapping: SurveyMapping
    sha256: str = ""
    written: dict = field(default_factory=dict)
    licence: str = ""
    attribution: str = ""
    source: str = ""


@dataclass
class Tally:
    """What became of the rows so far. level: the column of what was measured at the same moment."""

    level: str = ""
    kept: int = 0
    known: int = 0
    from_areas: int = 0
    reasons: Counter = field(default_factory=Counter)
    refused: list[Rejected] = field(default_factory=list)
    people: set[uuid.UUID] = field(default_factory=set)
    pairs: list[tuple[float, float]] = field(default_factory=list)

    @property
    def read(self) -> int:
        return self.kept + self.known + self.reasons.total()

    def add(self, one: Judged | Rejected) -> None:
        if isinstance(one, Rejected):
            self.reasons[str(one.reason)] += 1
            if len(self.refused) < MOST_ROWS:
                self.refused.append(one)
            return
        self.known += one.is_known
        self.kept += not one.is_known
        self.from_areas += one.answer.is_from_area and not one.is_known
        self.people.add(one.participant)
        if one.answer.level is not None:
            self.pairs.append((one.answer.level, one.answer.value))

    def report(self) -> dict:
        """Return the numbers, and the refused rows with their reasons, as JSON."""
        outside = self.reasons[Unusable.OUTSIDE]
        return {
            "read": self.read,
            "kept": self.kept,
            "known": self.known,
            "people": len(self.people),
            "from_areas": self.from_areas,
            "outside": outside,
            "rejected": self.reasons.total() - outside,
            "reasons": dict(self.reasons),
            "rows": [
                {"row": one.number, "reason": str(one.reason), "facts": json.loads(facts_json(one))}
                for one in self.refused
            ],
            "levels": self.levels(),
        }

    def levels(self) -> dict | None:
        """Return how what was measured goes with the ratings, row by row, as the file has them."""
        if not self.level:
            return None
        r = correlation(*np.array(self.pairs).reshape(-1, 2).T)
        told = None if np.isnan(r) else round(r, 4)
        return {"column": self.level, "rows": len(self.pairs), "r": told}


@transaction.atomic
def import_answers(
    question: FeltQuestion,
    rows: Iterable[Answer | Rejected],
    actor: str,
    origin: Origin,
    progress: Progress | None = None,
    total: int = 0,
) -> SurveyImport:
    """Store the answers inside the perimeter, each once, and return the record of the import.

    actor: the name of who answers for it; progress: told how far it is, of `total` rows.
    Phases do not stop an import. Raises NoPerimeter.
    """
    allow_long_statements()
    question = FeltQuestion.objects.select_for_update(no_key=True, of=["self"]).get(pk=question.pk)
    record, tally = record_of(question, actor, origin), Tally(origin.mapping.level)
    judged = judge_answers(question, rows, origin.source)
    while batch := list(islice(judged, BATCH)):
        for one in batch:
            tally.add(one)
        store(record, [one for one in batch if isinstance(one, Judged) and not one.is_known])
        if progress:
            progress(min(tally.read, total), total)
    record.report = tally.report()
    record.save(update_fields=["report"])
    return record


def record_of(question: FeltQuestion, actor: str, origin: Origin) -> SurveyImport:
    columns = asdict(origin.mapping)
    day = origin.mapping.day_otherwise
    columns["day_otherwise"] = day.isoformat() if day else None
    return SurveyImport.objects.create(
        consultation_id=question.consultation_id,
        question=question,
        file_name=origin.file_name[:200],
        sha256=origin.sha256,
        mapping={"file": origin.written, "columns": columns, "source": origin.source},
        scale=origin.mapping.scale,
        are_means=origin.mapping.are_means,
        licence=origin.licence or own_licence(question),
        attribution=origin.attribution or own_name(question),
        actor=actor,
        created_at=timezone.now(),
    )


def own_licence(question: FeltQuestion) -> str:
    """Return the licence of a survey where none is said: that of the contributions."""
    return question.consultation.licence[:80]


def own_name(question: FeltQuestion) -> str:
    """Return who is named where nobody is said to have asked: who runs the consultation."""
    return (question.consultation.attribution or question.consultation.organisation.name)[:200]


def store(record: SurveyImport, batch: list[Judged]) -> None:
    """Store some answers, and who gave them: somebody new, the same one every time."""
    if not batch:
        return
    people = {one.participant: one.answer.given_at.date() for one in batch}
    Participant.objects.bulk_create(
        [Participant(id=who, created_on=day) for who, day in people.items()], ignore_conflicts=True
    )
    lonlat = shapely.get_coordinates(np.array([one.answer.place for one in batch]))
    public = coarse(lonlat, record.consultation.perimeter.metric_srid)
    Perception.objects.bulk_create(
        perception(record, one, place, middle)
        for one, place, middle in zip(batch, lonlat, public, strict=True)
    )


def perception(record: SurveyImport, one: Judged, place, middle) -> Perception:
    """Return an answer as it is stored."""
    return Perception(
        consultation_id=record.consultation_id,
        question_id=record.question_id,
        participant_id=one.participant,
        survey=record,
        place=Point(*place, srid=DEGREES),
        public_place=Point(*middle, srid=DEGREES),
        context=record.question.context,
        value=one.answer.value,
        scale=record.scale,
        given_at=one.answer.given_at,
        channel="import",
        client_id=one.client_id,
    )
