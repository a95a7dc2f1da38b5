"""In which encoding the texts of a Shapefile are: said, found, or to be asked. In the jail.

The .cpg file and a byte of the .dbf file may say it; what they say is tried. Letters beyond ASCII
that make sense as UTF-8 throughout are UTF-8, whatever is said: other encodings do not give that
by chance. A value that fills its column may have been cut within a letter.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from geo.files.refusals import FileCode, UnreadableFile

CANDIDATES = ("utf-8", "cp1252", "iso8859-1", "iso8859-15", "cp850", "mac_roman", "cp1250")
SAMPLES = 5
LANGUAGES = {  # byte 29 of a .dbf file
    0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x04: "mac_roman", 0x57: "cp1252",
    0x58: "cp1252", 0x59: "cp1252", 0x64: "cp852", 0x65: "cp866", 0x66: "cp865", 0x67: "cp861",
    0x6A: "cp737", 0x6B: "cp857", 0xC8: "cp1250", 0xC9: "cp1251", 0xCA: "cp1254",
    0xCB: "cp1253", 0xCC: "cp1257",
}  # fmt: skip
FIELD, FIRST_FIELD, END_OF_FIELDS = 32, 32, 0x0D


def encoding_of(table: Path, chosen: str = "") -> str:
    """Return the name of the encoding, in Python's words, of a .dbf file and its .cpg.

    chosen: by somebody who was asked. Raises UnreadableFile: WHICH_ENCODING with what the
    candidates make of some texts, WRONG_ENCODING, UNKNOWN_ENCODING, DAMAGED.
    """
    texts = list(_texts_beyond_ascii(table.read_bytes()))
    if chosen:
        return _checked(chosen, texts)
    if not texts:
        return "ascii"
    if _fits("utf-8", texts):
        return "utf-8"
    said = [_said_by(table.with_suffix(".cpg")), LANGUAGES.get(_language(table), "")]
    for name in filter(None, said):
        if _fits(name, texts):
            return name
        if name == said[0]:  # the two contradict one another, or the letters both
            break
    raise UnreadableFile(FileCode.WHICH_ENCODING, candidates=_candidates(texts))


def decoded(text: str, encoding: str) -> str:
    """Return a text that was read byte by byte (as ISO 8859-1) in its true encoding."""
    return text.encode("latin-1", "replace").decode(encoding, "ignore")


def _checked(name: str, texts: list[tuple[bytes, bool]]) -> str:
    known = _known(name)
    if not known:
        raise UnreadableFile(FileCode.UNKNOWN_ENCODING, encoding=name[:40])
    if not _fits(known, texts):
        raise UnreadableFile(FileCode.WRONG_ENCODING, encoding=known, candidates=_candidates(texts))
    return known


def _known(name: str) -> str:
    """Return Python's name of an encoding of texts, "" where it knows none."""
    try:
        found = codecs.lookup(name.strip())
        "".encode(found.name)  # not base64 and the like
    except (LookupError, ValueError, UnicodeError):
        return ""
    return found.name


def _said_by(path: Path) -> str:
    """Return what a .cpg file says: UTF-8, 1252, ANSI 1252, 65001, ISO 88591 …"""
    if not path.exists():
        return ""
    said = path.read_bytes()[:40].decode("ascii", "ignore").strip()
    number = re.search(r"\d{3,6}$", said.replace("-", "").replace("_", ""))
    if not number:
        return _known(said)
    if number[0].startswith("8859"):
        return _known(f"iso8859-{number[0][4:]}")
    return "utf-8" if number[0] == "65001" else _known(f"cp{number[0]}")


def _language(table: Path) -> int:
    with table.open("rb") as file:
        return file.read(30)[29]


def _texts_beyond_ascii(content: bytes) -> Iterator[tuple[bytes, bool]]:
    """Yield each different text with letters beyond ASCII, and whether it fills its column."""
    start, width = (int.from_bytes(content[at : at + 2], "little") for at in (8, 10))
    end = start + width * int.from_bytes(content[4:8], "little")
    if len(content) < max(end, FIRST_FIELD) or not start or not width:
        raise UnreadableFile(FileCode.DAMAGED)
    columns, seen = list(_columns(content[:start])), set()
    for name, _, _ in columns:
        if not name.isascii():
            yield name, True
    for at in range(start, end, width):
        record = content[at : at + width]
        if record.isascii():
            continue
        for _, left, right in columns:
            raw = record[left:right]
            text = raw.strip(b" \0")
            if not text.isascii() and text not in seen:
                seen.add(text)
                yield text, len(raw.rstrip(b" \0")) >= right - left - 3


def _columns(header: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield the name of each column of text, and where in a record it begins and ends."""
    begin = 1
    for at in range(FIRST_FIELD, len(header) - FIELD + 1, FIELD):
        if header[at] == END_OF_FIELDS:
            return
        kind, length = header[at + 11 : at + 12], header[at + 16]
        if kind == b"C":
            length += 256 * header[at + 17]
            yield header[at : at + 11].partition(b"\0")[0], begin, begin + length
        begin += length


def _fits(encoding: str, texts: list[tuple[bytes, bool]]) -> bool:
    return all(_makes_sense(encoding, *text) for text in texts)


def _makes_sense(encoding: str, text: bytes, is_full: bool) -> bool:
    try:
        read = text.decode(encoding)
    except UnicodeDecodeError as error:
        return encoding == "utf-8" and is_full and len(text) - error.start <= 3 and error.start > 0
    return not any("\x7f" <= letter <= "\x9f" for letter in read)


def _candidates(texts: list[tuple[bytes, bool]]) -> dict[str, list[str]]:
    """Return some texts as they look in each encoding that fits, once where two look the same."""
    shown = sorted((text for text, _ in texts), key=len)[:SAMPLES]
    looks: dict[tuple, str] = {}
    for name in CANDIDATES:
        if _fits(name, texts):
            looks.setdefault(tuple(text.decode(name, "ignore") for text in shown), name)
    return {name: list(look) for look, name in looks.items()}
