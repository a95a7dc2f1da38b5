"""Reads OpenStreetMap extracts (.osm, .gz, .bz2, .pbf) into plain features; no ORM.

Who made an edit is never read: no user, no user id, no changeset leaves this module.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import osmium
import shapely

from geo.osm.areas import is_area

SUFFIXES = (".osm", ".osm.gz", ".osm.bz2", ".pbf", ".osm.xml")
EDITOR_TAGS = frozenset({"created_by", "source", "attribution", "converted_by"})
FACTORY = osmium.geom.WKBFactory()
NUL = "\0"  # which no database text can hold
AREA_RELATIONS = frozenset({"multipolygon", "boundary"})


class UnreadableExtract(Exception):
    """The file cannot be read to its end; the message says in one line why."""


@dataclass(frozen=True, slots=True)
class OsmFeature:
    """One tagged object: where it is and what it is, not who drew it."""

    element: str  # "n", "w" or "r"
    osm_id: int
    osm_version: int
    osm_timestamp: datetime | None
    tags: dict[str, str]
    geometry: shapely.Geometry  # longitude, latitude


@dataclass(slots=True)
class ExtractReport:
    """What was in the file and what could not be used, filled while reading."""

    nodes: int = 0
    ways: int = 0
    relations: int = 0
    areas: int = 0
    areas_from_relations: int = 0
    incomplete_relations: list[int] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)  # "w12": geometry missing or impossible


def read_extract(
    path: Path, report: ExtractReport, *, keep: Callable[[dict], bool] = bool
) -> Iterator[OsmFeature]:
    """Yield every object whose tags (without those about editing) `keep` accepts.

    A closed way is an area by its tags only. A relation whose members are not all in the file,
    or whose rings do not close, is reported and left out: never fatal. A file that ends too
    early, or is no extract, raises UnreadableExtract.
    """
    if not str(path).endswith(SUFFIXES):
        raise UnreadableExtract(f"{path.name} is not an .osm, .osm.gz, .osm.bz2 or .pbf file.")
    assembled: set[int] = set()
    candidates: set[int] = set()
    try:
        for item in _objects(path):
            feature = _take(item, report, keep, candidates, assembled)
            if feature is not None:
                yield feature
    except (RuntimeError, OSError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UnreadableExtract(f"{path.name} cannot be read to its end: {reason}") from error
    report.incomplete_relations = sorted(candidates - assembled)


def _objects(path: Path):
    """Every object with its place; areas assembled before any filter on tags."""
    return osmium.FileProcessor(str(path)).with_locations().with_areas()


def _take(
    item: Any,
    report: ExtractReport,
    keep: Callable[[dict], bool],
    candidates: set[int],
    assembled: set[int],
) -> OsmFeature | None:
    if item.is_node():
        report.nodes += 1
        return _node(item, keep) if item.tags else None
    if item.is_way():
        report.ways += 1
        tags = _tags(item)
        is_line = tags and keep(tags) and not (item.is_closed() and is_area(tags))
        return _line(item, tags, report) if is_line else None
    if item.is_relation():
        report.relations += 1
        if item.tags.get("type") in AREA_RELATIONS:
            candidates.add(item.id)
        return None
    return _area(item, report, keep, assembled)


def _node(item: Any, keep: Callable[[dict], bool]) -> OsmFeature | None:
    tags = _tags(item)
    wanted = tags and keep(tags) and item.location.valid()
    return _feature("n", item, tags, _point(item)) if wanted else None


def _area(
    item: Any, report: ExtractReport, keep: Callable[[dict], bool], assembled: set[int]
) -> OsmFeature | None:
    report.areas += 1
    if not item.from_way():
        report.areas_from_relations += 1
        assembled.add(item.orig_id())
    tags = _tags(item)
    if not tags or not keep(tags) or (item.from_way() and not is_area(tags)):
        return None
    element = "w" if item.from_way() else "r"
    geometry = _only_areas(_built(FACTORY.create_multipolygon, item))
    if geometry is None:
        report.broken.append(f"{element}{item.orig_id()}")
        return None
    return _feature(element, item, tags, geometry, item.orig_id())


def _only_areas(geometry: shapely.Geometry | None) -> shapely.Geometry | None:
    if geometry is None:
        return None
    sound = geometry if geometry.is_valid else shapely.make_valid(geometry)
    parts = [part for part in shapely.get_parts(sound) if part.geom_type == "Polygon"]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _line(item: Any, tags: dict, report: ExtractReport) -> OsmFeature | None:
    geometry = _built(FACTORY.create_linestring, item)
    if geometry is None or not geometry.length:
        report.broken.append(f"w{item.id}")
        return None
    return _feature("w", item, tags, geometry)


def _built(create: Callable[[Any], str], item: Any) -> shapely.Geometry | None:
    """The geometry, or None where a place is missing or there are too few of them."""
    try:
        return shapely.from_wkb(create(item))
    except (RuntimeError, osmium.InvalidLocationError):
        return None


def _point(item: Any) -> shapely.Point:
    return shapely.Point(item.location.lon, item.location.lat)


def _tags(item: Any) -> dict[str, str]:
    return {tag.k: tag.v for tag in item.tags if tag.k not in EDITOR_TAGS and NUL not in tag.v}


def _feature(
    element: str, item: Any, tags: dict, geometry: shapely.Geometry, osm_id: int | None = None
) -> OsmFeature:
    return OsmFeature(
        element=element,
        osm_id=osm_id or item.id,
        osm_version=item.version,
        osm_timestamp=item.timestamp if item.version else None,
        tags=tags,
        geometry=geometry,
    )
