"""Tables that belong together: those of fixed sensors, with one that says where they stand, or others."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from geo.measurements.reading.bundles import Bundle, Member, base, unbundled
from geo.measurements.reading.cells import text_in
from geo.measurements.reading.choices import Choices, Refused
from geo.measurements.reading.placing import Places, Position, Unfit
from geo.measurements.reading.points import measured_in
from geo.measurements.reading.sources import Source, geojson, refused_by_name, table
from geo.measurements.records import Measured, NextFile, Rejected
from geo.tables.reading import unique_names

MOST_STATIONS = 10_000


def read_sensors(
    path: Path, choices: Choices, *, trusted: bool = False, now=None
) -> Iterator[Measured | Rejected | NextFile]:
    """Yield the readings of an archive of tables, as `readings_in` does; raise Refused."""
    with refused_by_name(), unbundled(path, trusted=trusted) as bundle:
        yield from readings_in(bundle, choices, now)


def readings_in(
    bundle: Bundle, choices: Choices, now=None
) -> Iterator[Measured | Rejected | NextFile]:
    """Yield the readings of tables, each after the name of its file; raise Refused and what readers raise.

    Where `choices.stations` is empty, the rows themselves say where they are. Each sensor is one
    session.
    """
    stations = stations_in(bundle, choices) if choices.stations else None
    known = replace(choices, session=choices.session or choices.station)
    files = 0
    for name in (one for one in bundle.tables if one != choices.stations):
        with refused_by_name(name):
            source = source_of(bundle.whole(name))
        if choices.value not in source.columns:
            if choices.station_key not in source.columns:  # else the places once more
                yield NextFile(name)
                yield Rejected(1, "not_readings", {"file": name, "column": choices.value})
            continue
        _check(known, source, name)
        files += 1
        yield NextFile(name)
        yield from measured_in(source.rows, known, stations, now)
    if not files:
        raise Refused("no_readings")


def sent_together(files: Sequence[tuple[str, Path]]) -> Bundle:
    """Return files that were sent at once, as an archive of them would be."""
    names = list(unique_names([name for name, _path in files]))
    return Bundle(names, has_map=False, content=lambda at: files[at][1].read_bytes())


def _check(choices: Choices, source: Source, name: str) -> None:
    """Raise Refused where a file of readings lacks a column."""
    if choices.stations and not choices.station:
        raise Refused("no_stations")
    if not choices.stations and not choices.place_columns:
        raise Refused("no_place_columns")
    unknown = sorted(set(choices.columns) - set(source.columns))
    if unknown:
        raise Refused("unknown_column", column=unknown[0], file=name)


def stations_in(bundle: Bundle, choices: Choices) -> dict[str, Position]:
    """Return where each sensor stands, by its name; raise Refused.

    A sensor that the file places twice stands where it says last: it was moved.
    """
    if choices.stations not in bundle.names:
        raise Refused("no_stations")
    source = source_of(bundle.whole(choices.stations))
    if choices.station_key not in source.columns:
        raise Refused("unknown_column", column=choices.station_key, file=choices.stations)
    places = Places(choices.in_system(source.srid))
    stations: dict[str, Position] = {}
    for record in source.rows:
        try:
            stations[text_in(record.cells.get(choices.station_key))] = places.of(record)
        except Unfit:
            continue  # its readings are rejected, and say which sensor has no place
    if not stations or len(stations) > MOST_STATIONS:
        raise Refused("no_stations")
    return stations


def source_of(member: Member) -> Source:
    """Return the rows of one file of an archive; raises NotText, NoTable, InvalidDrawing."""
    is_json = base(member.name).endswith((".geojson", ".json"))
    return (geojson if is_json else table)(io.BytesIO(member.content))
