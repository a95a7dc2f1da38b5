"""Which comments a visitor may read."""

from django.db.models import Q, QuerySet

from participation.consultations.querysets import runs

UNDER_READABLE = Q(contribution__visibility="published") & Q(
    contribution__consultation__is_published=True
)
READABLE = Q(visibility="published") & UNDER_READABLE


class CommentQuerySet(QuerySet):
    def published(self):
        """What anyone may read."""
        return self.filter(READABLE)

    def visible_to(self, visitor):
        """A comment is never more visible than the contribution under which it stands."""
        if not visitor.participant_ids and not visitor.is_staff:
            return self.published()
        mine = visitor.participant_ids
        own = Q(participant__in=mine, visibility="pending") & UNDER_READABLE
        under_own = Q(
            visibility="published",
            contribution__participant__in=mine,
            contribution__visibility="pending",
        )
        staff = runs(visitor.user, "contribution__consultation__")
        return self.filter(READABLE | own | under_own | staff)
