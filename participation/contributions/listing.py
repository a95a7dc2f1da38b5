"""The list of contributions of a consultation under its filters: rows, counts and addresses."""

from dataclasses import dataclass, replace

from django.core.paginator import Paginator
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from participation.consultations.models import KINDS, Theme
from participation.contributions.filters import SORTS, Filters
from participation.contributions.models import Contribution
from participation.contributions.querysets import OWN

PAGE = 20
SORT_LABELS = {
    "recent": _("most recent"),
    "oldest": _("oldest"),
    "comments": _("most commented"),
}


@dataclass(frozen=True)
class Choice:
    """One value of a filter, and the address that chooses it."""

    value: str
    label: str
    is_on: bool
    count: int | None
    address: str


@dataclass(frozen=True)
class ListFilters:
    """The filters as the page shows them."""

    chosen: Filters
    themes: list[Theme]
    kinds: list[Choice]
    sorts: list[Choice]
    reset_address: str = "?"

    @property
    def q(self):
        return self.chosen.words

    @property
    def kind(self):
        return self.chosen.kinds[0] if len(self.chosen.kinds) == 1 else ""

    @property
    def sort(self):
        return self.chosen.sort

    @property
    def is_any(self):
        return self.chosen.is_any

    @property
    def query(self):
        return self.chosen.address()


def listed(consultation, visitor):
    """What stands in the list of `visitor`: published, and what waits and is theirs to see."""
    rows = Contribution.objects.filter(consultation=consultation, visibility__in=OWN)
    return rows.visible_to(visitor)


def page_of_rows(rows, chosen, number):
    """One page of the rows under the filters, with what a row shows."""
    found = chosen.apply(rows).ordered(chosen.sort)
    shown = found.select_related("theme", "consultation").defer("drawn", "geometry", "searchable")
    return Paginator(shown, PAGE).get_page(number)


def filters_of(consultation, rows, chosen):
    """Counts of each choice under the other filters: two queries, however many choices."""
    by_theme = counts(replace(chosen, themes=()).apply(rows), "theme_id")
    by_kind = counts(replace(chosen, kinds=()).apply(rows), "kind")
    themes = list(consultation.themes.all())
    for theme in themes:
        theme.is_on = theme.letter in chosen.themes
        theme.count = by_theme.get(theme.pk, 0)
        theme.address = "?" + chosen.toggled("themes", theme.letter)
    kinds = [
        Choice(
            kind,
            label,
            kind in chosen.kinds,
            by_kind.get(kind, 0),
            "?" + chosen.address(kinds=() if kind in chosen.kinds else (kind,)),
        )
        for kind, label in KINDS
        if kind in consultation.kinds
    ]
    return ListFilters(chosen, themes, kinds, sorts_of(chosen))


def sorts_of(chosen):
    return [
        Choice(sort, SORT_LABELS[sort], sort == chosen.sort, None, "?" + chosen.address(sort=sort))
        for sort in SORTS
    ]


def counts(rows, field):
    return dict(rows.order_by().values_list(field).annotate(Count("pk")))
