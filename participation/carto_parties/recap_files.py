"""What leaves after a carto-party: its changes, and what remains to be done, as GeoJSON."""

import json
from collections.abc import Iterable, Iterator, Mapping

from geo.osm.differences import Key
from geo.perimeters.conversion import to_geojson
from participation.carto_parties.comparing import Comparison, Fate, Item

ELEMENTS = {"n": "node", "w": "way", "r": "relation"}
SETS = {
    "changes": frozenset(Fate) - {Fate.UNCHANGED},
    "created": {Fate.CREATED},
    "converted": {Fate.CONVERTED},
    "detailed": {Fate.DETAILED},
    "gone": {Fate.GONE},
    "after": frozenset(Fate) - {Fate.GONE},
}
"""The files that are offered, and whose objects are in them."""


def name_of(key: Key) -> str:
    """Return an identity as OpenStreetMap's own tools write it: node/123."""
    return f"{ELEMENTS[key[0]]}/{key[1]}"


def changes_geojson(comparison: Comparison, chosen: str) -> dict:
    """Return the FeatureCollection of one of SETS, under the licence of the layer."""
    chosen_items = [item for item in comparison.items if item.fate in SETS[chosen]]
    features = [_change(item, comparison.gone) for item in chosen_items]
    return _head(comparison) | {"features": features, "numberReturned": len(features)}


def _head(comparison: Comparison) -> dict:
    source = comparison.after.version
    return {
        "type": "FeatureCollection",
        "license": source.licence,
        "attribution": source.attribution,
    }


def _change(item: Item, gone: Mapping[str, str]) -> dict:
    properties = {
        "change": str(item.fate),
        "sort": item.sort.key if item.sort else None,
        "cell": item.cell or None,
        "moved_m": None if item.moved_m is None else round(item.moved_m, 1),
        "was": name_of(item.was) if item.was else None,
        "tags": dict(item.tags),
        "tags_before": _before(item),
    }
    if name := gone.get(reference_of(item.key)):
        properties["became"] = name
    return _feature(item, properties)


def reference_of(key: Key) -> str:
    """Return an identity as it is kept: n123."""
    return f"{key[0]}{key[1]}"


def _feature(item: Item, properties: dict) -> dict:
    return {
        "type": "Feature",
        "id": name_of(item.key),
        "geometry": to_geojson(item.geometry),
        "properties": properties,
    }


def _before(item: Item) -> dict | None:
    """Return what the changed tags were: null for those that were not there."""
    change = item.tag_change
    if not change:
        return None
    added = dict.fromkeys(change.added)
    changed = {key: old for key, (old, _new) in change.changed.items()}
    return added | changed | dict(change.removed)


def remaining(comparison: Comparison) -> Iterator[tuple[Item, str, list[str]]]:
    """Yield what is left to do: the object, "confirm_gone" or "complete", the tags it lacks."""
    for item in comparison.items:
        lacking = _lacking(item)
        if item.fate is Fate.GONE:
            if comparison.gone.get(reference_of(item.key), "unknown") == "unknown":
                yield item, "confirm_gone", []
        elif lacking:
            yield item, "complete", lacking


def _lacking(item: Item) -> list[str]:
    wanted: Iterable[str] = item.sort.attributes if item.sort else ()
    return [key for key in wanted if not item.tags.get(key, "").strip()]


def maproulette_tasks(comparison: Comparison) -> Iterator[bytes]:
    """Yield a line for each task of MapRoulette: a FeatureCollection with one feature."""
    for item, task, lacking in remaining(comparison):
        properties = {
            "@id": name_of(item.key),
            "task": task,
            "missing": ", ".join(lacking),
            "cell": item.cell,
            **item.tags,
        }
        collection = _head(comparison) | {"features": [_feature(item, properties)]}
        yield json.dumps(collection, ensure_ascii=False).encode() + b"\n"
