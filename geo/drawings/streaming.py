"""Reads GeoJSON feature by feature, as strictly as `geojson` does, however long the file is."""

import codecs
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from geo.drawings.features import Feature
from geo.drawings.geojson import (
    DECODER,
    DRAWING_POINTS,
    FILE_BYTES,
    feature_or_fault,
    is_collection,
    srid_of,
)
from geo.drawings.reasons import Code, InvalidDrawing

BLOCK = 256 * 1024  # bytes
AHEAD = 64 * 1024  # characters: no number is longer, and one that is cut off still reads as one
MOST_MEMBERS = 1_000
BLANK = " \t\r\n"


class FeatureFile:
    """A GeoJSON file that stays open, looked through once: what it holds, not the features.

    srid: the EPSG code that it names; count: of its features; keys: of their properties, in the
    order in which they come. Raises InvalidDrawing for what is no GeoJSON to its end.
    """

    def __init__(self, file: BinaryIO):
        self._file = file
        self.count = 0
        keys: dict[str, None] = {}
        self._document: dict[str, Any] = {}
        for name, value in _events(file):
            if name is None:
                self.count += 1
                keys.update(dict.fromkeys(_properties(value)))
            else:
                self._document[name] = value
        self._is_collection = is_collection(self._document)
        if not self._is_collection:
            self.count = 1
            keys.update(dict.fromkeys(_properties(self._document)))
        self.srid = srid_of(self._document)
        self.keys = tuple(keys)

    def features(self, most_points: int = DRAWING_POINTS) -> Iterator[Feature | InvalidDrawing]:
        """Yield each feature, or the reason why it is none; those behind it are read all the same."""
        for number, item in enumerate(self._items(), start=1):
            yield feature_or_fault(number, item, self.srid, most_points)

    def _items(self) -> Iterator:
        if not self._is_collection:
            return iter([self._document])
        return (value for name, value in _events(self._file) if name is None)


def _properties(item) -> dict:
    found = item.get("properties") if isinstance(item, dict) else None
    return found if isinstance(found, dict) else {}


def _events(file: BinaryIO) -> Iterator[tuple[str | None, Any]]:
    """Yield the members of a document by name, and each feature as the member None.

    Of "features" itself only that it is a list. Raises InvalidDrawing.
    """
    text = _Text(file)
    if text.sign() != "{":
        raise InvalidDrawing(Code.NOT_A_DRAWING if text.sign() in {"[", '"'} else Code.UNREADABLE)
    names: set[str] = set()
    for _turn in text.parts("}"):
        name = text.value()
        if not isinstance(name, str):
            raise InvalidDrawing(Code.UNREADABLE)
        if name in names or len(names) == MOST_MEMBERS:
            raise InvalidDrawing(Code.DUPLICATE_KEY if name in names else Code.NOT_A_DRAWING)
        names.add(name)
        text.take(":")
        if name == "features" and text.sign() == "[":
            yield name, []
            yield from ((None, text.value()) for _item in text.parts("]"))
        else:
            yield name, text.value()
    if text.sign():
        raise InvalidDrawing(Code.UNREADABLE)


class _Text:
    """The text of a file from its beginning on, of which only a piece is there at a time."""

    def __init__(self, file: BinaryIO):
        file.seek(0)
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._piece, self._at, self._is_whole = "", 0, False

    def sign(self) -> str:
        """Return the next sign that is no blank, without taking it; empty at the end."""
        while True:
            self._look_ahead(AHEAD)
            while self._at < len(self._piece) and self._piece[self._at] in BLANK:
                self._at += 1
            if self._at < len(self._piece):
                return self._piece[self._at]
            if self._is_whole:
                return ""

    def take(self, sign: str) -> None:
        """Step over a sign that must stand next."""
        if self.sign() != sign:
            raise InvalidDrawing(Code.UNREADABLE)
        self._at += 1

    def parts(self, end: str) -> Iterator[None]:
        """Yield at the beginning of each part of an object or a list, up to its end."""
        self._at += 1
        if self.sign() != end:
            yield
            while self.sign() == ",":
                self._at += 1
                yield
        self.take(end)

    def value(self):
        """Return the value that stands next, and step over it."""
        self.sign()
        wanted = AHEAD
        while True:
            try:
                value, self._at = DECODER.raw_decode(self._piece, self._at)
            except RecursionError as error:
                raise InvalidDrawing(Code.TOO_DEEP) from error
            except json.JSONDecodeError as error:
                wanted = max(wanted, len(self._piece) - self._at) * 2
                if self._is_whole or wanted > 4 * FILE_BYTES:
                    raise InvalidDrawing(Code.UNREADABLE) from error
                self._look_ahead(wanted)
            except InvalidDrawing:
                raise
            except ValueError as error:  # a number of thousands of digits
                raise InvalidDrawing(Code.UNREADABLE) from error
            else:
                return value

    def _look_ahead(self, wanted: int) -> None:
        """Read on until so many characters are there, or all."""
        if self._is_whole or len(self._piece) - self._at >= wanted:
            return
        pieces, count = [self._piece[self._at :]], len(self._piece) - self._at
        while count < wanted and not self._is_whole:
            block = self._file.read(BLOCK)
            try:
                pieces.append(self._decoder.decode(block, final=not block))
            except UnicodeDecodeError as error:
                raise InvalidDrawing(Code.UNREADABLE) from error
            count += len(pieces[-1])
            self._is_whole = not block
        self._piece, self._at = "".join(pieces), 0
