"""Which carto-parties and which of their cells a visitor may read."""

from django.db.models import Q, QuerySet

from participation.consultations.querysets import runs

PUBLIC = Q(is_published=True, consultation__is_published=True)


class CartoPartyQuerySet(QuerySet):
    def published(self):
        """What anyone may read."""
        return self.filter(PUBLIC)

    def visible_to(self, visitor):
        """Everyone reads what is published; staff also what their organisation prepares."""
        return self.filter(PUBLIC | runs(visitor.user, "consultation__"))


class CellQuerySet(QuerySet):
    def visible_to(self, visitor):
        """The cells of the carto-parties that may be read."""
        public = Q(party__is_published=True, party__consultation__is_published=True)
        return self.filter(public | runs(visitor.user, "party__consultation__"))
