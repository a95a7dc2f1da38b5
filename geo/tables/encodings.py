"""In which encoding a text file was written: found from its bytes, asked where two fit.

UTF-8 and the byte order marks are certain. Else the old encodings of Windows and of the Mac are
compared by what their letters would say: « Ž » in the middle of a French word is a Mac's « é ».
"""

import codecs
import re
from typing import BinaryIO

from geo.tables.findings import Candidate, Finding, shortened, sure

BLOCK = 1024 * 1024
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
TELLING, CLEARLY = 2, 0.3
FEW_NULS = 4
CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r"))
MOST_CONTROLS = 1 / 3  # of the bytes of a text, however short
OLD = ("cp1252", "mac-roman", "latin-1")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", *OLD)
"""Every encoding that is read; `cp1252` is Windows in western Europe."""
USUAL = frozenset(
    "×àâäáãåæçéèêëíìîïñóòôöõœúùûüÿßÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕŒÚÙÛÜ€«»‹›“”‘’„…–—°²³ºª·¿¡§£©®½¼\u00a0•"
)
LETTERS = frozenset("àâäáçéèêëíìîïñóòôöœúùûüßÀÇÉÈÊÎÔÙ")
STRANGE = re.compile(r"[A-Za-z][^\W\d_a-z](?=[a-z])")
WORKBOOKS = ((b"PK\x03\x04", "workbook"), (b"\xd0\xcf\x11\xe0", "workbook"), (b"%PDF", "pdf"))


class NotText(ValueError):
    """The file holds no text; `kind` says what it seems to be: workbook, pdf, binary,
    or wrong_encoding where somebody chose one that it is not in."""

    def __init__(self, kind: str):
        super().__init__(kind)
        self.kind = kind


def find_encoding(file: BinaryIO) -> Finding:
    """Return the encoding of a file that can be read from its beginning; raise NotText.

    The whole file is read, block by block, because the first accent may stand on its last line.
    """
    file.seek(0)
    start = file.read(4)
    for mark, encoding in MARKS:
        if start.startswith(mark):
            return sure(encoding)
    for signature, kind in WORKBOOKS:
        if start.startswith(signature):
            raise NotText(kind)
    is_utf8, foreign = _looked_through(file)
    return sure("utf-8") if is_utf8 else _of_old(foreign)


def _looked_through(file: BinaryIO) -> tuple[bool, list[bytes]]:
    """Return whether all is UTF-8, and some lines that are not ASCII."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, foreign = True, []
    while block := file.read(BLOCK):
        controls = len(block) - len(block.translate(None, CONTROLS))
        is_strange = controls > MOST_CONTROLS * len(block)
        if is_strange or block.count(0) > max(FEW_NULS, len(block) // 1000):
            raise NotText("binary")
        if len(foreign) < 200:
            foreign += [line for line in block.splitlines() if not line.isascii()][:200]
        is_utf8 = is_utf8 and _decodes(decoder, block)
    return is_utf8 and _decodes(decoder, b"", final=True), foreign


def _decodes(decoder, block: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _of_old(foreign: list[bytes]) -> Finding:
    """Return the old encodings in which these lines can be read, the likeliest first."""
    data = b"\n".join(foreign)
    told = {encoding: data.decode(encoding, "replace") for encoding in OLD}
    fitting = {encoding: text for encoding, text in told.items() if "\ufffd" not in text}
    if "cp1252" in fitting:
        fitting.pop("latin-1")  # the same, but for the signs that only Windows has
    doubts = {encoding: _doubt(text) for encoding, text in fitting.items()}
    ranked = sorted(fitting, key=lambda encoding: (doubts[encoding], OLD.index(encoding)))
    best, *others = ranked
    is_told = sum(byte > 127 for byte in data) >= TELLING  # one sign alone proves little
    is_sure = is_told and all(doubts[other] - doubts[best] > CLEARLY for other in others)
    shown = ranked if not is_sure else [best]
    sample = _telling(foreign)
    candidates = (Candidate(name, shortened(sample.decode(name, "replace"))) for name in shown)
    return Finding(tuple(candidates), is_sure)


def _doubt(text: str) -> float:
    """Return the share of signs that hardly stand in French, Italian, Spanish or English."""
    foreign = [sign for sign in text if not sign.isascii()]
    strange = sum(sign not in USUAL for sign in foreign)
    inside = sum(found[0][1] not in LETTERS for found in STRANGE.finditer(text))
    return (strange + inside) / max(len(foreign), 1)


def _telling(lines: list[bytes]) -> bytes:
    """Return the piece of a line around its first foreign sign."""
    line = max(lines, key=lambda one: sum(byte > 127 for byte in one[:200]), default=b"")
    first = next((at for at, byte in enumerate(line) if byte > 127), 0)
    return line[max(first - 30, 0) : first + 50]
