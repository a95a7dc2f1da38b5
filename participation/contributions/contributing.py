"""One verb behind the form, the API and every import: contribute."""

import datetime
import hashlib
import json
import uuid
from dataclasses import dataclass

import shapely
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from geo.perimeters.clipping import Verdict
from geo.perimeters.conversion import to_django
from geo.places.shapes import point_on
from participation.accounts import limits
from participation.accounts.visitors import author_for
from participation.consultations.models import Theme
from participation.consultations.phases import state_of
from participation.consultations.rights import may_contribute
from participation.contributions import receipts
from participation.contributions.judging import follow_perimeter, verdict_on, version_of
from participation.contributions.models import Contribution
from participation.contributions.places import place_name_of
from participation.contributions.tiles import recount

NEXT_NUMBER = """
UPDATE participation_consultation SET last_number = last_number + 1, data_version = data_version + 1
WHERE id = %s RETURNING last_number"""
REPEATED = datetime.timedelta(days=1)
LIMITED = ("web", "api")


@dataclass(frozen=True)
class About:
    """The objects that a contribution is about, and the version of their layer that was read."""

    reference: str
    version_id: uuid.UUID


@dataclass(frozen=True)
class Placed:
    """A shapely geometry in degrees; with `about`, the shape of those objects, which is judged
    and never stored.
    """

    drawing: shapely.Geometry
    about: About | None = None


@dataclass(frozen=True)
class Sent:
    """What somebody sends, already validated; `drawing` and `about` as in Placed."""

    client_id: uuid.UUID
    drawing: shapely.Geometry | None  # None where a correction leaves it without a place
    kind: str
    title: str
    language: str
    text: str = ""
    theme: Theme | None = None
    display_name: str = ""
    about: About | None = None

    @property
    def payload_hash(self):
        theme = self.theme.pk if self.theme else None
        words = [self.kind, theme, self.title, self.text, self.language, self.display_name]
        # The shape of an object changes with its layer: sent again, it is the same object.
        place = self.about.reference.encode() if self.about else self.drawing.wkb
        return hashlib.sha256(json.dumps(words).encode() + place).hexdigest()


@dataclass(frozen=True)
class Outcome:
    """What became of a message: the stored row, its private link, whether it is new."""

    contribution: Contribution
    token: str | None
    is_new: bool


class PhaseClosed(Exception):
    """Nobody may contribute to this consultation now."""


class NotAllowed(Exception):
    """This visitor may not contribute to this consultation."""


class SentOtherwise(Exception):
    """The client id was already used for another content."""


class DrawingRefused(Exception):
    """The drawing does not belong to the perimeter, or breaks a rule of the consultation."""

    def __init__(self, verdict: Verdict):
        super().__init__(verdict.reason)
        self.verdict = verdict


def contribute(consultation, visitor, sent, channel="web", network="", at=None):
    """Store what was `sent` exactly once and return its Outcome.

    `at` is when it was said, for what is taken over from elsewhere; now by default.
    Raises SentOtherwise, PhaseClosed, NotAllowed, DrawingRefused or limits.TooMany.
    """
    known = already_sent(consultation, sent)
    if known:
        return known
    at = at or timezone.now()
    check_open(consultation, visitor, at)
    verdict = kept_verdict(sent, consultation)
    try:
        with transaction.atomic():
            return store(consultation, visitor, sent, verdict, (channel, network, at))
    except IntegrityError:
        # Another worker stored the same message in the meantime: the constraint decided.
        known = already_sent(consultation, sent)
        if known is None:
            raise
        return known


def kept_verdict(placed, consultation):
    """The verdict on what may be stored; raises DrawingRefused."""
    verdict = verdict_on(placed.drawing, consultation, placed.about is not None)
    if not verdict.may_send:
        raise DrawingRefused(verdict)
    return verdict


def already_sent(consultation, sent):
    """The Outcome of an earlier try with this client id, or None; raises SentOtherwise."""
    found = Contribution.objects.filter(consultation=consultation, client_id=sent.client_id)
    contribution = found.first()
    if contribution is None:
        return None
    contribution.consultation = consultation
    if contribution.payload_hash != sent.payload_hash:
        raise SentOtherwise(sent.client_id)
    is_recent = timezone.now() - contribution.created_at < REPEATED
    token = receipts.token_for(consultation.pk, sent.client_id) if is_recent else None
    return Outcome(contribution, token, False)


def check_open(consultation, visitor, at):
    now = state_of(consultation, at)
    if not now.is_contributing:
        raise PhaseClosed(consultation.pk)
    if not may_contribute(visitor, consultation, now):
        raise NotAllowed(consultation.pk)


def store(consultation, visitor, sent, verdict, arrival):
    """Number and insert; the consultation's row, updated first, puts its writers in a queue.

    `arrival` says how it came: channel, network, instant.
    """
    channel, network, at = arrival
    number = next_number(consultation)
    if follow_perimeter(consultation):
        verdict = kept_verdict(sent, consultation)
    author = author_for(visitor)
    is_free = channel not in LIMITED or limits.take(
        "contribution", author.pk, network, limits.CONTRIBUTIONS_EACH
    )
    is_public = is_free and consultation.publishing == "at_once"
    token = receipts.token_for(consultation.pk, sent.client_id)
    contribution = Contribution.objects.create(
        consultation=consultation,
        number=number,
        client_id=sent.client_id,
        payload_hash=sent.payload_hash,
        participant=author,
        channel=channel,
        display_name=sent.display_name,
        visibility="published" if is_public else "pending",
        published_at=at if is_public else None,
        created_at=at,
        receipt_hash=receipts.hash_of(token),
        **words_of(sent),
        **place_of(consultation, sent, verdict),
    )
    recount(consultation.pk, [number])
    return Outcome(contribution, token, True)


def next_number(consultation):
    """Numbers follow one another without gaps: a rolled back transaction gives its number back."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_NUMBER, [consultation.pk])
        return cursor.fetchone()[0]


def words_of(sent):
    return {
        "kind": sent.kind,
        "theme": sent.theme,
        "title": sent.title,
        "text": sent.text,
        "language": sent.language,
    }


def place_of(consultation, placed, verdict):
    """The columns that a verdict fills: what was drawn, what is kept, under which perimeter.

    Of objects that it is about, a point on what is kept, and what they are called in their layer.
    """
    about = placed.about
    kept = point_on(verdict.kept) if about else verdict.kept
    return {
        "drawn": to_django(kept if about else placed.drawing),
        "geometry": to_django(kept),
        "about": about.reference if about else "",
        "about_version": about.version_id if about else None,
        "share_kept": verdict.share_kept,
        "outcome": verdict.outcome,
        "perimeter_version_id": version_of(consultation),
        "place_name": place_name_of(consultation, kept),
        "found_outside_at": None,
    }
