"""What a file of measurements is, and a first proposal of how it is to be read."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from geo.files.formats import Format
from geo.measurements.reading.areas import AREAS, ClassFound, found_classes
from geo.measurements.reading.bundles import Bundle, base, is_table, unbundled
from geo.measurements.reading.choices import Choices, Kind, Refused
from geo.measurements.reading.proposing import (
    NO_PLACE,
    NO_VALUE,
    Proposal,
    propose_points,
    with_durations,
)
from geo.measurements.reading.proposing_areas import propose_areas
from geo.measurements.reading.samples import Sample, sample_of
from geo.measurements.reading.sensors import sent_together, source_of
from geo.measurements.reading.sources import Source, format_of, opened, refused_by_name
from geo.measurements.reading.tracks import CHOICES, TrackFacts, facts_of
from geo.tables.place_finding import Box

SHOWN_ROWS = 5
MOST_FILES = 30


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was found out about a file; everything in `choices` may be chosen otherwise.

    columns: all there are; rows: the first ones, as texts; indicator: which one the names of
    columns and classes say, "" for none; classes: of a noise map, as they are read; layers: of a
    map file; doubts: codes of what a person should look at (`sentences.DOUBTS`); track: what a
    NoiseCapture archive says of itself; files: those of an archive of tables.
    """

    kind: Kind
    choices: Choices
    columns: tuple[str, ...] = ()
    rows: tuple[dict[str, str], ...] = ()
    indicator: str = ""
    classes: tuple[ClassFound, ...] = ()
    layers: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    track: TrackFacts | None = None
    files: tuple[str, ...] = ()


def recognise_all(files: Sequence[tuple[str, Path]], **known) -> Recognised:
    """Return what files sent at once are: of the kind of the first one, or sensors and their places.

    files: names and paths; known: as `recognise` takes it. Raises Refused.
    """
    name, path = files[0]
    try:
        found = recognise(path, name=name, **known)
    except Refused as error:
        error.file = name if len(files) > 1 else ""
        raise
    is_whole = found.choices.value and found.choices.way != "none"
    if len(files) > 1 and found.kind == Kind.POINTS and not is_whole:
        zone = (known.get("answers") or Choices()).zone
        with suppress(Refused), refused_by_name():
            together = sent_together(files)
            return _sensors(together, known.get("indicator", ""), known.get("near"), zone)
    return found


def recognise(
    path: Path,
    *,
    name: str = "",
    indicator: str = "",
    near: Box | None = None,
    answers: Choices | None = None,
    trusted: bool = False,
) -> Recognised:
    """Return what a file seems to be and how it may be read; raise Refused.

    indicator: the key of what is wanted, where that is known; near: a box around the perimeter;
    answers: layer, srid or encoding of a map file that a refusal asked for. The time zone of
    the answers is proposed for times that name none.
    """
    answers = answers or Choices()
    with refused_by_name():
        if format_of(path, name) == Format.ARCHIVE:
            with unbundled(path, trusted=trusted) as bundle:
                if bundle.is_track:
                    return _track(bundle)
                if bundle.tables and not bundle.has_map:
                    return _sensors(bundle, indicator, near, answers.zone)
    with opened(path, name, answers, trusted=trusted) as source:
        sample = sample_of(source.rows, source.columns)
        if sample.share_of(AREAS) > 0.5:
            return _areas(source, sample)
        walk = PurePath(name or path.name).stem
        proposal = propose_points(
            sample, source, indicator=indicator, near=near, zone=answers.zone, walk=walk
        )
        return _recognised(Kind.POINTS, proposal, source, sample)


def _recognised(kind: Kind, proposal: Proposal, source: Source, sample: Sample, **more):
    return Recognised(
        kind=kind,
        choices=proposal.choices,
        columns=source.columns,
        rows=tuple(sample.rows[:SHOWN_ROWS]),
        indicator=proposal.indicator,
        layers=source.layers,
        doubts=proposal.doubts,
        **more,
    )


def _areas(source: Source, sample: Sample) -> Recognised:
    proposal = propose_areas(sample, source)
    is_told = bool(proposal.choices.low)
    classes = found_classes(source, proposal.choices) if is_told else ()
    return _recognised(Kind.AREAS, proposal, source, sample, classes=tuple(classes))


def _track(bundle: Bundle) -> Recognised:
    facts = facts_of(bundle)
    choices = replace(CHOICES, walk=facts.session)
    return Recognised(Kind.TRACK, choices, indicator="laeq", track=facts)


def _sensors(bundle: Bundle, indicator: str, near: Box | None, zone: str) -> Recognised:
    """Return how an archive of tables is read: by the first of its readings, and its stations."""
    samples = {name: _sampled(bundle, name) for name in bundle.names[:MOST_FILES] if _is_data(name)}
    proposals = {
        name: propose_points(sample, source, indicator=indicator, near=near, zone=zone)
        for name, (source, sample) in samples.items()
    }
    readings = next(
        (one for one in proposals if proposals[one].choices.value and is_table(one)), ""
    )
    if not readings:
        raise Refused("no_readings")
    source, sample = samples[readings]
    proposal = proposals[readings]
    if proposal.choices.way == "none":
        proposal = _with_stations(readings, samples, proposals)
    choices = replace(proposal.choices, kind=Kind.SENSORS)
    found = replace(proposal, choices=choices)
    return _recognised(Kind.SENSORS, found, source, sample, files=tuple(bundle.names))


def _sampled(bundle: Bundle, name: str) -> tuple[Source, Sample]:
    source = source_of(bundle.whole(name))
    return source, sample_of(source.rows, source.columns)


def _with_stations(readings: str, samples: dict, proposals: dict) -> Proposal:
    """Return the proposal for readings with the file that says where their sensors stand.

    A file that names its coordinate system goes before one that does not.
    """
    placed = [name for name, one in proposals.items() if one.choices.way != "none"]
    placed.sort(key=lambda name: not samples[name][0].has_geometry)
    for name in placed:
        key, column = _key(samples[name][1], samples[readings][1])
        if key:
            where, proposal = proposals[name], proposals[readings]
            choices = replace(
                proposal.choices,
                stations=name,
                station_key=key,
                station=column,
                session=column,
                way=where.choices.way,
                srid=where.choices.srid,
                order=where.choices.order,
                place_mark=where.choices.place_mark,
                place_columns=where.choices.place_columns,
            )
            choices = with_durations(samples[readings][1], choices)
            doubts = (*where.doubts, *proposal.doubts)
            left = tuple(one for one in doubts if one not in {NO_PLACE, NO_VALUE})
            return replace(proposal, choices=choices, doubts=left)
    raise Refused("no_stations")


def _key(stations: Sample, readings: Sample) -> tuple[str, str]:
    """Return the column that names a sensor among the places, and that among the readings."""
    for key, known in stations.cells.items():
        for column, told in readings.cells.items():
            names = set(filter(None, told))
            if names and len(set(known)) == len(known) and names <= set(known):
                return key, column
    return "", ""


def _is_data(name: str) -> bool:
    return not base(name).endswith(".properties")
