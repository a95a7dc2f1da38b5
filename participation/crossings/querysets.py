"""Which crossings a visitor may read, and which of their releases."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from participation.consultations.querysets import runs


class CrossingQuerySet(QuerySet):
    def published(self):
        """Those whose page anyone may read: said to be public, and something was released."""
        released = self.model.releases.rel.related_model.objects.public()
        return self.filter(
            Exists(released.filter(crossing=OuterRef("pk"))),
            is_published=True,
            consultation__is_published=True,
        )

    def visible_to(self, visitor):
        """Everyone reads what is published; staff also what their organisation prepares."""
        published = Q(pk__in=self.model.objects.published().values("pk"))
        if not visitor.is_staff:
            return self.filter(published)
        return self.filter(published | runs(visitor.user, "consultation__"))


class ReleaseQuerySet(QuerySet):
    def public(self):
        """Complete public ones, the latest first."""
        return self.filter(kind="public", is_complete=True).order_by("-number")

    def live(self):
        """The ones that staff see."""
        return self.filter(kind="live", is_complete=True)
