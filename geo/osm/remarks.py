"""A snapshot in words: how much was found, and what was left out and why."""

from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from geo.osm.models import OsmSnapshot
from geo.osm.presets import PRESETS

EVERYTHING = "*"  # how `conditions.write_condition` writes it
REMARKS = {
    "outside": lambda n: ngettext(
        "%(count)s object lies outside the perimeter and was left out.",
        "%(count)s objects lie outside the perimeter and were left out.",
        n,
    ),
    "clipped": lambda n: ngettext(
        "%(count)s object was cut at the edge of the perimeter.",
        "%(count)s objects were cut at the edge of the perimeter.",
        n,
    ),
    "incomplete": lambda n: ngettext(
        "%(count)s multipolygon is not whole in the file, or does not close, and was left out: "
        "%(objects)s.",
        "%(count)s multipolygons are not whole in the file, or do not close, and were left out: "
        "%(objects)s.",
        n,
    ),
    "broken": lambda n: ngettext(
        "%(count)s object has no place in the file, or an impossible one, and was left out: "
        "%(objects)s.",
        "%(count)s objects have no place in the file, or an impossible one, and were left out: "
        "%(objects)s.",
        n,
    ),
    "deleted": lambda n: ngettext(
        "%(count)s object is marked as deleted and was left out.",
        "%(count)s objects are marked as deleted and were left out.",
        n,
    ),
    "unsent": lambda n: ngettext(
        "%(count)s object was drawn in an editor and never sent to OpenStreetMap: it was left out.",
        "%(count)s objects were drawn in an editor and never sent to OpenStreetMap: they were left "
        "out.",
        n,
    ),
    "repeated": lambda n: ngettext(
        "%(count)s object stands twice in the file: the first was taken.",
        "%(count)s objects stand twice in the file: the first of each was taken.",
        n,
    ),
    "undated": lambda n: _(
        "The file does not say of when it is: the date is that of the newest change in it."
    ),
}


def remark_lines(snapshot: OsmSnapshot) -> list[str]:
    """Return one sentence for each thing that was left out, cut or assumed."""
    return [
        REMARKS[one["code"]](one["count"])
        % {"count": number_format(one["count"]), "objects": _listed(one)}
        for one in snapshot.remarks
        if one["code"] in REMARKS
    ]


def named_counts(snapshot: OsmSnapshot) -> list[tuple[str, int]]:
    """Return (name, number) of each preset, in the active language, and of each condition."""
    language = get_language() or "en"
    return [
        (_name(key, language), snapshot.counts[key])
        for key in sorted(snapshot.counts, key=_order(snapshot))
    ]


def count_lines(snapshot: OsmSnapshot) -> list[str]:
    """Return one line for each preset and condition with its number of objects."""
    return [f"{name}: {number_format(count)}" for name, count in named_counts(snapshot)]


def _name(key: str, language: str) -> str:
    if key in PRESETS:
        return PRESETS[key].label(language)
    return _("All objects with tags") if key == EVERYTHING else key


def _order(snapshot: OsmSnapshot):
    places = {key: at for at, key in enumerate(snapshot.presets)}
    return lambda key: (places.get(key, len(places)), key)


def _listed(remark: dict) -> str:
    objects: Iterable[str] = remark.get("objects", ())
    more = remark["count"] > len(remark.get("objects", ()))
    return ", ".join(objects) + ("…" if more else "")
