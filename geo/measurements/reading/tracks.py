"""Archives of NoiseCapture: one walk of one phone, a value each second, and what it says of itself."""

import datetime
import hashlib
import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from geo.measurements.reading.bundles import META, TRACK, Bundle, unbundled
from geo.measurements.reading.cells import number_in, time_in
from geo.measurements.reading.choices import Choices, Kind, Refused
from geo.measurements.reading.points import measured_in
from geo.measurements.reading.sources import geojson, refused_by_name
from geo.measurements.records import Measured, Rejected
from geo.tables.dates import UnreadableDate
from geo.tables.numbers import UnreadableNumber

META_BYTES = 64 * 1024
CHOICES = Choices(
    kind=Kind.TRACK,
    way="file",
    value="leq_mean",
    accuracy="accuracy",
    date="leq_utc",
    date_order="epoch",
    seconds=1,
)


@dataclass(frozen=True, slots=True)
class TrackFacts:
    """What a phone says of a walk; None, "" or () where it says nothing.

    session: "device/walk", of which the device is not its own identifier; pleasantness: 0 to 100,
    as felt by who walked; leq_mean: dB(A) of the whole walk; calibration_db: added by its owner;
    profile: NONE, NOVICE, ACOUSTICIAN as the app says it; tags: its English words.
    """

    session: str = ""
    started_at: datetime.datetime | None = None
    seconds: float | None = None
    leq_mean: float | None = None
    pleasantness: float | None = None
    calibration_db: float | None = None
    profile: str = ""
    tags: tuple[str, ...] = ()
    device: str = ""


def track_facts(path: Path, *, trusted: bool = False) -> TrackFacts:
    """Return what the description of a NoiseCapture archive says; raise Refused."""
    with refused_by_name(), unbundled(path, trusted=trusted) as bundle:
        return facts_of(bundle)


def read_track(
    path: Path, choices: Choices = CHOICES, *, trusted: bool = False, now=None
) -> Iterator[Measured | Rejected]:
    """Yield the seconds of a walk, in their order; raise Refused."""
    with refused_by_name(), unbundled(path, trusted=trusted) as bundle:
        walk = choices.walk or facts_of(bundle).session
        source = geojson(io.BytesIO(bundle.named(TRACK).content))
        known = replace(choices, way="file", srid=source.srid, walk=walk)
        yield from measured_in(source.rows, known, now=now)


def facts_of(bundle: Bundle) -> TrackFacts:
    """Return what the description in an archive says; raise Refused without one."""
    meta = bundle.named(META)
    if meta is None or bundle.named(TRACK) is None:
        raise Refused("no_track")
    return facts_in(meta.content)


def facts_in(content: bytes) -> TrackFacts:
    """Return what a meta.properties says, whatever it leaves out."""
    said = _properties(content)
    return TrackFacts(
        session=_session(said),
        started_at=_time(said.get("record_utc", "")),
        seconds=_number(said.get("time_length", "")),
        leq_mean=_number(said.get("leq_mean", "")),
        pleasantness=_number(said.get("pleasantness", "")),
        calibration_db=_number(said.get("gain_calibration", "")),
        profile="" if said.get("user_profile") == "NONE" else said.get("user_profile", ""),
        tags=tuple(filter(None, said.get("tags", "").split(","))),
        device=" ".join(filter(None, (said.get("device_manufacturer"), said.get("device_model")))),
    )


def _properties(content: bytes) -> dict[str, str]:
    """Return the pairs of a Java properties file, as this app writes them: ASCII, one a line."""
    lines = content[:META_BYTES].decode("utf-8", "replace").replace("\0", "").splitlines()
    pairs = (line.partition("=") for line in lines if not line.lstrip().startswith(("#", "!")))
    return {name.strip(): value.strip()[:200] for name, sign, value in pairs if sign}


def _session(said: dict[str, str]) -> str:
    """Return device and walk; the app's identifier of the device is never kept as it is."""
    device, walk = said.get("uuid", ""), said.get("record_utc", "")
    if not device:
        return ""
    return f"{hashlib.sha256(device.encode()).hexdigest()[:12]}/{walk}"


def _number(text: str) -> float | None:
    """Return a number, with whichever decimal sign the phone's language wrote it."""
    with suppress(UnreadableNumber):
        return number_in(text)
    return None


def _time(text: str) -> datetime.datetime | None:
    with suppress(UnreadableDate):
        return time_in(text, "epoch", datetime.UTC)
    return None
