"""From the records of a file to answers: who rated which place how, and when; or why not."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import shapely

from geo.drawings.reasons import InvalidDrawing
from geo.measurements.reading.cells import number_in
from geo.tables.dates import UnreadableDate, read_date
from geo.tables.numbers import UnreadableNumber, read_number
from geo.tables.places import UnreadablePlace, in_degrees, is_zero, read_place
from geo.tables.reading import Record, Table
from participation.contributions.words import one_line
from participation.imports.rows import Fault, Rejected
from participation.perception.models import to_the_hour
from participation.perception.scales import SCALES, Scale
from participation.surveys.mapping import SurveyMapping

SHOWN = 60
NOON = datetime.time(12)


class Unusable(StrEnum):
    """Why a row is no rating, beside the reasons that every table has."""

    NO_RATING = "no_rating"
    NOT_A_RATING = "not_a_rating"
    OFF_THE_SCALE = "off_the_scale"
    NOT_WHOLE = "not_whole"
    NO_PLACE = "no_place_of_rating"
    AN_AREA = "an_area"
    NOT_A_PLACE = "not_a_place"
    OUTSIDE = "outside_perimeter"
    FUTURE = "future_date"


@dataclass(frozen=True, slots=True)
class Answer:
    """One rating as its file says it.

    number: of the row, as its sender counts; place: in degrees; source_id: who answered there,
    or empty; given_at: to the hour; is_dated: whether the file says so; is_from_area: whether the
    place stands for an area; level: what was measured at that moment, if the row says so.
    """

    number: int
    value: float
    place: shapely.Point
    source_id: str
    given_at: datetime.datetime
    is_dated: bool = True
    is_from_area: bool = False
    level: float | None = None


class Unfit(Exception):
    """A record is no answer: why, and the facts."""

    def __init__(self, reason: str, **facts):
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


@dataclass(frozen=True)
class Reader:
    """Reads the records of one file. zone: of its days; now: nobody answers later."""

    mapping: SurveyMapping
    zone: datetime.tzinfo
    now: datetime.datetime

    @property
    def scale(self) -> Scale:
        return SCALES[self.mapping.scale]

    def read(self, record: Record) -> Answer | Rejected:
        """Return the answer of a record, or the first reason why there is none."""
        try:
            if record.fault:
                raise Unfit(record.fault, **dict(record.facts))
            return self._answer(record)
        except Unfit as unfit:
            return Rejected(record.number, unfit.reason, unfit.facts)

    def _answer(self, record: Record) -> Answer:
        drawing = self._drawing(record)
        place = self._point(drawing)
        day = record.cells.get(self.mapping.date, "").strip()
        return Answer(
            number=record.number,
            value=self._rating(record.cells.get(self.mapping.rating, "")),
            place=place,
            source_id=one_line(record.cells.get(self.mapping.source_id, "")),
            given_at=to_the_hour(self._given_at(day)),
            is_dated=bool(day),
            is_from_area=bool(shapely.get_dimensions(drawing) == 2),
            level=level_in(record.cells.get(self.mapping.level, "")),
        )

    def _rating(self, text: str) -> float:
        if not text.strip():
            raise Unfit(Unusable.NO_RATING)
        value = one_line(text)[:SHOWN]
        try:
            number = read_number(text)
        except UnreadableNumber:
            raise Unfit(Unusable.NOT_A_RATING, value=value) from None
        if not self.scale.holds(number):
            limits = {"least": self.scale.least, "most": self.scale.most}
            raise Unfit(Unusable.OFF_THE_SCALE, value=value, **limits)
        if not (self.mapping.are_means or number.is_integer()):
            raise Unfit(Unusable.NOT_WHOLE, value=value)
        return number

    def _drawing(self, record: Record) -> shapely.Geometry:
        try:
            drawing = self._placed(record)
        except UnreadablePlace as error:
            raise Unfit(Fault.UNREADABLE_PLACE, value=one_line(str(error))[:SHOWN]) from error
        except InvalidDrawing as error:
            raise Unfit(str(error.reason.code), place=error.reason) from error
        if drawing is None or drawing.is_empty or is_zero(drawing):
            raise Unfit(Unusable.NO_PLACE)
        return drawing

    def _placed(self, record: Record) -> shapely.Geometry | None:
        form = self.mapping.place
        if form.way == "file":
            return record.geometry and in_degrees(record.geometry, form.srid)
        texts = tuple(record.cells.get(name, "") for name in self.mapping.place_columns)
        return read_place(texts, form)

    def _point(self, drawing: shapely.Geometry) -> shapely.Point:
        parts = shapely.get_parts(drawing)
        if len(parts) == 1 and parts[0].geom_type == "Point":
            return shapely.force_2d(parts[0])
        if shapely.get_dimensions(drawing) < 2:
            raise Unfit(Unusable.NOT_A_PLACE)
        if not self.mapping.areas:
            raise Unfit(Unusable.AN_AREA)
        return shapely.point_on_surface(drawing)

    def _given_at(self, text: str) -> datetime.datetime:
        if not text:
            return self._otherwise()
        value = one_line(text)[:SHOWN]
        try:
            at = read_date(text, self.mapping.date_order, self.zone)
        except UnreadableDate as error:
            raise Unfit(Fault.UNREADABLE_DATE, value=value) from error
        if at > self.now + datetime.timedelta(days=1):
            raise Unfit(Unusable.FUTURE, value=value)
        return at

    def _otherwise(self) -> datetime.datetime:
        day = self.mapping.day_otherwise
        return datetime.datetime.combine(day, NOON, self.zone) if day else self.now


def level_in(text: str) -> float | None:
    """Return the level that a cell holds; None for anything else: it is no reason to refuse a row."""
    try:
        return number_in(text)
    except UnreadableNumber:
        return None


def read_answers(table: Table, mapping: SurveyMapping, zone, now) -> Iterator[Answer | Rejected]:
    """Yield what each record of a table says, in the order of the file; nothing is kept."""
    return map(Reader(mapping, zone, now).read, table.records())
