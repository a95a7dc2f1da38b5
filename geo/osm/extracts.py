"""Reads OpenStreetMap extracts (.osm, .gz, .bz2, .pbf) into plain features; no ORM.

Who made an edit is never read: no user, no user id, no changeset leaves this module.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import osmium
import shapely

from geo.osm.areas import is_area
from geo.osm.markings import deleted_in_editor, said_at_the_top

SUFFIXES = (".osm", ".osm.gz", ".osm.bz2", ".pbf", ".osm.xml")
EDITOR_TAGS = frozenset({"created_by", "source", "attribution", "converted_by"})
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # what osmium says where a file gives no moment
FACTORY = osmium.geom.WKBFactory()
NUL = "\0"  # which no database text can hold
AREA_RELATIONS = frozenset({"multipolygon", "boundary"})


class UnreadableExtract(Exception):
    """The file cannot be read to its end; the message says in one line why."""


class HistoryExtract(UnreadableExtract):
    """The file holds several versions of its objects, not one state."""


@dataclass(frozen=True, slots=True)
class OsmFeature:
    """One tagged object: where it is and what it is, not who drew it."""

    element: str  # "n", "w" or "r"
    osm_id: int
    osm_version: int | None
    osm_timestamp: datetime | None
    tags: dict[str, str]
    geometry: shapely.Geometry  # longitude, latitude


@dataclass(slots=True)
class ExtractReport:
    """What was in the file and what could not be used, filled while reading.

    Of what `keep` accepts: incomplete_relations, whose members are not all there or do not close;
    broken, "w12", without a place or with an impossible one; deleted, marked so by the file or in
    an editor; unsent, drawn in an editor and never sent (numbers below 0); repeated.
    """

    nodes: int = 0
    ways: int = 0
    relations: int = 0
    areas: int = 0
    areas_from_relations: int = 0
    incomplete_relations: list[int] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    deleted: int = 0
    unsent: int = 0
    repeated: int = 0
    osm_date: datetime | None = None  # of the data, as the file says
    newest: datetime | None = None  # change of any tagged object


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
    try:
        objects = osmium.FileProcessor(str(path)).with_locations().with_areas()
        _refuse_histories(objects.header, path)
        report.osm_date = _moment_in(objects.header, path)
        yield from _Reading(report, keep, deleted_in_editor(path)).features(objects)
    except (RuntimeError, OSError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UnreadableExtract(f"{path.name} cannot be read to its end: {reason}") from error


def _refuse_histories(header: Any, path: Path) -> None:
    if header.has_multiple_object_versions:
        raise HistoryExtract(f"{path.name} holds the history of objects, not one state.")


def _moment_in(header: Any, path: Path) -> datetime | None:
    known = header.get("osmosis_replication_timestamp") or header.get("timestamp")
    said = known or said_at_the_top(path).date
    try:
        moment = datetime.fromisoformat(said) if said else None
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None


class _Reading:
    """One pass through a file: what was met so far."""

    def __init__(self, report: ExtractReport, keep: Callable[[dict], bool], gone: set):
        self.report = report
        self.keep = keep
        self.gone = gone  # (element, number) of what an editor deleted
        self.met: set[tuple[str, int]] = set()
        self.candidates: set[int] = set()
        self.assembled: set[int] = set()

    def features(self, objects) -> Iterator[OsmFeature]:
        """Yield what is wanted of objects, then complete the report."""
        for item in objects:
            feature = self.taken(item) if item.tags or not item.is_node() else self.untagged()
            if feature is not None and self.is_first(feature):
                yield feature
        self.report.incomplete_relations = sorted(self.candidates - self.assembled)

    def is_first(self, feature: OsmFeature) -> bool:
        key = (feature.element, feature.osm_id)
        if key in self.met:
            self.report.repeated += 1
            return False
        self.met.add(key)
        return True

    def untagged(self) -> None:
        self.report.nodes += 1

    def taken(self, item: Any) -> OsmFeature | None:
        """Return the feature that an object is, or None; count it either way."""
        if item.is_node():
            self.report.nodes += 1
            tags = self.wanted(item, "n", item.id)
            known = tags and item.location.valid()
            return _feature("n", item, tags, _point(item)) if known else None
        if item.is_way():
            self.report.ways += 1
            tags = self.wanted(item, "w", item.id)
            is_line = tags and not (item.is_closed() and is_area(tags))
            return self.line(item, tags) if is_line else None
        if item.is_relation():
            self.report.relations += 1
            if item.tags.get("type") in AREA_RELATIONS and self.wanted(item, "r", item.id):
                self.candidates.add(item.id)
            return None
        return self.area(item)

    def wanted(self, item: Any, element: str, number: int) -> dict[str, str] | None:
        """Return the tags of an object that is asked for and there."""
        tags = _tags(item)
        if not tags or not self.keep(tags):
            return None
        if item.deleted or (element, number) in self.gone:
            self.report.deleted += 1
            return None
        if number < 0:
            self.report.unsent += 1
            return None
        if item.version and item.timestamp != EPOCH:
            self.report.newest = max(self.report.newest or EPOCH, item.timestamp)
        return tags

    def area(self, item: Any) -> OsmFeature | None:
        """Return the feature that an area is; the way or relation it is of was counted before."""
        report, number = self.report, item.orig_id()
        report.areas += 1
        element = "w" if item.from_way() else "r"
        if element == "r":
            report.areas_from_relations += 1
            self.assembled.add(number)
        tags = _tags(item)
        is_gone = item.deleted or number < 0 or (element, number) in self.gone
        if is_gone or not tags or not self.keep(tags) or (element == "w" and not is_area(tags)):
            return None
        geometry = _only_areas(_built(FACTORY.create_multipolygon, item))
        if geometry is None:
            report.broken.append(f"{element}{number}")
            return None
        return _feature(element, item, tags, geometry, number)

    def line(self, item: Any, tags: dict) -> OsmFeature | None:
        geometry = _built(FACTORY.create_linestring, item)
        if geometry is None or not geometry.length:
            self.report.broken.append(f"w{item.id}")
            return None
        return _feature("w", item, tags, geometry)


def _only_areas(geometry: shapely.Geometry | None) -> shapely.Geometry | None:
    if geometry is None:
        return None
    sound = geometry if geometry.is_valid else shapely.make_valid(geometry)
    parts = [part for part in shapely.get_parts(sound) if part.geom_type == "Polygon"]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


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
        osm_version=item.version or None,
        osm_timestamp=item.timestamp if item.version and item.timestamp != EPOCH else None,
        tags=tags,
        geometry=geometry,
    )
