"""How many contributions each choice of the filters would show, without counting a million rows."""

from collections import Counter
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, Sum

from geo.tiles.models import CellCount
from participation.contributions.models import Contribution
from participation.contributions.querysets import PUBLIC

GROUPED = "SELECT *, count(*) FROM ({}) AS match GROUP BY 1, 2, 3"
MOST_COUNTED = 10_000
"""Matches of a search that are counted; who finds more needs another word."""


@dataclass(frozen=True)
class Tally:
    """Numbers of contributions by (id of the theme or None, kind, whether it has a place)."""

    numbers: Counter

    def where(self, theme_ids=None, kinds=None, place=""):
        return sum(
            number
            for (theme_id, kind, is_placed), number in self.numbers.items()
            if (theme_ids is None or theme_id in theme_ids)
            and (not kinds or kind in kinds)
            and place in ("", "some" if is_placed else "none")
        )

    @property
    def total(self):
        return self.numbers.total()


def tally_of(consultation, visitor):
    """Everything in the list of `visitor`: published from the counts of the map, own pending."""
    numbers = published_in(consultation)
    rows = Contribution.objects.filter(consultation=consultation)
    # What has no place is not on the map: an index of its own counts it.
    numbers += grouped(rows.unplaced().filter(visibility=PUBLIC))
    if visitor.participant_ids or visitor.is_staff:
        numbers += grouped(rows.awaiting_moderation().visible_to(visitor))
    return Tally(numbers)


def published_in(consultation):
    """The counts that each writing keeps up for the clusters of the map, summed at zoom 0."""
    cells = CellCount.objects.filter(point_set=consultation.pk, zoom=0).order_by()
    numbers = Counter()
    for category, number in cells.values_list("category").annotate(Sum("count")):
        theme_id, _colon, kind = category.partition(":")
        numbers[int(theme_id) or None, kind, True] += number
    return numbers


def published_counts():
    """The number of published contributions of each consultation, by its id; in two queries."""
    cells = CellCount.objects.filter(zoom=0).order_by().values_list("point_set")
    counts = Counter(dict(cells.annotate(Sum("count"))))
    unplaced = Contribution.objects.unplaced().filter(visibility=PUBLIC).order_by()
    counts.update(dict(unplaced.values_list("consultation").annotate(Count("pk"))))
    return counts


def tally_of_search(rows):
    """What a search finds, counted up to MOST_COUNTED.

    The matches are counted as they are found: to look each up again took three times as long.
    """
    placed = rows.order_by().annotate(is_placed=Q(geometry__isnull=False))
    matches = placed.values_list("theme_id", "kind", "is_placed")[: MOST_COUNTED + 1]
    sql, parameters = matches.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(GROUPED.format(sql), parameters)
        return Tally(Counter({tuple(group): number for *group, number in cursor.fetchall()}))


def grouped(rows):
    placed = rows.order_by().annotate(is_placed=Q(geometry__isnull=False))
    groups = placed.values_list("theme_id", "kind", "is_placed").annotate(number=Count("pk"))
    return Counter({tuple(group): number for *group, number in groups})
