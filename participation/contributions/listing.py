"""The list of contributions of a consultation under its filters: rows, counts and addresses."""

from dataclasses import dataclass

from django.core.paginator import Page
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from participation.consultations.models import KINDS, Theme
from participation.contributions.filters import SORTS, Filters, box_text, read_filters
from participation.contributions.models import Contribution
from participation.contributions.paging import page_of
from participation.contributions.querysets import OWN
from participation.contributions.tallies import MOST_COUNTED, tally_of, tally_of_search

MANY = _("More than %(count)s contributions match; add a word to find fewer.")
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
    def place(self):
        return self.chosen.place

    @property
    def any_place_address(self):
        return "?" + self.chosen.address(place="")

    @property
    def sort(self):
        return self.chosen.sort

    @property
    def is_any(self):
        return self.chosen.is_any

    @property
    def query(self):
        return self.chosen.address()

    @property
    def near_value(self):
        return box_text(self.chosen.near)

    @property
    def all_places_address(self):
        return "?" + self.chosen.address(near=())


def listed(consultation, visitor):
    """What stands in the list of `visitor`: published, and what waits and is theirs to see."""
    rows = Contribution.objects.filter(consultation=consultation, visibility__in=OWN)
    return rows.visible_to(visitor)


@dataclass(frozen=True)
class Listing:
    """One page of the list, and the filters with their counts."""

    page: Page
    filters: ListFilters
    total: int
    found: int
    unplaced: int
    unplaced_address: str
    warnings: tuple[str, ...]


def listing_of(consultation, visitor, query):
    """The list as `query` (a QueryDict) asks for it; always the same number of queries."""
    chosen = read_filters(query, consultation)
    rows = listed(consultation, visitor)
    everything = tally_of(consultation, visitor)
    tally = tally_of_search(chosen.search(rows)) if chosen.is_searched else everything
    chosen_ids = ids_of(consultation, chosen)
    found = tally.where(chosen_ids, chosen.kinds, chosen.place)
    warnings = chosen.warnings
    if chosen.is_searched and tally.total > MOST_COUNTED:
        warnings = (*warnings, MANY % {"count": number_format(MOST_COUNTED, force_grouping=True)})
    page = page_of(consultation, rows, chosen, found, query)
    filters = filters_of(consultation, chosen, tally, chosen_ids)
    unplaced = 0 if chosen.place == "some" else tally.where(chosen_ids, chosen.kinds, "none")
    address = "?" + chosen.address(place="none")
    return Listing(page, filters, everything.total, found, unplaced, address, warnings)


def ids_of(consultation, chosen):
    """The ids of the chosen themes; None where no theme is chosen."""
    if not chosen.themes:
        return None
    return {theme.pk for theme in consultation.themes.all() if theme.letter in chosen.themes}


def filters_of(consultation, chosen, tally, chosen_ids):
    """Each choice with its count under the other filters."""
    themes = list(consultation.themes.all())
    for theme in themes:
        theme.is_on = theme.letter in chosen.themes
        theme.count = tally.where({theme.pk}, chosen.kinds, chosen.place)
        theme.address = "?" + chosen.toggled("themes", theme.letter)
    kinds = [
        Choice(
            kind,
            label,
            kind in chosen.kinds,
            tally.where(chosen_ids, [kind], chosen.place),
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
