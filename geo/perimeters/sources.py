"""Reads one file that a perimeter is made of, with what was answered about it."""

from dataclasses import asdict, dataclass
from typing import BinaryIO

from geo.drawings.features import Collection
from geo.files.reading import read_file
from geo.files.refusals import FileCode, UnreadableFile
from geo.perimeters.boundaries import read_boundaries


@dataclass(frozen=True, slots=True)
class Answers:
    """What a file does not say by itself, as somebody answered; empty where nobody was asked."""

    encoding: str = ""
    layer: str = ""
    srid: int = 0


def read_source(
    file: BinaryIO, name: str, answers: Answers, *, trusted: bool = False
) -> Collection:
    """Return the features of a file of any format that is read here.

    Those of an OpenStreetMap extract are its boundaries.

    Raises UnreadableFile, also to ask; InvalidDrawing with the number of the feature at fault.
    """
    try:
        return read_file(file, name, **asdict(answers), trusted=trusted)
    except UnreadableFile as error:
        if error.code != FileCode.OSM_EXTRACT:
            raise
    file.seek(0)
    return read_boundaries(file, trusted=trusted)
