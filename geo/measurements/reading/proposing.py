"""The first proposal for a table: which column holds what, by its name and by what stands in it."""

import datetime
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from statistics import median

from geo.crs import DEGREES
from geo.measurements.reading import column_names as called
from geo.measurements.reading.cells import EPOCH, number_in, says_hour, time_in
from geo.measurements.reading.choices import Choices, Kind
from geo.measurements.reading.placing import Places, Unfit
from geo.measurements.reading.points import zone_of
from geo.measurements.reading.samples import MOSTLY, Sample
from geo.measurements.reading.sources import Source
from geo.measurements.reading.systems import are_degrees, probable_system
from geo.tables.dates import UnreadableDate, find_order
from geo.tables.numbers import UnreadableNumber, find_mark
from geo.tables.place_finding import Box, find_place
from geo.tables.reading import Record

LOOKED_AT = 100
RECENT, LATE = 1e8, 5e12  # 1973 in seconds, and the year 2128 in milliseconds
SHORT_S, LONG_S = 60, 86_400
NO_PLACE, SYSTEM_GUESSED, SYSTEM_UNKNOWN = "place_unclear", "system_guessed", "system_unknown"
DATE_ORDER, MARK, NO_ZONE, NO_VALUE = "date_order", "mark", "zone_assumed", "value_unclear"
LOW_VALUES, HARDLY_DB = "low_values", 20


@dataclass(frozen=True, slots=True)
class Proposal:
    """Choices to begin with, which indicator they are of, and what is in doubt."""

    choices: Choices
    indicator: str = ""
    doubts: tuple[str, ...] = ()


def propose_points(
    sample: Sample,
    source: Source,
    *,
    indicator: str = "",
    near: Box | None = None,
    zone: str = "Europe/Paris",
    walk: str = "",
) -> Proposal:
    """Return how the rows of a table or of a map file seem to hold measurements.

    walk: what to call all of it, where it is one walk without a column that says so.
    """
    begun = replace(source.form, kind=Kind.POINTS, zone=zone)
    placed, doubts = _place(sample, source, near, begun)
    free = [name for name in source.columns if name not in placed.place_columns]
    timed, more = _time(sample, free, placed)
    free = [name for name in free if name not in (timed.date, timed.hour)]
    valued, key, unclear = _values(sample, free, timed, indicator)
    choices = with_durations(sample, valued, walk)
    return Proposal(choices, key, (*doubts, *more, *unclear))


def _place(
    sample: Sample, source: Source, near: Box | None, begun: Choices
) -> tuple[Choices, tuple[str, ...]]:
    if source.has_geometry:
        return replace(begun, way="file", srid=source.srid), ()
    found = find_place(sample.cells, near)
    form = found.form
    choices = replace(
        begun,
        way=form.way,
        srid=form.srid,
        order=form.order,
        place_mark=form.mark,
        place_columns=found.columns,
    )
    return _in_a_system(sample, choices, near)


def _in_a_system(sample: Sample, choices: Choices, near: Box | None):
    """Return the choices with the system in which the numbers would lie where it is used."""
    if choices.way not in {"two", "wkt"}:
        return choices, (NO_PLACE,) * (choices.way == "none")
    degrees = replace(choices, srid=DEGREES)
    if _positions(sample, degrees):
        return degrees, ()
    metres = [(x, y) for x, y, _srid in _positions(sample, replace(choices, srid=3857))]
    if not metres or are_degrees(metres):
        return choices, ()
    srid = probable_system(metres, near)
    return replace(choices, srid=srid or choices.srid), (
        SYSTEM_GUESSED if srid else SYSTEM_UNKNOWN,
    )


def _positions(sample: Sample, choices: Choices) -> list:
    places, found = Places(choices), []
    for number, row in enumerate(sample.rows[:LOOKED_AT], start=1):
        with suppress(Unfit):
            found.append(places.of(Record(number, row)))
    return found


def _time(sample: Sample, free: list[str], choices: Choices) -> tuple[Choices, tuple[str, ...]]:
    """Return the choices with the columns of day and hour, the order of days, the time zone."""
    for column in called.ranked(called.MOMENTS, free):
        texts = [text for text in sample.cells[column] if text][:LOOKED_AT]
        if texts and all(map(_is_epoch, texts)):
            return replace(choices, date=column, date_order=EPOCH), ()
        order = find_order(texts)
        if texts and _share_of_dates(texts, order.value) > MOSTLY:
            chosen = replace(choices, date=column, date_order=order.value)
            chosen = replace(chosen, hour=_hour(sample, free, chosen, texts))
            chosen = _in_utc(sample, free, chosen)
            doubts = (DATE_ORDER,) * (not order.is_sure) + _zone_doubt(chosen, texts)
            return chosen, doubts
    return choices, ()


def _is_epoch(text: str) -> bool:
    with suppress(UnreadableNumber):
        return RECENT <= (number_in(text) or 0) <= LATE
    return False


def _share_of_dates(texts: list[str], order: str) -> float:
    return sum(_is_time(text, order) for text in texts) / len(texts)


def _is_time(text: str, order: str) -> bool:
    try:
        time_in(text, order, datetime.UTC)
    except UnreadableDate:
        return False
    return True


def _hour(sample: Sample, free: list[str], choices: Choices, texts: list[str]) -> str:
    """Return the column of hours that stands beside one of days alone."""
    if any(map(says_hour, texts)):
        return ""
    for column in called.ranked(called.HOURS, [one for one in free if one != choices.date]):
        pairs = zip(sample.cells[choices.date], sample.cells[column], strict=True)
        both = [f"{day} {hour}" for day, hour in pairs if day and hour][:LOOKED_AT]
        if both and _share_of_dates(both, choices.date_order) > MOSTLY and says_hour(both[0]):
            return column
    return ""


def _in_utc(sample: Sample, free: list[str], choices: Choices) -> Choices:
    """Return the choices in universal time where a column of seconds since 1970 proves it."""
    for column in free:
        pairs = zip(sample.cells[column], sample.cells[choices.date], strict=True)
        known = [pair for pair in pairs if all(pair)][:LOOKED_AT]
        if column == choices.date or not known or not all(_is_epoch(one) for one, _text in known):
            continue
        same = sum(_is_same(number, text, choices.date_order) for number, text in known)
        if same > len(known) / 2:
            return replace(choices, is_utc=True)
    return choices


def _is_same(number: str, text: str, order: str) -> bool:
    with suppress(UnreadableDate):
        return time_in(number, EPOCH, datetime.UTC) == time_in(text, order, datetime.UTC)
    return False


def _zone_doubt(choices: Choices, texts: list[str]) -> tuple[str, ...]:
    """Return a doubt where hours are given and nobody says of which zone."""
    if choices.is_utc or not (choices.hour or any(map(says_hour, texts))):
        return ()
    aware = time_in(texts[0], choices.date_order, zone_of(choices))
    other = time_in(texts[0], choices.date_order, datetime.UTC)
    return () if aware == other and aware is not None else (NO_ZONE,)


def _values(
    sample: Sample, free: list[str], choices: Choices, indicator: str
) -> tuple[Choices, str, tuple[str, ...]]:
    """Return the choices with the columns of values, and which indicator they seem to be of."""
    numeric = sample.numeric(free)
    background = next(iter(called.ranked(called.BACKGROUND, numeric)), "")
    left = [one for one in numeric if one != background]
    accuracy = next(iter(called.ranked(called.ACCURACY, left)), "")
    duration = next(iter(called.ranked(called.SECONDS, left)), "")
    left = [one for one in left if one not in {accuracy, duration}]
    value = _value(left, indicator)
    taken = {value, background, accuracy, duration}
    names = [one for one in free if one not in taken and any(sample.cells[one])]
    session = next(iter(called.ranked(called.SESSIONS, names)), "")
    marks = find_mark(text for text in sample.cells.get(value, ()) if text)
    chosen = replace(
        choices,
        value=value,
        background=background,
        accuracy=accuracy,
        seconds_column=duration,
        session=session,
        mark="" if marks.is_sure and marks.value == "." else marks.value,
    )
    doubts = (MARK,) * bool(value and not marks.is_sure) + (NO_VALUE,) * (not value)
    key = called.indicator_of(value) if value else ""
    are_hardly = (
        value and (indicator or key or "laeq") in called.DECIBELS and _are_low(sample, chosen)
    )
    return chosen, key, (*doubts, *(LOW_VALUES,) * bool(are_hardly))


def _are_low(sample: Sample, choices: Choices) -> bool:
    """Whether the values are too low for decibels of a place, as ratings from 1 to 11 are."""
    found = []
    for text in sample.cells[choices.value]:
        with suppress(UnreadableNumber):
            found.append(number_in(text, choices.mark))
    numbers = [number for number in found if number is not None]
    return bool(numbers) and median(numbers) < HARDLY_DB


def _value(columns: list[str], indicator: str) -> str:
    """Return the column of the values: called as the indicator, as any, or the only one."""
    wanted = called.INDICATORS.get(indicator)
    every = tuple(name for names in called.INDICATORS.values() for name in names)
    for names in filter(None, (wanted, None if wanted else every, called.VALUES)):
        if found := called.ranked(names, columns):
            return found[0]
    return columns[0] if len(columns) == 1 else ""


def with_durations(sample: Sample, choices: Choices, walk: str = "") -> Choices:
    """Return the choices with how long values were measured, where they follow each other so."""
    if choices.seconds_column or not choices.date:
        return choices
    spacing = _spacing(sample, choices)
    if spacing is None or (not choices.session and spacing > SHORT_S):
        return choices
    walk = "" if choices.session else walk
    return replace(choices, seconds=spacing, walk=walk)


def _spacing(sample: Sample, choices: Choices) -> float | None:
    """Return after how many seconds the next value of a session most often begins."""
    last: dict[str, datetime.datetime] = {}
    steps: Counter = Counter()
    for row in sample.rows:
        session = row.get(choices.session, "")
        with suppress(UnreadableDate):
            text = f"{row[choices.date]} {row.get(choices.hour, '')}".strip()
            began = time_in(text, choices.date_order, datetime.UTC)
            if began and session in last:
                steps[round((began - last[session]).total_seconds())] += 1
            last[session] = began or last.get(session)
    best, times = max(steps.items(), key=lambda item: item[1], default=(0, 0))
    is_regular = times > sum(steps.values()) * 0.6 and 0 < best <= LONG_S
    return float(best) if is_regular else None
