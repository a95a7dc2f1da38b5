"""Which contributions a visitor may read: behind every page, tile, file and count."""

from django.db.models import BooleanField, F, Func, Q, QuerySet, TextField, Value
from django.db.models.lookups import GreaterThan, LessThan

from participation.consultations.querysets import runs

PUBLIC = "published"
READABLE = Q(visibility=PUBLIC, consultation__is_published=True)
OWN = ["pending", "published"]


# What a list is ordered by, and whether the largest comes first; the primary key makes it certain.
ORDERS = {
    "recent": (("created_at", "pk"), True),
    "oldest": (("created_at", "pk"), False),
    "comments": (("comment_count", "created_at", "pk"), True),
}


class Row(Func):
    """Several values compared as one, which an index in that order can answer."""

    function = "ROW"
    output_field = BooleanField()  # of no matter: only the comparison is asked for


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

    def ordered(self, by, backwards=False):
        """`by` is one of recent, oldest, comments; anything else is read as recent."""
        keys, is_falling = ORDERS.get(by, ORDERS["recent"])
        falls = is_falling != backwards
        return self.order_by(*(F(key).desc() if falls else F(key).asc() for key in keys))

    def beyond(self, mark, by, backwards=False):
        """What comes after the contribution `mark` in that order; backwards: before it."""
        keys, is_falling = ORDERS.get(by, ORDERS["recent"])
        further = LessThan if is_falling != backwards else GreaterThan
        return self.filter(further(Row(*keys), Row(*(Value(getattr(mark, key)) for key in keys))))
