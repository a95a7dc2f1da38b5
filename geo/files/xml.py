"""Reads an XML file once, before any library does, to refuse what is dangerous in it. In the jail."""

from pathlib import Path
from xml.parsers import expat

from geo.files.refusals import FileCode, UnreadableFile

DEEPEST = 200
PIECE = 256 * 1024


def check_xml(path: Path) -> dict[str, int]:
    """Return how often each of a few elements occurs that a report should name.

    Raises UnreadableFile: entities declared, nested too deeply, or not well-formed.
    """
    guard = _Guard()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.EntityDeclHandler = guard.entity
    parser.StartElementHandler = guard.start
    parser.EndElementHandler = guard.end
    parser.buffer_text = True
    with path.open("rb") as file:
        try:
            while piece := file.read(PIECE):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except UnreadableFile:
            raise
        except (expat.ExpatError, LookupError, ValueError) as error:  # or of an odd encoding
            raise UnreadableFile(FileCode.DAMAGED) from error
    return guard.counts


class _Guard:
    """Counts while the parser reads."""

    def __init__(self):
        self.depth = 0
        self.counts = {"NetworkLink": 0, "GroundOverlay": 0}

    def entity(self, *_facts) -> None:
        raise UnreadableFile(FileCode.XML_ENTITIES)

    def start(self, name: str, _attributes: dict) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnreadableFile(FileCode.DAMAGED)
        name = name.rpartition(" ")[2]
        if name in self.counts:
            self.counts[name] += 1

    def end(self, _name: str) -> None:
        self.depth -= 1
