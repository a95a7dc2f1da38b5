"""Boundaries of OpenStreetMap extracts: chosen by name, refused where they are cut off."""

import json
from typing import BinaryIO

import shapely

from geo.drawings.features import DEGREES, Collection, Feature
from geo.files.formats import Format
from geo.files.jail import in_jail

ATTRIBUTION = "© OpenStreetMap contributors, ODbL 1.0"
TASK = "geo.osm.boundaries:read_boundaries"


class WhichBoundary(ValueError):
    """An extract holds several boundaries, or none of that name; `known` lists the whole ones.

    known: (name, admin_level, number of the relation).
    """

    def __init__(self, known: list[tuple[str, str, int]], asked: str = ""):
        self.known, self.asked = known, asked
        super().__init__(asked)


class CutOff(ValueError):
    """A boundary leaves the extract: `ways` are the first of those missing, of `count`."""

    def __init__(self, name: str, ways: list[int], count: int):
        self.name, self.ways, self.count = name, ways, count
        super().__init__(name)


def read_boundaries(file: BinaryIO, *, trusted: bool = False) -> Collection:
    """Return the whole boundaries of an extract as areas; those cut off stand in its notes."""
    answer = in_jail(TASK, file, trusted=trusted)
    told, shapes = json.loads(answer[0]), answer[1:]
    whole = [
        (one, shapely.from_wkb(shape)) for one, shape in zip(told, shapes, strict=True) if shape
    ]
    cut = [one for one, shape in zip(told, shapes, strict=True) if not shape]
    features = [
        Feature(number, _properties(one), shape)
        for number, (one, shape) in enumerate(whole, start=1)
    ]
    notes = ({"code": "cut_off", "count": len(cut), "boundaries": cut},) if cut else ()
    return Collection(features, DEGREES, format=Format.OSM, encoding="utf-8", notes=notes)


def _properties(told: dict) -> dict:
    return {key: value for key, value in told.items() if key not in ("missing", "ways")}


def is_extract(collection: Collection) -> bool:
    """Whether a collection came from OpenStreetMap, under the ODbL."""
    return collection.format == Format.OSM


def choose_boundaries(collection: Collection, names: list[str]) -> list[Feature]:
    """Return the boundary of each name, or number; of several, that of the highest rank.

    Raises CutOff or WhichBoundary; the latter also without any name.
    """
    if not names:
        raise WhichBoundary(_known(collection))
    return [_boundary(collection, name) for name in names]


def _boundary(collection: Collection, name: str) -> Feature:
    fitting = [one for one in collection.features if _is_called(one.properties, name)]
    if fitting:
        return min(fitting, key=lambda one: _rank(one.properties))
    cut = [one for one in _cut(collection) if _is_called(one, name)]
    if not cut:
        raise WhichBoundary(_known(collection), name)
    nearest = min(cut, key=lambda one: one["missing"])
    raise CutOff(nearest["name"], nearest["ways"], nearest["missing"])


def _cut(collection: Collection) -> list[dict]:
    return [
        one for note in collection.notes if note["code"] == "cut_off" for one in note["boundaries"]
    ]


def _is_called(properties: dict, name: str) -> bool:
    number = str(properties["osm_id"])
    return name.casefold() == properties["name"].casefold() or name in (number, f"r{number}")


def _rank(properties: dict) -> tuple[int, int]:
    level = str(properties.get("admin_level", ""))
    return int(level) if level.isdecimal() else 99, properties["osm_id"]


def _known(collection: Collection) -> list[tuple[str, str, int]]:
    told = sorted((one.properties for one in collection.features), key=_rank)
    return [(one["name"], str(one.get("admin_level", "–")), one["osm_id"]) for one in told]
