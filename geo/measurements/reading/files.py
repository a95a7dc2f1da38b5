"""Reads a file of measurements of whatever kind, row by row."""

from collections.abc import Iterator
from pathlib import Path

from geo.measurements.reading.areas import read_areas
from geo.measurements.reading.choices import Choices, Kind
from geo.measurements.reading.points import read_points
from geo.measurements.reading.sensors import read_sensors
from geo.measurements.reading.tracks import read_track
from geo.measurements.records import Record


def read(
    path: Path, choices: Choices, *, name: str = "", trusted: bool = False
) -> Iterator[Record]:
    """Yield what each row of a file says, or why it is rejected, in the order of the file.

    name: under which it was sent, where `path` is not; trusted: the operator's own file, read
    even where no child process can be shut in. Memory does not grow with the rows of tables,
    GeoJSON and archives of sensors. Raises Refused, at the first row at the earliest.
    """
    if choices.kind == Kind.TRACK:
        return read_track(path, choices, trusted=trusted)
    if choices.kind == Kind.SENSORS:
        return read_sensors(path, choices, trusted=trusted)
    if choices.kind == Kind.AREAS:
        return read_areas(path, choices, name=name, trusted=trusted)
    return read_points(path, choices, name=name, trusted=trusted)
