"""What changed between two readings of OpenStreetMap: by identity, tags and distance, never by
version number (moving a node changes a way without raising its version, and the other way round).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely

MOVED_M = 1.0
"""From how many metres (Hausdorff distance) a geometry counts as changed."""
DRAWN_AGAIN_M = 5.0
"""Within how many metres a new object of the same sort is the old one, drawn again."""

EDITORS_NOTES = frozenset({"source", "created_by"})
MAIN_KEYS = (
    "amenity", "emergency", "shop", "tourism", "leisure", "historic", "office", "craft", "highway",
    "railway", "public_transport", "aeroway", "man_made", "barrier", "power", "natural",
    "waterway", "landuse", "place", "building", "boundary", "route",
)  # fmt: skip
"""The keys that say what an object is; the first one that it has counts."""

Key = tuple[str, int]
"""Identity in OpenStreetMap: "n", "w" or "r", and the number."""


class Thing(NamedTuple):
    """An object of a reading. geometry: shapely, in metres."""

    key: Key
    tags: Mapping[str, str]
    geometry: shapely.Geometry


@dataclass(frozen=True, slots=True)
class TagChange:
    """How the tags of one object changed; changed: key → value before and after."""

    added: Mapping[str, str]
    changed: Mapping[str, tuple[str, str]]
    removed: Mapping[str, str]

    def __bool__(self):
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class Differences:
    """What two readings of the same area by the same conditions do not share.

    disappeared: objects of which is only known that they match no longer: deleted, without the
    tag, or moved out of the area. deleted: those of which the source says so. converted: the old
    key and the new one of the same thing drawn again. geometry_changed: metres. rechecked: objects
    whose date of survey changed. An object can stand in several of the last three.
    """

    created: tuple[Key, ...]
    disappeared: tuple[Key, ...]
    deleted: tuple[Key, ...]
    converted: tuple[tuple[Key, Key], ...]
    tags_changed: Mapping[Key, TagChange]
    geometry_changed: Mapping[Key, float]
    rechecked: tuple[Key, ...]
    unchanged: tuple[Key, ...]


def compare(
    before: Iterable[Thing], after: Iterable[Thing], *, known_deleted: Collection[Key] = ()
) -> Differences:
    """Return what changed between two complete readings, both in the same metric system.

    known_deleted: keys that the source itself calls deleted. Keys come out in order.
    """
    old, new = ({thing.key: thing for thing in reading} for reading in (before, after))
    gone, come = sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys())
    converted = _drawn_again([old[key] for key in gone], [new[key] for key in come])
    again_old, again_new = ({pair[side] for pair in converted} for side in (0, 1))
    missing = [key for key in gone if key not in again_old]
    kept = sorted(old.keys() & new.keys())
    tags = {key: change for key in kept if (change := tag_change(old[key].tags, new[key].tags))}
    moved = _moved([old[key] for key in kept], [new[key] for key in kept])
    return Differences(
        created=tuple(key for key in come if key not in again_new),
        disappeared=tuple(key for key in missing if key not in known_deleted),
        deleted=tuple(key for key in missing if key in known_deleted),
        converted=tuple(converted),
        tags_changed=tags,
        geometry_changed=moved,
        rechecked=tuple(key for key in kept if _surveys(old[key]) != _surveys(new[key])),
        unchanged=tuple(key for key in kept if key not in tags and key not in moved),
    )


def main_tag(tags: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the tag that says what an object is, or None."""
    return next(((key, tags[key]) for key in MAIN_KEYS if key in tags), None)


def _is_survey(key: str) -> bool:
    return key == "survey:date" or key.startswith("check_date")


def _surveys(thing: Thing) -> dict[str, str]:
    return {key: value for key, value in thing.tags.items() if _is_survey(key)}


def _told(tags: Mapping[str, str]) -> dict[str, str]:
    """Return the tags that describe the object, not how or when somebody looked at it."""
    return {
        key: value
        for key, value in tags.items()
        if key not in EDITORS_NOTES and not _is_survey(key)
    }


def tag_change(old: Mapping[str, str], new: Mapping[str, str]) -> TagChange:
    """Return how tags changed, but for those of editors and surveys."""
    before, after = _told(old), _told(new)
    both = before.keys() & after.keys()
    return TagChange(
        added={key: after[key] for key in sorted(after.keys() - both)},
        changed={
            key: (before[key], after[key]) for key in sorted(both) if before[key] != after[key]
        },
        removed={key: before[key] for key in sorted(before.keys() - both)},
    )


def _moved(old: Sequence[Thing], new: Sequence[Thing]) -> dict[Key, float]:
    """Return by how many metres (Hausdorff) those moved that moved by MOVED_M or more."""
    distances = shapely.hausdorff_distance(
        [thing.geometry for thing in old], [thing.geometry for thing in new]
    )
    far = np.flatnonzero(np.asarray(distances) >= MOVED_M)
    return {old[at].key: float(distances[at]) for at in far}


def _drawn_again(gone: Sequence[Thing], come: Sequence[Thing]) -> list[tuple[Key, Key]]:
    """Return pairs of the same sort within DRAWN_AGAIN_M, the nearest first, each used once."""
    if not gone or not come:
        return []
    tree = shapely.STRtree([thing.geometry for thing in come])
    places = np.array([thing.geometry for thing in gone], dtype=object)
    one, other = tree.query(places, predicate="dwithin", distance=DRAWN_AGAIN_M)
    distances = shapely.distance(places[one], tree.geometries[other])
    pairs, used = [], set()
    for at in np.lexsort((other, one, distances)):
        old, new = gone[one[at]], come[other[at]]
        sort = main_tag(old.tags)
        if sort and sort == main_tag(new.tags) and not used & {("-", old.key), ("+", new.key)}:
            used |= {("-", old.key), ("+", new.key)}
            pairs.append((old.key, new.key))
    return sorted(pairs)
