"""From the records of a file to rows: what was said, where and when, or why it cannot be read."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import shapely

from geo.drawings.reasons import InvalidDrawing
from geo.tables.dates import UnreadableDate, read_date
from geo.tables.places import UnreadablePlace, in_degrees, is_zero, read_place
from geo.tables.reading import Record, Table
from participation.contributions.words import cleaned, one_line
from participation.imports.mapping import NONE, Mapping
from participation.imports.rows import Fault, Rejected, Row
from participation.imports.themes import KINDS, LANGUAGES, known_word, values_in

SHOWN = 60


class Unfit(Exception):
    """A record is no row: its Fault, or the code of a verdict, and the facts."""

    def __init__(self, reason: str, **facts):
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


@dataclass(frozen=True)
class Reader:
    """Reads the records of one file for one consultation."""

    mapping: Mapping
    themes: dict[str, object]
    zone: datetime.tzinfo
    now: datetime.datetime

    def read(self, record: Record) -> Row | Rejected:
        """Return the row of a record, or the first reason why there is none."""
        try:
            if record.fault:
                raise Unfit(record.fault, **dict(record.facts))
            return self._row(record)
        except Unfit as unfit:
            beginning = one_line(self._title(record.cells) or self._text(record.cells))[:SHOWN]
            facts = {**unfit.facts, "beginning": beginning}
            return Rejected(record.number, unfit.reason, facts)

    def _row(self, record: Record) -> Row:
        mapping, cells = self.mapping, record.cells
        title, text = self._title(cells), self._text(cells)
        if not (title or text):
            raise Unfit(Fault.NO_WORDS)
        return Row(
            number=record.number,
            title=title,
            text=text,
            source_id=one_line(cells.get(mapping.source_id, "")),
            kind=self._word(cells, mapping.kind, KINDS) or mapping.kind_otherwise,
            language=self._word(cells, mapping.language, LANGUAGES) or mapping.language_otherwise,
            theme=self._theme(cells),
            drawing=self._drawing(record),
            address=one_line(cells.get(mapping.address, "")),
            said_at=self._said_at(cells),
            display_name=one_line(cells.get(mapping.display_name, "")),
        )

    def _title(self, cells: dict[str, str]) -> str:
        return one_line(cells.get(self.mapping.title, ""))

    def _text(self, cells: dict[str, str]) -> str:
        texts = (cleaned(cells.get(name, "")) for name in self.mapping.text)
        return "\n\n".join(filter(None, texts))

    def _word(self, cells: dict[str, str], column: str, words: dict[str, str]) -> str:
        return known_word(cells.get(column, ""), words) if column else ""

    def _theme(self, cells: dict[str, str]):
        """Return the theme of the first value that has one; None for no theme."""
        mapping = self.mapping
        values = values_in(cells.get(mapping.theme, "")) if mapping.theme else []
        answers = [mapping.themes[value] for value in values if value in mapping.themes]
        answers += [] if answers and len(answers) == len(values) else [mapping.other_themes]
        for answer in answers:
            if answer in self.themes:
                return self.themes[answer]
        if NONE in answers or not self.themes:
            return None
        raise Unfit(Fault.UNKNOWN_THEME, value="; ".join(values)[:SHOWN])

    def _said_at(self, cells: dict[str, str]) -> datetime.datetime | None:
        text = cells.get(self.mapping.date, "").strip()
        if not text:
            return None
        try:
            at = read_date(text, self.mapping.date_order, self.zone)
        except UnreadableDate as error:
            raise Unfit(Fault.UNREADABLE_DATE, value=one_line(text)[:SHOWN]) from error
        if at > self.now + datetime.timedelta(days=1):
            raise Unfit("future_date", value=one_line(text)[:SHOWN])
        return at

    def _drawing(self, record: Record) -> shapely.Geometry | None:
        try:
            drawing = self._placed(record)
        except UnreadablePlace as error:
            raise Unfit(Fault.UNREADABLE_PLACE, value=one_line(str(error))[:SHOWN]) from error
        except InvalidDrawing as error:
            raise Unfit(str(error.reason.code), place=error.reason) from error
        if drawing is None and self.mapping.place.way != "none" and not self.mapping.unplaced:
            raise Unfit("no_place")
        if drawing is not None and is_zero(drawing):
            raise Unfit("zero_place")
        return drawing

    def _placed(self, record: Record) -> shapely.Geometry | None:
        form = self.mapping.place
        if form.way == "none":
            return None
        if form.way == "file":
            return record.geometry and in_degrees(record.geometry, form.srid)
        texts = tuple(record.cells.get(name, "") for name in self.mapping.place_columns)
        return read_place(texts, form)


def read_rows(table: Table, mapping: Mapping, consultation, now) -> Iterator[Row | Rejected]:
    """Yield what each record of a table says, in the order of the file; nothing is kept."""
    themes = {str(theme.pk): theme for theme in consultation.themes.all()}
    reader = Reader(mapping, themes, consultation.zone, now)
    return map(reader.read, table.records())
