"""Keeps what a carto-party changed, so that visits read it and never compare anything."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace

import shapely
from django.db import transaction
from django.utils import timezone

from geo.layers.models import Feature
from geo.osm.completeness import Completeness
from geo.osm.differences import Key, tag_change
from geo.perimeters.conversion import from_django
from participation.carto_parties.comparing import (
    Comparison,
    Fate,
    Item,
    SortCompared,
    comparable,
    comparison_of,
)
from participation.carto_parties.looked_for import sorts_of
from participation.carto_parties.models import CartoParty
from participation.carto_parties.recap_files import remaining
from participation.carto_parties.recap_models import Recap
from participation.consultations.versions import raise_version

DIGITS = 7  # of a degree, as everywhere


def make_recap(party_id) -> Recap:
    """Compare the map before and after, and keep the result. Raises NotComparable.

    Where something else was chosen meanwhile, that is compared again.
    """
    while True:
        party = CartoParty.objects.select_related("consultation__perimeter").get(pk=party_id)
        ground = ground_of(party)
        comparison = comparison_of(party)
        with transaction.atomic():
            locked = CartoParty.objects.select_for_update().get(pk=party_id)
            if ground_of(locked) == ground:
                return _store(party, comparison)


def ground_of(party: CartoParty) -> tuple:
    """Return all on which a comparison stands."""
    cells = party.cells.order_by("pk").values_list("pk", flat=True)
    wanted = (party.presets, party.conditions)
    return party.before_id, party.after_id, party.area.wkb.tobytes(), wanted, tuple(cells)


def forget_recap(party: CartoParty) -> None:
    """What was kept says nothing any more: the area, its cells or what is looked for changed."""
    Recap.objects.filter(party=party).update(is_current=False)


def _store(party: CartoParty, comparison: Comparison) -> Recap:
    told = {
        "before": comparison.before.version,
        "after": comparison.after.version,
        "is_current": True,
        "made_at": timezone.now(),
        "items": [line_of(item) for item in comparison.items],
        "sorts": {one.sort.key: _censuses(one) for one in comparison.sorts},
        "rechecked": comparison.rechecked,
        "elsewhere": comparison.elsewhere,
        "remaining": sum(1 for _task in remaining(comparison)),
    }
    if not Recap.objects.filter(party=party, before=told["before"], after=told["after"]).exists():
        told |= {"gone": {}, "gone_at": None, "changesets": None, "changesets_at": None}
    recap, _is_new = Recap.objects.update_or_create(party=party, defaults=told)
    raise_version(party.consultation_id)
    return recap


def line_of(item: Item) -> list:
    """Return what is kept of an object: identity, fate, what it was before, metres that it moved,
    cell, sort, longitude and latitude of a point on it."""
    point = shapely.point_on_surface(item.geometry)
    place = [round(point.x, DIGITS), round(point.y, DIGITS)]
    sort = item.sort.key if item.sort else ""
    return [*item.key, str(item.fate), item.was, item.moved_m, item.cell, sort, *place]


def _censuses(compared: SortCompared) -> dict:
    both = {"before": compared.before, "after": compared.after}
    return {
        when: {"count": census.count, "filled": dict(census.filled)}
        for when, census in both.items()
    }


def kept_recap(party: CartoParty) -> Recap | None:
    """Return what was kept, if it still holds. Raises NotComparable."""
    comparable(party)
    return Recap.objects.of(party).first()


def outlined(party: CartoParty, recap: Recap) -> Comparison:
    """Return the comparison for figures and pictures: objects are points and have no tags."""
    before, after = comparable(party)
    sorts = {sort.key: sort for sort in sorts_of(party)}
    items = tuple(_item(line, sorts) for line in recap.items)
    return Comparison(
        before=before,
        after=after,
        items=items,
        sorts=tuple(_compared(sort, recap, items) for sort in sorts.values()),
        rechecked=recap.rechecked,
        elsewhere=recap.elsewhere,
        gone=recap.gone,
    )


def _item(line: list, sorts: dict) -> Item:
    element, osm_id, fate, was, moved_m, cell, sort, lon, lat = line
    return Item(
        key=(element, osm_id),
        fate=Fate(fate),
        tags={},
        geometry=shapely.Point(lon, lat),
        sort=sorts.get(sort),
        was=tuple(was) if was else None,
        moved_m=moved_m,
        cell=cell,
    )


def _compared(sort, recap: Recap, items: tuple[Item, ...]) -> SortCompared:
    told = recap.sorts.get(sort.key, {})
    before, after = (_census(told.get(when, {})) for when in ("before", "after"))
    fates = Counter(item.fate for item in items if item.sort == sort)
    return SortCompared(sort, fates, before, after)


def _census(told: dict) -> Completeness:
    count, filled = told.get("count", 0), told.get("filled", {})
    shares = {key: number / count for key, number in filled.items()} if count else {}
    return Completeness(count=count, per_km2=None, filled=filled, shares=shares)


def whole(party: CartoParty, recap: Recap, fates: Collection[Fate]) -> Comparison:
    """Return the comparison with the objects of these fates alone, as they are in the versions."""
    outline = outlined(party, recap)
    chosen = [item for item in outline.items if item.fate in fates]
    old = _known(recap.before_id, [i for i in chosen if i.fate in (Fate.GONE, Fate.DETAILED)])
    new = _known(recap.after_id, [item for item in chosen if item.fate is not Fate.GONE])
    return replace(outline, items=tuple(_filled(chosen, old, new)))


def _known(version_id, items: list[Item]) -> dict[Key, tuple]:
    rows = Feature.objects.filter(version_id=version_id, osm_id__in=[i.key[1] for i in items])
    columns = rows.values_list("element", "osm_id", "tags", "geometry")
    return {(row[0], row[1]): (row[2], from_django(row[3])) for row in columns}


def _filled(items: list[Item], old: dict, new: dict) -> Iterator[Item]:
    for item in items:
        tags, geometry = (old if item.fate is Fate.GONE else new)[item.key]
        is_detailed = item.fate is Fate.DETAILED
        change = tag_change(old[item.key][0], tags) if is_detailed else None
        yield replace(item, tags=tags, geometry=geometry, tag_change=change or None)
