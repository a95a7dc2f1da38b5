"""How a file of measurements is to be read: proposed from the file, confirmed by a person."""

from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any

from geo.crs import DEGREES
from geo.drawings.reasons import InvalidDrawing
from geo.files.refusals import UnreadableFile
from geo.tables.csv_form import CsvForm
from geo.tables.encodings import NotText
from geo.tables.places import PlaceForm
from geo.tables.reading import NoTable


class Kind(StrEnum):
    """What a file is: values at points, a NoiseCapture archive, sensors, bands of a noise map."""

    POINTS = "points"
    TRACK = "track"
    SENSORS = "sensors"
    AREAS = "areas"


@dataclass(frozen=True, slots=True)
class Choices:
    """Which column holds what, and how it is written; an empty name: the file does not say.

    encoding … header_row: of a CSV file, as `CsvForm`, found again without a separator; layer: of a map file with several;
    way … zero_is_none: how places are written, as `PlaceForm`; place_columns: as it asks;
    value, background, accuracy, seconds_column, session, station: columns; date, hour: columns
    too, the hour where it stands apart; date_order: of `dates.ORDERS`, or "epoch" (seconds or
    milliseconds since 1970); zone: of times that name none, unless
    `is_utc` says that a machine wrote them in universal time; mark: the decimal sign of values;
    seconds: how long each value was measured, where no column says; walk: the session of all rows
    where no column says; farthest_off_m: a place less certain than that is flagged;
    least, most: what the indicator can be; stations: the file of the archive with the places of
    sensors, station_key: the column there that holds their names; low, high: columns of a noise
    map (classes such as Lden5559, or numbers); limit: the level that every area lies above;
    levels: (class, low, high) of classes whose names say no levels, as a person read them.
    """

    kind: Kind = Kind.POINTS
    encoding: str = ""
    separator: str = ""
    quote: str = '"'
    header_row: int = 1
    layer: str = ""
    way: str = "none"
    srid: int = DEGREES
    order: str = "lat_lon"
    place_mark: str = ""
    zero_is_none: bool = False
    place_columns: tuple[str, ...] = ()
    value: str = ""
    background: str = ""
    accuracy: str = ""
    farthest_off_m: float = 50
    date: str = ""
    hour: str = ""
    date_order: str = "ymd"
    zone: str = "Europe/Paris"
    is_utc: bool = False
    seconds_column: str = ""
    seconds: float | None = None
    session: str = ""
    walk: str = ""
    mark: str = ""
    least: float | None = None
    most: float | None = None
    stations: str = ""
    station_key: str = ""
    station: str = ""
    low: str = ""
    high: str = ""
    limit: float | None = None
    levels: tuple[tuple[str, float, float | None], ...] = ()

    @property
    def form(self) -> CsvForm:
        """How a CSV file is written."""
        return CsvForm(self.encoding, self.separator, self.quote, self.header_row)

    @property
    def place(self) -> PlaceForm:
        """How places are written."""
        return PlaceForm(self.way, self.srid, self.order, self.place_mark, self.zero_is_none)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the rows that is read."""
        named = (self.value, self.background, self.accuracy, self.date, self.hour)
        named += (self.seconds_column, self.session, self.station, self.low, self.high)
        places = () if self.stations else self.place_columns
        return tuple(name for name in (*named, *places) if name)

    def in_system(self, srid: int) -> "Choices":
        """Return the same for a file that holds geometries in this system."""
        return replace(self, srid=srid) if self.way == "file" else self

    def as_json(self) -> dict[str, Any]:
        """Return what JSON can hold, to be carried from one page to the next."""
        return asdict(self)

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "Choices":
        """Return the choices that `as_json` gave; what is not known is left out."""
        known = {field.name for field in fields(cls)}
        kept = {name: value for name, value in said.items() if name in known}
        kept["kind"] = Kind(kept.get("kind", Kind.POINTS))
        kept["place_columns"] = tuple(kept.get("place_columns", ()))
        kept["levels"] = tuple(tuple(one) for one in kept.get("levels", ()))
        return cls(**kept)


Cause = UnreadableFile | NotText | NoTable | InvalidDrawing | None


class Refused(ValueError):
    """A file is not read as measurements; `reading.sentences.explain_refusal` says why.

    code: `no_value_column`, `no_place_columns`, `unknown_column` (facts: column), `unknown_zone`,
    `no_track`, `description_alone`, `no_stations`, `no_readings`, `no_areas`, `no_level_column`, `too_many_classes`; or "" where `cause` says it.
    file: which of several it is; "" of one alone.
    """

    def __init__(self, code: str, cause: Cause = None, *, file: str = "", **facts: str):
        super().__init__(code or str(cause))
        self.code = code
        self.cause = cause
        self.file = file
        self.facts = facts
