"""The recap of a carto-party: figures, marks on two maps and rows of a table, ready for a page."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import shapely
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from geo.layers.tag_words import label_of
from geo.perimeters.conversion import from_django
from geo.perimeters.outlines import Frame, frame_around, path_of
from geo.templatetags.figures import landscape_of
from participation.carto_parties.comparing import (
    Comparison,
    Fate,
    Item,
    Obstacle,
    SortCompared,
)
from participation.carto_parties.models import CartoParty
from participation.carto_parties.recap_models import Gone, Recap

WIDTH, HEIGHT = 900, 460
MOST_MARKS = 3000  # beyond, what did not change is left out of the picture
FEW = 3  # teams, changesets: below, their number would tell who they are
OBSTACLES = {
    # Translators: « L’état de la carte avant la cartopartie n’a pas été enregistré. »
    Obstacle.NO_BEFORE: _("The state of the map before the carto-party was not kept."),
    # Translators: « L’état de la carte après la cartopartie n’est pas encore enregistré. »
    Obstacle.NO_AFTER: _("The state of the map after the carto-party is not there yet."),
    Obstacle.SAME: _("Before and after are the same state of the map."),
    Obstacle.INCOMPLETE: _(
        "One of the two states of the map is incomplete: nothing can be said of what changed."
    ),
    Obstacle.OTHER_CONDITIONS: _(
        "The two states of the map do not hold the same sorts of objects: they cannot be compared."
    ),
    Obstacle.OTHER_AREA: _(
        "The two states of the map were not taken within the same area: they cannot be compared."
    ),
}
# Translators: « Les deux états de la carte sont en train d’être comparés. Revenez dans un instant. »
NOT_READY = _("The two states of the map are being compared. Come back in a moment.")
FILES = [
    # Translators: « Tout ce qui a changé »
    ("changes", _("All that changed")),
    # Translators: « Les objets ajoutés »
    ("created", _("The objects added")),
    ("detailed", _("The objects described better or moved")),
    ("converted", _("The objects drawn anew")),
    ("gone", _("The objects no longer there")),
    # Translators: « Tous les objets d’après la cartopartie »
    ("after", _("All the objects after the carto-party")),
]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it counts."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """How complete one attribute was and is, in hundredths; None where there was no object."""

    label: str
    before: int | None
    after: int | None

    @property
    def start(self) -> int:
        """Where the line between the two begins."""
        return min(self.before or 0, self.after or 0)

    @property
    def length(self) -> int:
        """How long it is."""
        return abs((self.before or 0) - (self.after or 0))


@dataclass(frozen=True, slots=True)
class SortRows:
    """One sort of objects: how many there were and are, and its attributes."""

    label: str
    before: int
    after: int
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Mark:
    """One object on a picture."""

    fate: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A map of the area with its marks; left_out: what did not change and is not drawn."""

    ground: Sequence[tuple[str, str]]
    area: str
    marks: Sequence[Mark]
    left_out: int = 0
    width: int = WIDTH
    height: int = HEIGHT


def figures_of(party: CartoParty, comparison: Comparison) -> list[Figure]:
    """Return what the newsletter counts, in its order; what is zero is not told."""
    fates = comparison.fates()
    new, detailed = fates[Fate.CREATED], fates[Fate.DETAILED]
    again = fates[Fate.CONVERTED]
    teams = party.cells.exclude(team="").values("team").distinct().count()
    told = [
        Figure(new, ngettext("object added", "objects added", new)),
        Figure(
            detailed,
            ngettext("object described better or moved", "objects described better or moved",
                     detailed),
        ),
        Figure(again, ngettext("object drawn anew", "objects drawn anew", again)),
        *_gone_figures(comparison, fates[Fate.GONE]),
        Figure(
            comparison.rechecked,
            ngettext("object checked on the ground", "objects checked on the ground",
                     comparison.rechecked),
        ),
        Figure(teams if teams >= FEW else 0, ngettext("team", "teams", teams)),
    ]  # fmt: skip
    return [figure for figure in told if figure.number]


def _gone_figures(comparison: Comparison, gone: int) -> list[Figure]:
    """Return what became of objects no longer there, as far as OpenStreetMap said it."""
    told = Counter(comparison.gone.values())
    deleted, moved = told[Gone.DELETED], told[Gone.MOVED]
    retagged = told[Gone.RETAGGED]
    unsure = gone - deleted - moved - retagged
    return [
        Figure(deleted, ngettext("object deleted", "objects deleted", deleted)),
        Figure(
            retagged,
            ngettext(
                "object that is something else now", "objects that are something else now", retagged
            ),
        ),
        Figure(moved, ngettext("object moved elsewhere", "objects moved elsewhere", moved)),
        Figure(
            unsure,
            ngettext(
                "object no longer there, to be confirmed",
                "objects no longer there, to be confirmed",
                unsure,
            ),
        ),
    ]


def hashtag_words(party: CartoParty, recap: Recap) -> str:
    """Return how many changesets have the hashtag, where it was counted; few are not told apart."""
    count = recap.changesets
    if count is None:
        return ""
    number = number_format(count, use_l10n=True, force_grouping=True)
    facts = {"hashtag": f"#{party.hashtag}", "few": FEW, "count": number}
    if not count:
        return _("No changeset has the hashtag %(hashtag)s.") % facts
    if count < FEW:
        return _("Fewer than %(few)s changesets have the hashtag %(hashtag)s.") % facts
    return _("%(count)s changesets have the hashtag %(hashtag)s.") % facts


def sorts_in_rows(comparison: Comparison) -> list[SortRows]:
    """Return what was looked for, with the attributes that anybody filled in."""
    return [
        SortRows(one.sort.label, one.before.count, one.after.count, list(_rows(one)))
        for one in comparison.sorts
    ]


def _rows(compared: SortCompared) -> Iterator[Row]:
    for key in compared.sort.attributes:
        before, after = (census.shares.get(key) for census in (compared.before, compared.after))
        if before or after:
            label = label_of(key, get_language() or "en")
            yield Row(label, _hundredths(before), _hundredths(after))


def _hundredths(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def frame_of(party: CartoParty) -> Frame:
    """Return the window on the area, as wide as the pictures of the recap."""
    return frame_around(party.area.extent, WIDTH, HEIGHT)


def pictures_of(party: CartoParty, comparison: Comparison) -> tuple[Picture, Picture]:
    """Return the map before and after."""
    frame = frame_of(party)
    ground = landscape_of(party.consultation.basemap, frame)
    area = path_of(from_django(party.area), frame)
    old = [item for item in comparison.items if item.fate is not Fate.CREATED]
    before = Picture(ground, area, _marks(old, frame, Fate.UNCHANGED))
    shown = comparison.items
    if len(shown) > MOST_MARKS:
        shown = [item for item in shown if item.fate is not Fate.UNCHANGED]
    left_out = len(comparison.items) - len(shown)
    return before, Picture(ground, area, _marks(shown, frame), left_out)


def _marks(items: Sequence[Item], frame: Frame, fate: Fate | None = None) -> list[Mark]:
    """Return the marks of objects, what did not change below."""
    if not items:
        return []
    points = shapely.point_on_surface([item.geometry for item in items])
    pixels = frame.points(shapely.get_coordinates(points)).round(1)
    order = sorted(range(len(items)), key=lambda at: items[at].fate is not Fate.UNCHANGED)
    return [Mark(fate or items[at].fate, *map(float, pixels[at])) for at in order]
