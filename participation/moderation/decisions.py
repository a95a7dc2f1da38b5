"""Showing and hiding: the only writers of these changes, each with its reason."""

from django.db import transaction
from django.utils import timezone

from participation.consultations.versions import raise_version
from participation.contributions.models import Contribution
from participation.contributions.tiles import recount
from participation.discussion.commenting import count_comments
from participation.discussion.models import Comment
from participation.moderation.models import ModerationDecision

PUBLISHABLE = ("pending", "hidden")
HIDEABLE = ("pending", "published")


def publish(thing, by, reason):
    """Show a contribution or a comment; returns the decision, None where nothing had to change."""
    return decide(thing, "publish", "published", PUBLISHABLE, by, reason)


def hide(thing, by, reason):
    """Hide a contribution or a comment; returns the decision, None where nothing had to change."""
    return decide(thing, "hide", "hidden", HIDEABLE, by, reason)


@transaction.atomic
def decide(thing, action, visibility, changeable, by, reason):
    """Change the visibility as it stands now, keep the reason, and let readers see it at once."""
    contribution = thing if isinstance(thing, Contribution) else thing.contribution
    raise_version(contribution.consultation_id)
    row = type(thing).objects.select_for_update(no_key=True).get(pk=thing.pk)
    if row.visibility not in changeable:
        return None
    write(row, visibility)
    thing.visibility = visibility
    about = "contribution" if isinstance(thing, Contribution) else "comment"
    return ModerationDecision.objects.create(action=action, reason=reason, by=by, **{about: row})


def write(row, visibility):
    row.visibility = visibility
    if isinstance(row, Comment):
        row.save(update_fields=["visibility"])
        count_comments(row.contribution_id)
        return
    if visibility == "published":
        row.published_at = row.published_at or timezone.now()
    row.save(update_fields=["visibility", "published_at"])
    recount(row.consultation_id, [row.number])
