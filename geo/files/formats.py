"""What kind of file it is, by its first bytes; its name is only asked whether it agrees."""

import bz2
import re
import zlib
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from xml.parsers import expat

from geo.files.refusals import FileCode, UnreadableFile

HEAD_BYTES = 64 * 1024
BLANK = b" \t\r\n"
BOM = b"\xef\xbb\xbf"


class Format(StrEnum):
    """What is read here, and what is recognised to say that it is not."""

    GEOJSON = "GeoJSON"
    SHAPEFILE = "Shapefile"
    GEOPACKAGE = "GeoPackage"
    KML = "KML"
    GPX = "GPX"
    FLATGEOBUF = "FlatGeobuf"
    ARCHIVE = "ZIP"
    OSM = "OpenStreetMap"
    CSV = "CSV"
    SQLITE = "SQLite"
    XML = "XML"
    PDF = "PDF"
    IMAGE = "image"
    OFFICE = "Office"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    OTHER_ARCHIVE = "RAR, 7-Zip, tar"
    SHAPEFILE_PART = "Shapefile (.shp, .shx, .dbf)"
    UNKNOWN = ""


BY_SUFFIX = {
    ".geojson": Format.GEOJSON,
    ".json": Format.GEOJSON,
    ".gpkg": Format.GEOPACKAGE,
    ".kml": Format.KML,
    ".gpx": Format.GPX,
    ".fgb": Format.FLATGEOBUF,
    ".zip": Format.ARCHIVE,
    ".kmz": Format.ARCHIVE,
    ".shp": Format.SHAPEFILE_PART,
    ".shx": Format.SHAPEFILE_PART,
    ".dbf": Format.SHAPEFILE_PART,
    ".csv": Format.CSV,
    ".osm": Format.OSM,
    ".pbf": Format.OSM,
}
MAGIC = (  # offset, bytes, format
    (0, b"PK\x03\x04", Format.ARCHIVE),
    (0, b"PK\x05\x06", Format.ARCHIVE),
    (0, b"SQLite format 3\0", Format.SQLITE),
    (0, b"fgb\x03fgb", Format.FLATGEOBUF),
    (0, b"\x00\x00\x27\x0a", Format.SHAPEFILE_PART),
    (4, b"\n\tOSMHeader", Format.OSM),
    (0, b"%PDF", Format.PDF),
    (0, b"\x89PNG", Format.IMAGE),
    (0, b"\xff\xd8\xff", Format.IMAGE),
    (0, b"GIF8", Format.IMAGE),
    (0, b"II*\0", Format.IMAGE),
    (0, b"MM\0*", Format.IMAGE),
    (0, b"\xd0\xcf\x11\xe0", Format.OFFICE),
    (0, b"Rar!", Format.OTHER_ARCHIVE),
    (0, b"7z\xbc\xaf", Format.OTHER_ARCHIVE),
    (257, b"ustar", Format.OTHER_ARCHIVE),
)
GEOPACKAGE_IDS = {b"GPKG", b"GP10", b"GP11"}
BY_ROOT = {"kml": Format.KML, "gpx": Format.GPX, "osm": Format.OSM, "osmChange": Format.OSM}
DBASE_VERSIONS = b"\x02\x03\x04\x05\x30\x31\x32\x83\x8b\xf5"
TEXT = re.compile(rb"[^\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]*")


@dataclass(frozen=True, slots=True)
class Kind:
    """The format of a file; for XML that is not known, the name of its outermost element."""

    format: Format
    root: str = ""


def recognise(head: bytes, name: str = "") -> Kind:
    """Return what a file is whose first 64 kB are `head`.

    `name` decides only between a table, a loose .dbf and something unknown, which look alike, and
    where the beginning of what is packed cannot be read.
    """
    for offset, magic, kind in MAGIC:
        if head.startswith(magic, offset):
            return Kind(_in_sqlite(head) if kind == Format.SQLITE else kind)
    if head.startswith((b"\x1f\x8b", b"BZh")):
        return _packed(head, name)
    text = head.removeprefix(BOM).lstrip(BLANK)
    if text[:1] in {b"{", b"["}:
        return Kind(Format.GEOJSON)
    if text[:1] == b"<" or head[:4] in {b"\xff\xfe<\0", b"\xfe\xff\0<"}:
        return _xml(head.lstrip(BLANK))
    return _plain(head, claimed(name))


def claimed(name: str) -> Format:
    """Return the format that the name of a file promises."""
    return BY_SUFFIX.get(PurePath(name.lower()).suffix, Format.UNKNOWN)


def _in_sqlite(head: bytes) -> Format:
    return Format.GEOPACKAGE if head[68:72] in GEOPACKAGE_IDS else Format.SQLITE


def _packed(head: bytes, name: str) -> Kind:
    """Look at the beginning of what gzip or bzip2 packed, 64 kB at most.

    bzip2 packs up to 900 kB at once, of which the head may hold too little: the name decides then.
    """
    try:
        if head.startswith(b"BZh"):
            form, inside = Format.BZIP2, bz2.BZ2Decompressor().decompress(head, HEAD_BYTES)
        else:
            form, inside = Format.GZIP, zlib.decompressobj(31).decompress(head, HEAD_BYTES)
    except (OSError, zlib.error, EOFError):
        return Kind(Format.UNKNOWN)
    if not inside and form == Format.BZIP2 and name.lower().endswith(".osm.bz2"):
        return Kind(Format.OSM)
    text = inside.removeprefix(BOM).lstrip(BLANK)
    is_osm = text[:1] == b"<" and _xml(text).format == Format.OSM
    return Kind(Format.OSM if is_osm else form)


def _xml(head: bytes) -> Kind:
    root = root_of(head)
    return Kind(BY_ROOT.get(root, Format.XML), root)


class _Found(Exception):
    """The first element was reached."""


def root_of(head: bytes) -> str:
    """Return the outermost element of an XML text, without its namespace; "" without one.

    Reading stops there. Raises UnreadableFile where an entity is declared before.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    found: list[str] = []

    def element(name: str, _attributes: dict) -> None:
        found.append(name.rpartition(" ")[2])
        raise _Found

    def entity(*_facts) -> None:
        found.append("")
        raise _Found

    parser.StartElementHandler = element
    parser.EntityDeclHandler = entity
    with suppress(_Found, expat.ExpatError, LookupError, ValueError):  # or of an odd encoding
        parser.Parse(head, False)
    if found == [""]:
        raise UnreadableFile(FileCode.XML_ENTITIES)
    return found[0] if found else ""


def _plain(head: bytes, promised: Format) -> Kind:
    if promised == Format.SHAPEFILE_PART and head[:1] in list(map(bytes, zip(DBASE_VERSIONS))):
        return Kind(Format.SHAPEFILE_PART)
    first_line = head.partition(b"\n")[0]
    is_text = bool(head) and TEXT.fullmatch(head) is not None
    is_table = any(sign in first_line for sign in (b",", b";", b"\t"))
    return Kind(Format.CSV if is_text and is_table else Format.UNKNOWN)
