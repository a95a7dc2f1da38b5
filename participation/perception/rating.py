"""One verb behind the walk, the page of the home and the API: rate. And to withdraw."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import shapely
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from geo.perimeters.conversion import to_django
from participation.accounts import limits
from participation.accounts.visitors import author_for
from participation.contributions import receipts
from participation.contributions.contributing import DrawingRefused, SentOtherwise, check_open
from participation.contributions.judging import verdict_on
from participation.perception.coarsening import public_place_of
from participation.perception.models import FeltQuestion, Perception, to_the_hour

RATINGS_EACH = 60
LATEST = datetime.timedelta(minutes=10)  # clocks of phones
OLDEST = datetime.timedelta(days=7)  # of a walk without network
LIMITED = ("web", "walk", "api")


@dataclass(frozen=True)
class Rated:
    """What somebody felt at one place: a number for each question; validated, but for the place."""

    client_id: uuid.UUID
    point: shapely.Point
    values: Mapping[FeltQuestion, float]
    given_at: datetime.datetime | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a message: its rows, their private link, whether they are new."""

    perceptions: list[Perception]
    token: str
    is_new: bool

    @property
    def participant(self):
        return self.perceptions[0].participant

    @property
    def is_counted(self):
        return all(perception.visibility == "published" for perception in self.perceptions)


def rate(consultation, visitor, rated, channel="web", network=""):
    """Store what was rated exactly once and return its Outcome.

    Raises SentOtherwise, PhaseClosed, NotAllowed, DrawingRefused or limits.TooMany.
    """
    token = receipts.token_for(consultation.pk, rated.client_id)
    known = already_sent(consultation, rated, token)
    if known:
        return known
    check_open(consultation, visitor, timezone.now())
    point = kept_point(rated.point, consultation)
    try:
        with transaction.atomic():
            return store(consultation, visitor, rated, point, (token, channel, network))
    except IntegrityError:
        # Another worker stored the same message in the meantime: the constraint decided.
        known = already_sent(consultation, rated, token)
        if known is None:
            raise
        return known


def kept_point(point, consultation):
    """The point on the grid on which places are stored; raises DrawingRefused outside."""
    verdict = verdict_on(point, consultation, is_referred=True)
    if not verdict.may_send:
        raise DrawingRefused(verdict)
    return to_django(verdict.kept)


def already_sent(consultation, rated, token):
    """The Outcome of an earlier try with this client id, or None; raises SentOtherwise."""
    rows = Perception.objects.filter(receipt_hash=receipts.hash_of(token))
    known = list(rows.select_related("participant", "question").order_by("question__order"))
    if not known:
        return None
    if {one.question: one.value for one in known} != rated.values or has_moved(known[0], rated):
        raise SentOtherwise(rated.client_id)
    return Outcome(known, token, False)


def has_moved(perception, rated):
    """Whether a message names another place; where only 100 m are left, nobody can tell."""
    if perception.place == perception.public_place:
        return False
    return not shapely.Point(perception.place.coords).equals_exact(rated.point, 1e-6)


def store(consultation, visitor, rated, point, arrival):
    """Insert a row for each question; what comes too fast from one network waits for staff.

    `arrival` says how it came: private link, channel, network.
    """
    token, channel, network = arrival
    author = author_for(visitor)
    is_free = channel not in LIMITED or limits.take("rating", author.pk, network, RATINGS_EACH)
    said = {
        "consultation": consultation,
        "participant": author,
        "place": point,
        "public_place": public_place_of(point, consultation.perimeter.metric_srid),
        "given_at": to_the_hour(rated.given_at or timezone.now()),
        "channel": channel,
        "visibility": "published" if is_free else "hidden",
        "receipt_hash": receipts.hash_of(token),
    }
    rows = [
        Perception(**said, **answer_to(question, value), client_id=id_of(rated, number, question))
        for number, (question, value) in enumerate(rated.values.items())
    ]
    return Outcome(Perception.objects.bulk_create(rows), token, True)


def id_of(rated, number, question):
    """The message's own id for its first rating, so that the constraint sees a second message."""
    return rated.client_id if number == 0 else uuid.uuid5(rated.client_id, str(question.pk))


def answer_to(question, value):
    """The columns that keep a number readable whatever becomes of its question."""
    return {
        "question": question,
        "value": value,
        "scale": question.scale,
        "context": question.context,
    }


def by_receipt(token):
    """The ratings behind a private link."""
    return Perception.objects.filter(receipt_hash=receipts.hash_of(token))


def withdraw(perceptions):
    """Count them no more, and forget all of their place but the 100 m; again changes nothing."""
    perceptions.exclude(visibility="withdrawn").update(
        visibility="withdrawn", place=F("public_place")
    )
