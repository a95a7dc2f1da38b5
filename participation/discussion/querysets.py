"""Which comments a visitor may read."""

from django.db.models import Q, QuerySet

from participation.consultations.querysets import runs


class CommentQuerySet(QuerySet):
    def published(self):
        return self.filter(
            visibility="published",
            contribution__visibility="published",
            contribution__consultation__is_published=True,
        )

    def visible_to(self, visitor):
        """A comment is never more visible than the contribution under which it stands."""
        public = Q(
            visibility="published",
            contribution__visibility="published",
            contribution__consultation__is_published=True,
        )
        if not visitor.participant_ids and not visitor.is_staff:
            return self.filter(public)
        mine = visitor.participant_ids
        own = Q(participant__in=mine, visibility="pending") & (
            Q(contribution__visibility="published", contribution__consultation__is_published=True)
        )
        under_own = Q(
            visibility="published",
            contribution__participant__in=mine,
            contribution__visibility="pending",
        )
        staff = runs(visitor.user, "contribution__consultation__")
        return self.filter(public | own | under_own | staff)
