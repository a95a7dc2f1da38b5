"""Levels, seconds and instants as files of instruments write them."""

import datetime
import re
from typing import Any

from geo.tables.dates import UnreadableDate, read_date
from geo.tables.numbers import UnreadableNumber, read_number

PLAIN = re.compile(r"[-+]?\d{1,15}(?:\.\d{1,20})?(?:[eE][-+]?\d{1,2})?")
UNIT = re.compile(r"\s*(?:dB\s*\(?[AC]?\)?|°\s*C|[µμ]g\s*/\s*m[³3]|lux|lx|s|m|%)\s*$", re.I)
NOTHING = frozenset({"", "-", "–", "na", "n/a", "nan", "null", "none", "nd", "n.d."})
MOST = 1e300
EPOCH = "epoch"
MILLISECONDS = 1e11
"""As seconds since 1970 a number like this lies beyond the year 5000: it counts milliseconds."""
ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
USUAL = re.compile(
    r"(\d{1,2})[-/.](\d{1,2})[-/.](19\d\d|20\d\d) (\d{1,2}):(\d\d)(?::(\d\d))?", re.ASCII
)
WITH_HOUR = re.compile(r"\d\s*[T ,]\s*\d{1,2}\s*[:hH.]\s*\d{2}|\d\s+\d{1,2}\s*[hH]")


def text_in(value: Any) -> str:
    """Return what stands in a cell, without blanks around it."""
    if type(value) is str:
        return value.strip()
    return "" if value is None else str(value).strip()


def number_in(value: Any, mark: str = "") -> float | None:
    """Return the number that a cell holds, None for nothing; raise UnreadableNumber.

    mark: the decimal sign, unknown when empty; a unit behind the number is left out.
    """
    if value is None:
        return None
    if not isinstance(value, str):
        return _of_json(value)
    text = value.strip()
    if mark != "," and PLAIN.fullmatch(text):
        return float(text)
    if text.lower() in NOTHING:
        return None
    return read_number(UNIT.sub("", text[:100]), mark)


def _of_json(value: Any) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not abs(value) < MOST:
        raise UnreadableNumber(str(value)[:40])
    return float(value)


def time_in(value: Any, order: str, zone: datetime.tzinfo) -> datetime.datetime | None:
    """Return the instant that a cell names, None for nothing or a day alone; raise UnreadableDate.

    order: as `dates.read_date` takes it, or "epoch"; zone: of times that name none.
    """
    if order == EPOCH:
        return _since_1970(value)
    text = text_in(value)
    if not text:
        return None
    if ISO.match(text):
        try:
            instant = datetime.datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            return instant if instant.tzinfo else instant.replace(tzinfo=zone)
    if found := USUAL.fullmatch(text):
        return _usual(found, order, zone)
    instant = read_date(text, order, zone)
    return instant if says_hour(text) else None


def _usual(found: re.Match, order: str, zone: datetime.tzinfo) -> datetime.datetime:
    """Return what most tables write, read sooner than everything that a date can be."""
    day, month, year, *time = map(int, found.groups("0"))
    if order == "mdy":
        day, month = month, day
    try:
        return datetime.datetime(year, month, day, *time, tzinfo=zone)
    except ValueError as error:
        raise UnreadableDate(found[0]) from error


def says_hour(text: str) -> bool:
    """Whether a text that is a date also says the time of day."""
    return bool(ISO.match(text) or WITH_HOUR.search(text))


def _since_1970(value: Any) -> datetime.datetime | None:
    try:
        number = number_in(value)
        if not number:
            return None
        seconds = number / 1000 if abs(number) >= MILLISECONDS else number
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    except (UnreadableNumber, OverflowError, ValueError, OSError) as error:
        raise UnreadableDate(str(value)[:40]) from error
