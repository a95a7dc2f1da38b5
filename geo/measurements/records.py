"""What the readers of measurements yield, row by row: measured, a band of a map, or rejected.

Plain values, no Django: storing takes exactly these, fixtures and tests are made of them.
"""

from dataclasses import dataclass, field
from datetime import datetime

import shapely


@dataclass(frozen=True, slots=True)
class Measured:
    """One value measured at one place.

    row: as a person finds it, from 1: the row of a spreadsheet (that of the names counts), or the
    feature of a map file; lon, lat: degrees (WGS 84);
    value and background (L90, the level exceeded 90 % of the time): in the unit of the indicator;
    started_at: with a time zone; seconds: how long it lasted; session: one device on one walk,
    "device/walk" where the file tells them apart; flags: codes of what makes the row impossible
    (`reading.sentences.FLAGS`): it is kept, but never counted. None, or "" for the session, where the file does not say.
    """

    row: int
    lon: float
    lat: float
    value: float
    started_at: datetime | None = None
    seconds: float | None = None
    session: str = ""
    background: float | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """One area of a noise map, in which the level lies between `low` and `high`.

    geometry: a valid polygon or multipolygon in degrees (WGS 84); high: None where the band is
    open above; repairs: codes of what was put right in the drawing (`reading.sentences.REPAIRS`).
    """

    row: int
    geometry: shapely.Polygon | shapely.MultiPolygon
    low: float
    high: float | None = None
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is no measurement: why (`reading.sentences.REASONS`), and what stood there."""

    row: int
    reason_code: str
    values: dict[str, str] = field(default_factory=dict)


Record = Measured | Band | Rejected


@dataclass(frozen=True, slots=True)
class NextFile:
    """Stands between the records of two files: those that follow are of this one."""

    name: str
