"""Who is reading or writing: an account, a participant, both or neither."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.functional import SimpleLazyObject

from participation.accounts.models import Participant, User

COOKIE = f"{settings.COOKIE_PREFIX}participant"
SALT = "participation.participant"
KEPT = datetime.timedelta(days=395)  # thirteen months


@dataclass(frozen=True)
class Visitor:
    """The account and the participant of one request; both may be missing."""

    user: User | AnonymousUser
    participant: Participant | None

    @cached_property
    def participant_ids(self):
        """Every participant that is this visitor: the cookie's and the account's."""
        ids = {self.participant.pk} if self.participant else set()
        if self.user.is_authenticated:
            ids.update(self.user.participants.values_list("pk", flat=True))
        return ids

    @property
    def is_staff(self):
        return self.user.is_active and self.user.is_staff


NOBODY = Visitor(AnonymousUser(), None)


def visitor_of(request):
    """Read the account and the signed cookie; nothing is made or written."""
    user = getattr(request, "user", None) or AnonymousUser()
    return Visitor(user, participant_of(request))


def participant_of(request):
    try:
        key = request.get_signed_cookie(COOKIE, salt=SALT, max_age=KEPT)
        return Participant.objects.filter(pk=key).first()
    except (KeyError, signing.BadSignature, ValidationError):
        return None


def author_for(visitor):
    """The participant in whose name the visitor writes; made at the first write."""
    if visitor.participant:
        return visitor.participant
    if not visitor.user.is_authenticated:
        return Participant.objects.create()
    known = visitor.user.participants.order_by("created_on", "pk").first()
    return known or Participant.objects.create(user=visitor.user)


def remember(response, request, participant):
    """Let the browser of somebody who wrote find its own contributions again."""
    response.set_signed_cookie(
        COOKIE,
        str(participant.pk),
        salt=SALT,
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


class VisitorMiddleware:
    """Puts `request.visitor`, read from the database only when it is asked for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.visitor = SimpleLazyObject(lambda: visitor_of(request))
        return self.get_response(request)
