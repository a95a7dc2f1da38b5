"""What a carto-party changed: its two snapshots, compared object by object.

This takes seconds where there are many objects: a job does it, once (`kept.make_recap`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

import numpy as np
import shapely

from geo.crs import DEGREES, reproject
from geo.layers.models import Feature
from geo.osm.completeness import Completeness, completeness
from geo.osm.differences import Differences, Key, TagChange, Thing, compare
from geo.osm.models import OsmSnapshot
from geo.perimeters.conversion import from_django
from participation.carto_parties.looked_for import Sort, sort_of, sorts_of
from participation.carto_parties.models import CartoParty

Known = dict[Key, tuple[Mapping[str, str], shapely.Geometry]]
"""Objects of a version: their tags, and where they are in degrees."""


class Fate(StrEnum):
    """What became of an object, from the point of view of those who went out."""

    CREATED = "created"
    CONVERTED = "converted"
    DETAILED = "detailed"  # other tags, or another place
    GONE = "gone"  # matches no longer: deleted, without the tag, or out of the area
    UNCHANGED = "unchanged"


class Obstacle(StrEnum):
    """Why two snapshots say nothing about what changed."""

    NO_BEFORE = "no_before"
    NO_AFTER = "no_after"
    SAME = "same"
    INCOMPLETE = "incomplete"
    OTHER_CONDITIONS = "other_conditions"
    OTHER_AREA = "other_area"


class NotComparable(Exception):
    """Two snapshots cannot be compared; code says why."""

    def __init__(self, code: Obstacle):
        self.code = code
        super().__init__(str(code))


@dataclass(frozen=True, slots=True)
class Item:
    """One object and its fate.

    tags, geometry (degrees): those of after, or of before for what is gone; was: its key before,
    where it was drawn again; tag_change and moved_m (metres) tell a detailed one; sort: what it
    is, None for what nobody looks for any more; cell: the code of its cell, "" outside of all.
    """

    key: Key
    fate: Fate
    tags: Mapping[str, str]
    geometry: shapely.Geometry
    sort: Sort | None
    was: Key | None = None
    tag_change: TagChange | None = None
    moved_m: float | None = None
    cell: str = ""


@dataclass(frozen=True, slots=True)
class SortCompared:
    """One sort of objects: how many met each fate, and how complete they were and are."""

    sort: Sort
    fates: Counter
    before: Completeness
    after: Completeness


@dataclass(frozen=True, slots=True)
class Comparison:
    """All objects of both snapshots with their fates, in order.

    items: those within the area of the party; elsewhere: how many others changed within the
    perimeter; rechecked: how many were only looked at again on the ground; gone: what OpenStreetMap
    said of those no longer there, where it was asked ("n4": "deleted", see `recap_models.Gone`).
    """

    before: OsmSnapshot
    after: OsmSnapshot
    items: tuple[Item, ...]
    sorts: tuple[SortCompared, ...]
    rechecked: int
    elsewhere: int
    gone: Mapping[str, str] = field(default_factory=dict)

    def fates(self) -> Counter:
        """Return how many objects met each fate."""
        return Counter(item.fate for item in self.items)

    def fates_by_cell(self) -> dict[str, Counter]:
        """Return the same for each cell in which something is; "" is outside of all."""
        found: dict[str, Counter] = {}
        for item in self.items:
            found.setdefault(item.cell, Counter())[item.fate] += 1
        return found


def comparison_of(party: CartoParty) -> Comparison:
    """Return what a carto-party changed, each object in its cell. Raises NotComparable."""
    before, after = comparable(party)
    old, new, changes = _compared(
        before.version_id, after.version_id, party.consultation.perimeter.metric_srid
    )
    sorts = sorts_of(party)
    items = [_item(*fate, old, new, changes, sorts) for fate in _fates(changes)]
    items.sort(key=lambda item: item.key)
    inside, outside = _within(items, from_django(party.area))
    cells = [(cell.code, from_django(cell.geometry)) for cell in party.cells.all()]
    here = {item.key for item in inside} | {item.was for item in inside}
    return Comparison(
        before=before,
        after=after,
        items=tuple(_in_cells(inside, cells)),
        sorts=tuple(_sort_compared(sort, sorts, inside, _only(old, here), _only(new, here))
                    for sort in sorts),
        rechecked=sum(key in here for key in changes.rechecked),
        elsewhere=sum(item.fate is not Fate.UNCHANGED for item in outside),
    )  # fmt: skip


def _only(known: Known, keys: set[Key]) -> Known:
    return {key: value for key, value in known.items() if key in keys}


def _within(items: Sequence[Item], area: shapely.Geometry) -> tuple[list[Item], list[Item]]:
    """Return the items in an area, by a point on each, and the others."""
    if not items:
        return [], []
    shapely.prepare(area)
    points = shapely.point_on_surface([item.geometry for item in items])
    here = shapely.intersects(area, points)
    parted = list(zip(items, here, strict=True))
    return [item for item, is_in in parted if is_in], [item for item, is_in in parted if not is_in]


def comparable(party: CartoParty) -> tuple[OsmSnapshot, OsmSnapshot]:
    """Return the snapshots before and after. Raises NotComparable."""
    before, after = (
        OsmSnapshot.objects.select_related("version").filter(version=version).first()
        for version in (party.before_id, party.after_id)
    )
    check_comparable(before, after)
    return before, after


def check_comparable(before: OsmSnapshot | None, after: OsmSnapshot | None) -> None:
    """Raise NotComparable where two snapshots say nothing about what changed."""
    if before is None or after is None:
        raise NotComparable(Obstacle.NO_AFTER if before else Obstacle.NO_BEFORE)
    ground = ("perimeter_version", "is_clipped")
    faults = {
        Obstacle.SAME: before.pk == after.pk,
        Obstacle.INCOMPLETE: not (before.is_complete and after.is_complete),
        Obstacle.OTHER_CONDITIONS: before.conditions != after.conditions,
        Obstacle.OTHER_AREA: any(getattr(before, n) != getattr(after, n) for n in ground),
    }
    for code, is_so in faults.items():
        if is_so:
            raise NotComparable(code)


def _compared(before: UUID, after: UUID, metric_srid: int) -> tuple[Known, Known, Differences]:
    """Compare two versions, which never change once they are written."""
    old, new = _features(before), _features(after)
    return old, new, compare(_in_metres(old, metric_srid), _in_metres(new, metric_srid))


def _features(version: UUID) -> Known:
    rows = Feature.objects.filter(version_id=version, element__isnull=False)
    return {
        (element, osm_id): (tags, from_django(geometry))
        for element, osm_id, tags, geometry in rows.values_list(
            "element", "osm_id", "tags", "geometry"
        )
    }


def _in_metres(features: Known, metric_srid: int) -> list[Thing]:
    shapes = np.array([geometry for _tags, geometry in features.values()], dtype=object)
    flat = reproject(shapes, DEGREES, metric_srid)
    known = zip(features.items(), flat, strict=True)
    return [Thing(key, tags, shape) for (key, (tags, _geometry)), shape in known]


def _fates(changes: Differences) -> Iterable[tuple[Key, Fate, Key | None]]:
    yield from ((key, Fate.CREATED, None) for key in changes.created)
    yield from ((new, Fate.CONVERTED, old) for old, new in changes.converted)
    yield from ((key, Fate.GONE, None) for key in (*changes.disappeared, *changes.deleted))
    changed = changes.tags_changed.keys() | changes.geometry_changed.keys()
    yield from ((key, Fate.DETAILED, None) for key in changed)
    yield from ((key, Fate.UNCHANGED, None) for key in changes.unchanged)


def _item(
    key: Key,
    fate: Fate,
    was: Key | None,
    old: Known,
    new: Known,
    changes: Differences,
    sorts: list[Sort],
) -> Item:
    tags, geometry = old[key] if fate is Fate.GONE else new[key]
    return Item(
        key=key,
        fate=fate,
        tags=tags,
        geometry=geometry,
        sort=sort_of(tags, sorts),
        was=was,
        tag_change=changes.tags_changed.get(key),
        moved_m=changes.geometry_changed.get(key),
    )


def _sort_compared(
    sort: Sort, sorts: list[Sort], items: Sequence[Item], old: Known, new: Known
) -> SortCompared:
    before, after = (
        completeness(
            [tags for tags, _geometry in known.values() if sort_of(tags, sorts) == sort],
            sort.attributes,
        )
        for known in (old, new)
    )
    return SortCompared(sort, Counter(i.fate for i in items if i.sort == sort), before, after)


def _in_cells(
    items: Sequence[Item], cells: Sequence[tuple[str, shapely.Geometry]]
) -> Iterable[Item]:
    """Yield the items with the first cell in which they lie, by a point on each."""
    if not items:
        return ()
    points = shapely.point_on_surface([item.geometry for item in items])
    at, cell = shapely.STRtree([shape for _code, shape in cells]).query(points, "intersects")
    codes: dict[int, str] = {}
    for item, position in sorted(zip(at.tolist(), cell.tolist(), strict=True)):
        codes.setdefault(item, cells[position][0])
    return (replace(item, cell=codes.get(number, "")) for number, item in enumerate(items))
