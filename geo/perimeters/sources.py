"""Reads one file that a perimeter is made of, with what was answered about it."""

from dataclasses import dataclass
from typing import BinaryIO

from geo.files.features import Collection
from geo.files.reading import read_file


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

    Raises UnreadableFile, also to ask; InvalidDrawing with the number of the feature at fault.
    """
    return read_file(
        file,
        name,
        encoding=answers.encoding,
        layer=answers.layer,
        srid=answers.srid,
        trusted=trusted,
    )
