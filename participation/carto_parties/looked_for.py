"""What a carto-party looks for: the presets that were ticked, and other tags that were written."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language, pgettext

from geo.osm.presets import PRESETS, matches
from participation.carto_parties.models import CartoParty

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sort:
    """One thing that is looked for, and the tags that a careful survey fills in."""

    key: str
    label: str
    conditions: tuple[Mapping, ...]
    attributes: tuple[str, ...]


def sorts_of(party: CartoParty) -> list[Sort]:
    """Return what is looked for, in the language of the page; presets in their own order."""
    language = get_language() or "en"
    found = [
        Sort(key, preset.label(language), preset.any_of, preset.attributes)
        for key, preset in PRESETS.items()
        if key in party.presets
    ]
    if party.conditions:
        # Translators: « Autres objets » (what a carto-party looks for besides benches, trees …)
        label = pgettext("looked for", "Other objects")
        found.append(Sort(OTHER, label, tuple(party.conditions), ()))
    return found


def sort_of(tags: Mapping[str, str], sorts: list[Sort]) -> Sort | None:
    """Return the first sort to which an object belongs; None for what is not looked for."""
    return next((sort for sort in sorts if matches(tags, sort.conditions)), None)


def missing_in(conditions: list[Mapping], party: CartoParty) -> list[Sort]:
    """Return what a snapshot under these conditions need not hold, though it is looked for."""
    known = [dict(one) for one in conditions]
    if {} in known:
        return []
    return [
        sort
        for sort in sorts_of(party)
        if not all(dict(condition) in known for condition in sort.conditions)
    ]
