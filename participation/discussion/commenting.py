"""One verb for comments: stored once, counted, held back where too many come."""

import hashlib
import json
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from participation.accounts import limits
from participation.accounts.visitors import author_for
from participation.consultations.phases import state_of
from participation.consultations.rights import may_comment
from participation.consultations.versions import raise_version
from participation.contributions.models import Contribution
from participation.discussion.models import Comment


@dataclass(frozen=True)
class Said:
    """What somebody answers, already validated."""

    client_id: uuid.UUID
    text: str
    language: str
    display_name: str = ""

    @property
    def payload_hash(self):
        words = [self.text, self.language, self.display_name]
        return hashlib.sha256(json.dumps(words).encode()).hexdigest()


class CommentsClosed(Exception):
    """Nobody, or not this visitor, may comment here now."""


class SaidOtherwise(Exception):
    """The client id was already used for another comment."""


def comment_on(contribution, visitor, said, network="", at=None):
    """Store a comment exactly once; returns (comment, is_new).

    `at` is when it was said, for what is taken over from elsewhere: no limit holds for it.
    Raises SaidOtherwise, CommentsClosed or limits.TooMany.
    """
    known = already_said(contribution, said)
    if known:
        return known, False
    if not may_comment(visitor, contribution, state_of(contribution.consultation, at)):
        raise CommentsClosed(contribution.pk)
    try:
        with transaction.atomic():
            return store(contribution, visitor, said, network, at), True
    except IntegrityError:
        # Another worker stored the same comment in the meantime: the constraint decided.
        known = already_said(contribution, said)
        if known is None:
            raise
        return known, False


def already_said(contribution, said):
    rows = Comment.objects.filter(contribution=contribution, client_id=said.client_id)
    comment = rows.select_related("participant").first()
    if comment and comment.payload_hash != said.payload_hash:
        raise SaidOtherwise(said.client_id)
    return comment


def store(contribution, visitor, said, network, at):
    raise_version(contribution.consultation_id)
    author = author_for(visitor)
    is_free = at or limits.take("comment", author.pk, network, limits.COMMENTS_EACH)
    is_public = is_free and contribution.consultation.publishing == "at_once"
    comment = Comment.objects.create(
        contribution=contribution,
        client_id=said.client_id,
        payload_hash=said.payload_hash,
        participant=author,
        display_name=said.display_name,
        text=said.text,
        language=said.language,
        visibility="published" if is_public else "pending",
        created_at=at or timezone.now(),
    )
    count_comments(contribution.pk)
    return comment


def count_comments(contribution_id):
    """Call in the transaction of any change of a comment's visibility."""
    shown = Comment.objects.filter(contribution=contribution_id, visibility="published").count()
    Contribution.objects.filter(pk=contribution_id).update(comment_count=shown)
