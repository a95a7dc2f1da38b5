"""What the XML of an extract says that osmium does not hand over: its date, licence, deletions."""

import bz2
import gzip
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

ELEMENTS = {"node": "n", "way": "w", "relation": "r"}
PIECE = 1024 * 1024
MARK = b"action="
TOP_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Words:
    """What stands at the top of an extract, "" where it does not."""

    date: str = ""
    licence: str = ""
    attribution: str = ""


class TooLargeUnpacked(ValueError):
    """The XML in the file is larger than what may be read."""


def said_at_the_top(path: Path) -> Words:
    """Return what the outermost element says (and Overpass in <meta>); nothing of a .pbf."""
    if path.name.endswith(".pbf"):
        return Words()
    found: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name in ELEMENTS:
            raise _Enough
        if name in {"osm", "meta"}:
            found.update(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with suppress(_Enough, expat.ExpatError, ValueError):
        parser.Parse(next(unpacked(path), b"")[:TOP_BYTES], False)
    date = found.get("osm_base") or found.get("timestamp", "")
    return Words(date, found.get("license", ""), found.get("attribution", ""))


class _Enough(Exception):
    """The first object is reached."""


def deleted_in_editor(path: Path) -> set[tuple[str, int]]:
    """Return (element, number) of the objects that JOSM saved with action="delete".

    Reads XML only, and parses it only where the mark occurs at all.
    """
    if path.name.endswith(".pbf") or not _is_marked(path):
        return set()
    found: set[tuple[str, int]] = set()

    def start(name: str, attributes: dict[str, str]) -> None:
        if attributes.get("action") == "delete" and name in ELEMENTS:
            found.add((ELEMENTS[name], int(attributes["id"])))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        for piece in unpacked(path):
            parser.Parse(piece, False)
    except (expat.ExpatError, KeyError, ValueError):
        return found  # osmium, which reads the whole, says what is wrong
    return found


def check_size(path: Path, most: int) -> None:
    """Raise TooLargeUnpacked where the XML of a file has more than `most` bytes."""
    size = 0
    for piece in () if path.name.endswith(".pbf") else unpacked(path):
        size += len(piece)
        if size > most:
            raise TooLargeUnpacked


def unpacked(path: Path) -> Iterator[bytes]:
    """Yield the XML of a file in pieces; a damaged archive just ends."""
    opened = {".gz": gzip.open, ".bz2": bz2.open}.get(path.suffix, open)
    with opened(path, "rb") as file:
        try:
            while piece := file.read(PIECE):
                yield piece
        except (OSError, EOFError):
            return


def _is_marked(path: Path) -> bool:
    end = b""
    for piece in unpacked(path):
        if MARK in end + piece:
            return True
        end = piece[-len(MARK) :]
    return False
