"""Which contributions a visitor may read: behind every page, tile, file and count."""

from django.db.models import F, Func, Q, QuerySet, TextField, Value

from participation.consultations.querysets import runs

PUBLIC = "published"
READABLE = Q(visibility=PUBLIC, consultation__is_published=True)
OWN = ["pending", "published"]


class Folded(Func):
    """Text without accents and capitals, as the search index holds it."""

    function = "placette_fold"
    output_field = TextField()


class ContributionQuerySet(QuerySet):
    def published(self):
        """What anyone may read."""
        return self.filter(READABLE)

    def visible_to(self, visitor):
        """Everyone reads what is published, authors also their own pending, staff all of theirs."""
        own = Q(
            participant__in=visitor.participant_ids,
            visibility__in=OWN,
            consultation__is_published=True,
        )
        seen = READABLE | own if visitor.participant_ids else READABLE
        return self.filter(
            seen | runs(visitor.user, "consultation__") if visitor.is_staff else seen
        )

    def by(self, visitor):
        """What the visitor wrote, whatever became of it."""
        return self.filter(participant__in=visitor.participant_ids)

    def awaiting_moderation(self):
        return self.filter(visibility="pending")

    def unplaced(self):
        return self.filter(geometry=None)

    def saying(self, words):
        """Contributions that contain every word, accents and capitals aside."""
        found = self
        for word in words.split():
            found = found.filter(searchable__contains=Folded(Value(word)))
        return found

    def ordered(self, by):
        """`by` is one of recent, oldest, comments; anything else is read as recent."""
        orders = {
            "oldest": [F("created_at").asc(), F("pk").asc()],
            "comments": [F("comment_count").desc(), F("created_at").desc(), F("pk").desc()],
        }
        return self.order_by(*orders.get(by, [F("created_at").desc(), F("pk").desc()]))
