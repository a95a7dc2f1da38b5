"""The filters of a list: a fixed grammar in the address, the same for pages, tiles and files."""

import math
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.contrib.gis.geos import Polygon
from django.utils.translation import gettext as _

from participation.consultations.models import KINDS
from participation.contributions.words import one_line

SORTS = ["recent", "oldest", "comments"]
PLACES = ["some", "none"]
LONGEST_QUERY = 100
MOST_WORDS = 8
LONGEST_NAME = 80
DECIMALS = 5  # of a degree: a metre


@dataclass(frozen=True)
class Filters:
    """What a reader asked for, already reduced to what exists."""

    themes: tuple[str, ...] = ()  # letters
    kinds: tuple[str, ...] = ()
    words: str = ""
    sort: str = "recent"
    warnings: tuple[str, ...] = ()
    place: str = ""  # "some": what has a place; "none": what has not
    near: tuple[float, ...] = ()  # west, south, east, north, in degrees
    near_name: str = ""  # what is called there, for the reader

    @property
    def is_any(self):
        return bool(self.themes or self.kinds or self.place or self.is_searched)

    @property
    def is_searched(self):
        """Whether rows must be looked at: no count is kept up for words and surroundings."""
        return bool(self.words or self.near)

    def apply(self, contributions):
        """The contributions that match, in no particular order."""
        if self.themes:
            contributions = contributions.filter(theme__letter__in=self.themes)
        if self.kinds:
            contributions = contributions.filter(kind__in=self.kinds)
        if self.place:
            contributions = contributions.filter(geometry__isnull=self.place == "none")
        return self.search(contributions)

    def search(self, contributions):
        """The contributions that say the words and lie near the place asked for."""
        if self.near:
            box = Polygon.from_bbox(self.near)
            box.srid = 4326
            contributions = contributions.filter(geometry__intersects=box)
        return contributions.saying(self.words) if self.words else contributions

    def address(self, **changes):
        """The query string of these filters with `changes`; canonical, so that caches agree."""
        wanted = replace(self, **changes)
        parts = {
            "theme": ",".join(wanted.themes),
            "kind": ",".join(wanted.kinds),
            "place": wanted.place,
            "near": box_text(wanted.near),
            "near_name": wanted.near_name if wanted.near else "",
            "q": wanted.words,
            "sort": "" if wanted.sort == "recent" else wanted.sort,
        }
        return urlencode({name: value for name, value in parts.items() if value}, safe=",")

    def toggled(self, name, value):
        """The query string with `value` added to or taken from themes or kinds."""
        chosen = getattr(self, name)
        rest = tuple(other for other in chosen if other != value)
        return self.address(**{name: rest if value in chosen else (*chosen, value)})


def read_filters(query, consultation):
    """Read `query` (a QueryDict); what is unknown is left out and told in `warnings`.

    Nothing here raises. Themes that were prefetched are not asked for again.
    """
    warnings = []
    letters = [theme.letter for theme in consultation.themes.all()]
    themes = known(
        query.getlist("theme"), letters, warnings, _("The theme “%(value)s” is not known here.")
    )
    kinds = known(
        query.getlist("kind"),
        [kind for kind, _label in KINDS],
        warnings,
        _("The kind “%(value)s” is not known."),
    )
    places = known(
        query.getlist("place"), PLACES, warnings, _("The place “%(value)s” is not known here.")
    )
    place = places[0] if len(places) == 1 else ""
    words = one_line(query.get("q", ""))
    if len(words) > LONGEST_QUERY or len(words.split()) > MOST_WORDS:
        words = " ".join(words[:LONGEST_QUERY].split()[:MOST_WORDS])
        warnings.append(_("Only the first words are searched."))
    sort = query.get("sort") or "recent"
    if sort not in SORTS:
        sort = "recent"
        warnings.append(_("This order is not known; the most recent come first."))
    near = box_in(query.get("near", ""), warnings)
    near_name = one_line(query.get("near_name", ""))[:LONGEST_NAME] if near else ""
    return Filters(themes, kinds, words, sort, tuple(warnings), place, near, near_name)


def box_text(box):
    return ",".join(f"{degrees:.{DECIMALS}f}" for degrees in box)


def box_in(text, warnings):
    """West, south, east, north in degrees; empty where there is none, told where it is strange."""
    if not text:
        return ()
    try:
        west, south, east, north = (round(float(part), DECIMALS) for part in text.split(","))
    except ValueError:
        west = math.nan
    if math.isnan(west) or not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        warnings.append(_("This place cannot be read; contributions of all places are shown."))
        return ()
    return (west, south, east, north)


def known(values, allowed, warnings, sentence):
    """The parts of comma-separated `values` that are allowed, in the order of `allowed`."""
    asked = [part.strip() for value in values for part in value.split(",") if part.strip()]
    strange = [part for part in asked if part not in allowed]
    if strange:
        warnings.append(sentence % {"value": one_line(strange[0])[:40]})
    return tuple(dict.fromkeys(part for part in allowed if part in asked))
