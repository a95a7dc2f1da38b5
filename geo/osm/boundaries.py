"""The boundaries of an OpenStreetMap extract: which are whole, which are cut off. In the jail."""

import json
from pathlib import Path

import osmium
import shapely

from geo.files.refusals import FileCode, UnreadableFile

KINDS = osmium.osm.WAY | osmium.osm.RELATION
TYPES = frozenset({"boundary", "multipolygon"})
FACTORY = osmium.geom.WKBFactory()
MOST_NAMED = 20  # ways that are missing; of a country there are thousands
TOLD = ("name", "admin_level", "boundary")


def suffix_of(head: bytes) -> str:
    """Return how the name of an extract has to end for osmium to know what it is."""
    if head.startswith(b"\x1f\x8b"):
        return ".osm.gz"
    if head.startswith(b"BZh"):
        return ".osm.bz2"
    return ".osm" if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else ".osm.pbf"


def read_boundaries(path: Path, arguments: dict) -> list[bytes]:
    """Return a list of boundaries as JSON, then the WKB of each, empty where it is cut off.

    Of each: name, admin_level, boundary, osm_id, and missing: how many of its ways are not in
    the file; ways: the first of these. Raises UnreadableFile.
    """
    with path.open("rb") as file:
        named = path.rename(path.with_name(f"extract{suffix_of(file.read(8))}"))
    try:
        found = _relations(named)
        shapes = _shapes(named, set(found))
    except (RuntimeError, OSError, ValueError) as error:
        raise UnreadableFile(FileCode.DAMAGED) from error
    known = [one for one in found.values() if one["osm_id"] in shapes or one["missing"]]
    return [
        json.dumps(known).encode(),
        *(shapes.get(one["osm_id"], b"") for one in known),
    ]


def _relations(path: Path) -> dict[int, dict]:
    """Return the boundaries that have a name, by their number."""
    ways, found, members = set(), {}, {}
    for item in osmium.FileProcessor(str(path), KINDS):
        if item.is_way():
            ways.add(item.id)
        elif _is_boundary(item.tags):
            tags = {name: item.tags[name] for name in TOLD if name in item.tags}
            found[item.id] = tags | {"osm_id": item.id}
            members[item.id] = [one.ref for one in item.members if one.type == "w"]
    for number, boundary in found.items():
        missing = sorted(set(members[number]) - ways)
        boundary |= {"missing": len(missing), "ways": missing[:MOST_NAMED]}
    return found


def _is_boundary(tags) -> bool:
    return "boundary" in tags and "name" in tags and tags.get("type") in TYPES


def _shapes(path: Path, wanted: set[int]) -> dict[int, bytes]:
    """Return the WKB of the boundaries that close, by their number."""
    shapes = {}
    only = osmium.filter.KeyFilter("boundary")
    for item in osmium.FileProcessor(str(path)).with_locations().with_areas(only):
        if not item.is_area() or item.from_way() or item.orig_id() not in wanted:
            continue
        try:
            shape = shapely.from_wkb(FACTORY.create_multipolygon(item))
        except (RuntimeError, osmium.InvalidLocationError):
            continue  # a point of its outline is not in the file
        shapes[item.orig_id()] = shapely.to_wkb(shape)
    return shapes
