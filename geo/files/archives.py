"""Unpacks a ZIP archive under names of our own, after a look at its whole table. In the jail."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from geo.files.formats import Format
from geo.files.refusals import FileCode, UnreadableFile

MOST_LISTED = 1_000  # with folders and what systems leave behind
MOST_FILES = 30
MOST_BYTES = 200 * 1024**2
MOST_RATIO = 100
ALWAYS_ALLOWED = 10 * 1024**2  # few features with wide, empty columns pack a hundredfold
PIECE = 1024 * 1024

LEFT_BEHIND = {".ds_store", "thumbs.db", "desktop.ini"}
ARCHIVES = {".zip", ".kmz", ".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".zst"}
SHAPEFILE = {".shp", ".shx", ".dbf", ".prj", ".cpg"}
SOURCES = {
    ".gpkg": Format.GEOPACKAGE,
    ".kml": Format.KML,
    ".gpx": Format.GPX,
    ".fgb": Format.FLATGEOBUF,
    ".geojson": Format.GEOJSON,
    ".json": Format.GEOJSON,
}
BESIDE = {  # indexes, styles, words about the data: never unpacked
    "", ".sbn", ".sbx", ".qix", ".fix", ".qpj", ".ain", ".aih", ".atx", ".fbn", ".fbx", ".ixs",
    ".mxs", ".idm", ".ind", ".xml", ".qml", ".qmd", ".sld", ".lyr", ".lyrx", ".qgs", ".qgz", ".txt",
    ".md", ".pdf", ".html", ".htm", ".csv", ".tsv", ".properties", ".png", ".jpg", ".jpeg", ".gif", ".tif",
    ".rtf", ".doc", ".docx", ".odt", ".url", ".wld",
}  # fmt: skip
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    UnicodeDecodeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Source:
    """One thing in an archive that can be read: its name there, what it says it is, where it is."""

    name: str
    format: Format
    path: Path


def unpack(path: Path) -> list[Source]:
    """Return what can be read, unpacked beside the archive; raises UnreadableFile."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = _checked(archive, path.stat().st_size)
            return _sources(archive, entries, path.parent)
    except UnreadableFile:
        raise
    except DAMAGED as error:
        raise UnreadableFile(FileCode.ARCHIVE_DAMAGED) from error


def unpack_plain(path: Path, suffixes: Collection[str]) -> list[tuple[str, Path | None]]:
    """Return all names, and the unpacked files of what ends like this; raises UnreadableFile.

    For what belongs together in an archive and is no map, such as tables; in the order of names.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = _checked(archive, path.stat().st_size)
            return [
                (str(one), _copy(archive, entries[one], path.with_name(f"plain{number}")))
                if one.suffix.lower() in suffixes
                else (str(one), None)
                for number, one in enumerate(sorted(entries))
            ]
    except UnreadableFile:
        raise
    except DAMAGED as error:
        raise UnreadableFile(FileCode.ARCHIVE_DAMAGED) from error


def _checked(archive: zipfile.ZipFile, size: int) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """Return the entries of a sound archive by their paths, without folders and left-overs."""
    listed = archive.infolist()
    if len(listed) > MOST_LISTED:
        raise UnreadableFile(FileCode.ARCHIVE_TOO_MANY, limit=MOST_FILES)
    _check_places(archive, listed)
    entries = {_path(entry): entry for entry in listed if not entry.is_dir()}
    entries = {path: entry for path, entry in entries.items() if not _is_left_behind(path)}
    _check_office(entries)
    if len(entries) > MOST_FILES:
        raise UnreadableFile(FileCode.ARCHIVE_TOO_MANY, limit=MOST_FILES)
    unpacked = sum(entry.file_size for entry in entries.values())
    if unpacked > min(MOST_BYTES, max(MOST_RATIO * size, ALWAYS_ALLOWED)):
        raise UnreadableFile(FileCode.ARCHIVE_TOO_LARGE, limit=MOST_BYTES)
    for path, entry in entries.items():
        _check_entry(path, entry)
    return entries


def _check_places(archive: zipfile.ZipFile, listed: list[zipfile.ZipInfo]) -> None:
    """Refuse entries that share bytes: a small archive can unpack without end by them."""
    ends = sorted(
        (entry.header_offset, entry.header_offset + 30 + len(entry.orig_filename))
        + (entry.compress_size,)
        for entry in listed
    )
    starts = [start for start, _, _ in ends[1:]] + [archive.start_dir]
    for (_, data, size), following in zip(ends, starts, strict=False):
        if data + size > following:
            raise UnreadableFile(FileCode.ARCHIVE_UNSAFE, entry=listed[0].filename[:80])


def _path(entry: zipfile.ZipInfo) -> PurePosixPath:
    """Return where an entry says it belongs; raises UnreadableFile where that is not below us."""
    name = entry.orig_filename.replace("\\", "/")
    path = PurePosixPath(name)
    is_odd = path.is_absolute() or ".." in path.parts or ":" in name or not name.isprintable()
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if is_odd or kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise UnreadableFile(FileCode.ARCHIVE_UNSAFE, entry=_shown(name))
    return path


def _shown(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable())[:80]


def _is_left_behind(path: PurePosixPath) -> bool:
    name = path.name.lower()
    return "__MACOSX" in path.parts or name in LEFT_BEHIND or name.startswith("._")


def _check_office(entries: dict[PurePosixPath, zipfile.ZipInfo]) -> None:
    """Refuse the documents that are archives inside, by what they are."""
    names = {str(path) for path in entries}
    if names.isdisjoint({"[Content_Types].xml", "mimetype"}):
        return
    if any(name.startswith("xl/") for name in names):
        raise UnreadableFile(FileCode.TABLE)
    raise UnreadableFile(FileCode.NOT_READ_HERE, found=Format.OFFICE, root="", claimed="")


def _check_entry(path: PurePosixPath, entry: zipfile.ZipInfo) -> None:
    suffix = path.suffix.lower()
    if entry.flag_bits & 0x41:
        raise UnreadableFile(FileCode.ARCHIVE_ENCRYPTED)
    if suffix in ARCHIVES:
        raise UnreadableFile(FileCode.ARCHIVE_NESTED, entry=_shown(str(path)))
    if suffix not in SHAPEFILE | SOURCES.keys() | BESIDE:
        raise UnreadableFile(FileCode.ARCHIVE_STRANGER, entry=_shown(str(path)))
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise UnreadableFile(FileCode.ARCHIVE_UNSAFE, entry=_shown(str(path)))


def _sources(
    archive: zipfile.ZipFile, entries: dict[PurePosixPath, zipfile.ZipInfo], folder: Path
) -> list[Source]:
    """Unpack what can be read and return it in the order of the names."""
    several_folders = len({path.parent for path in entries}) > 1
    sources, parts = [], {}
    for number, path in enumerate(sorted(entries)):
        suffix, name = path.suffix.lower(), str(path) if several_folders else path.name
        if suffix in SOURCES:
            own = _copy(archive, entries[path], folder / f"source{number}{suffix}")
            sources.append(Source(name, SOURCES[suffix], own))
        elif suffix in SHAPEFILE:
            stem = path.with_suffix("").as_posix().lower()
            parts.setdefault(stem, {})[suffix] = (name, entries[path])
    for number, group in enumerate(parts.values()):
        sources += _shapefile(archive, group, folder / f"shapes{number}")
    if parts and not sources:
        raise UnreadableFile(FileCode.MISSING_PARTS, parts=[".shp"])
    if not sources:
        raise UnreadableFile(FileCode.ARCHIVE_NOTHING)
    return sources


def _shapefile(archive: zipfile.ZipFile, group: dict, stem: Path) -> list[Source]:
    """Unpack the parts of one Shapefile; a table or a .prj without shapes is none."""
    if ".shp" not in group:
        return []
    missing = sorted({".shx", ".dbf"} - group.keys())
    if missing:
        raise UnreadableFile(FileCode.MISSING_PARTS, parts=missing)
    for suffix, (_, entry) in group.items():
        _copy(archive, entry, stem.with_suffix(suffix))
    return [Source(group[".shp"][0], Format.SHAPEFILE, stem.with_suffix(".shp"))]


def _copy(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> Path:
    """Unpack one entry; what is longer than its table says is never written."""
    written = 0
    with archive.open(entry) as packed, path.open("xb") as copy:
        while piece := packed.read(PIECE):
            written += len(piece)
            if written > entry.file_size:
                raise zipfile.BadZipFile
            copy.write(piece)
    return path
