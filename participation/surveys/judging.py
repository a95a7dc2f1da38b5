"""What would become of each answer: the same for the preview, the dry run and the import itself."""

import hashlib
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import shapely
from django.db.models.expressions import RawSQL
from django.utils.crypto import salted_hmac

from geo.perimeters.grounds import ground_of
from participation.contributions.judging import version_of
from participation.imports.rows import Fault, Rejected
from participation.perception.models import FeltQuestion, Perception
from participation.surveys.reading import Answer, Unusable

BATCH = 2000
SALT = "participation.survey"


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer inside the perimeter, as it would be stored; is_known: it is there already.

    participant: who gave it, known by the service's key alone, so that nobody can be found by it.
    """

    answer: Answer
    client_id: uuid.UUID
    participant: uuid.UUID
    is_known: bool = False


def judge_answers(
    question: FeltQuestion, rows: Iterable[Answer | Rejected], source: str = ""
) -> Iterator[Judged | Rejected]:
    """Yield what would become of each row, in their order. Nothing is written. Raises NoPerimeter.

    source: tells surveys apart whose respondents are numbered alike.
    """
    area = ground_of(version_of(question.consultation)).area
    shapely.prepare(area)
    naming, coming = Naming(question, source), iter(rows)
    while batch := list(islice(coming, BATCH)):
        yield from _judged(question, batch, area, naming)


def _judged(question, batch, area, naming) -> Iterator[Judged | Rejected]:
    places = [row.place if isinstance(row, Answer) else None for row in batch]
    is_inside = shapely.covers(area, places)
    named = [
        _named(row, inside, naming) if isinstance(row, Answer) else row
        for row, inside in zip(batch, is_inside, strict=True)
    ]
    known = stored_of(question, [one[1] for one in named if isinstance(one, tuple)])
    for one in named:
        yield one if isinstance(one, Rejected) else Judged(*one, one[1] in known)


def _named(answer: Answer, is_inside: bool, naming: "Naming"):
    """Return the answer, its client id and who gave it; or why it is not taken over."""
    if not is_inside:
        return Rejected(answer.number, Unusable.OUTSIDE)
    client_id = naming.client_id(answer)
    if client_id is None:
        return Rejected(answer.number, Fault.SAME_ROW_IN_FILE)
    return answer, client_id, naming.participant(answer, client_id)


class Naming:
    """Gives answers and people of one file the same identifiers every time the file is read."""

    def __init__(self, question: FeltQuestion, source: str):
        self.question, self.source = question, source
        self.met: Counter[bytes] = Counter()
        self.keyed = salted_hmac(SALT, "", algorithm="sha256")

    def client_id(self, answer: Answer) -> uuid.UUID | None:
        """Return the id of an answer; None where somebody gave the very same one before.

        Without an identifier two rows that say the same are two people.
        """
        day = answer.given_at.isoformat() if answer.is_dated else ""
        said = [answer.source_id, f"{answer.value:g}", day]
        content = hashlib.sha256("\0".join(said).encode() + shapely.to_wkb(answer.place))
        turn = self.met[content.digest()]
        self.met[content.digest()] += 1
        if turn and answer.source_id:
            return None
        name = f"{self.question.pk}\n{self.source}\n{content.hexdigest()}\n{turn}"
        return uuid.uuid5(self.question.consultation_id, name)

    def participant(self, answer: Answer, client_id: uuid.UUID) -> uuid.UUID:
        """Return who gave an answer: one for each identifier of the survey, else for each row."""
        consultation = self.question.consultation_id
        person = f"{consultation}\n{self.source}\n{answer.source_id}"
        digest = self.keyed.copy()
        digest.update((person if answer.source_id else client_id.hex).encode())
        return uuid.UUID(bytes=digest.digest()[:16], version=4)


def stored_of(question: FeltQuestion, client_ids: list[uuid.UUID]) -> set[uuid.UUID]:
    """Return which of these answers are there already."""
    asked = RawSQL("SELECT unnest(%s::uuid[])", [client_ids])  # one value, not two thousand
    rows = Perception.objects.filter(consultation=question.consultation_id, client_id__in=asked)
    return set(rows.values_list("client_id", flat=True))
