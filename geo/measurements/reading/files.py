"""Reads files of measurements of whatever kind, row by row."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from geo.files.formats import Format
from geo.measurements.reading.areas import read_areas
from geo.measurements.reading.choices import Choices, Kind, Refused
from geo.measurements.reading.points import read_points
from geo.measurements.reading.sensors import read_sensors, readings_in, sent_together
from geo.measurements.reading.sources import format_of, refused_by_name
from geo.measurements.reading.tracks import read_track
from geo.measurements.records import NextFile, Record

File = tuple[str, Path]
"""Under which name a file was sent, and where it is."""


def read(
    path: Path, choices: Choices, *, name: str = "", trusted: bool = False
) -> Iterator[Record | NextFile]:
    """Yield what each row of a file says, or why it is rejected, in the order of the file.

    name: under which it was sent, where `path` is not; trusted: the operator's own file, read
    even where no child process can be shut in. Memory does not grow with the rows of tables,
    GeoJSON and archives of sensors; these say in which table the rows that follow stand. Raises
    Refused, at the first row at the earliest.
    """
    if choices.kind == Kind.TRACK:
        return read_track(path, choices, trusted=trusted)
    if choices.kind == Kind.SENSORS:
        return read_sensors(path, choices, trusted=trusted)
    if choices.kind == Kind.AREAS:
        return read_areas(path, choices, name=name, trusted=trusted)
    return read_points(path, choices, name=name, trusted=trusted)


def read_all(
    files: Sequence[File], choices: Choices, *, trusted: bool = False
) -> Iterator[Record | NextFile]:
    """Yield what each row of each file says, after the name of its file.

    A Refused of one of several files carries its name.
    """
    if choices.kind == Kind.SENSORS and are_loose(files):
        with refused_by_name():
            yield from readings_in(sent_together(files), choices)
        return
    for name, path in files:
        yield NextFile(name)
        try:
            yield from read(path, choices, name=name, trusted=trusted)
        except Refused as error:
            error.file = error.file or (name if len(files) > 1 else "")
            raise


def are_loose(files: Sequence[File]) -> bool:
    """Whether tables that belong together came as they are, not packed in an archive."""
    with refused_by_name():
        return len(files) > 1 and all(
            format_of(path, name) != Format.ARCHIVE for name, path in files
        )
