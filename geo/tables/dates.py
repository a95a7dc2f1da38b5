"""Days and hours as spreadsheets write them; their order is found by impossible values, or asked."""

import datetime
import re
import zoneinfo
from collections.abc import Iterable

from geo.tables.findings import Candidate, Finding, sure

ORDERS = ("ymd", "dmy", "mdy")
LIKELIEST = ("dmy", "ymd", "mdy")
NOON = datetime.time(12, 0)
FIRST_YEAR = 1900
TIME = r"""(?:(?:\s*T\s*|\s*,?\s+(?:à\s+|alle\s+|a\s+las\s+|at\s+)?)
    (?P<hour>\d{1,2})(?:\s*[:hH.]\s*(?P<minute>\d{2}))?(?:\s*[:.]\s*(?P<second>\d{2})(?:[.,]\d+)?)?
    \s*(?P<half>[AaPp]\.?[Mm]\.?)?
    \s*(?P<offset>Z|UTC|GMT|[-+]\d{2}:?\d{2}|[-+]\d{2})?)?"""
NUMBERS = re.compile(
    rf"(?P<a>\d{{1,4}})(?P<sign>[-/. ])(?P<b>\d{{1,2}})(?P=sign)(?P<c>\d{{1,4}}){TIME}", re.VERBOSE
)
COMPACT = re.compile(rf"(?P<a>\d{{4}})(?P<b>\d{{2}})(?P<c>\d{{2}}){TIME}", re.VERBOSE)
WORDS = re.compile(
    rf"(?:[^\W\d]+\.?,?\s+)?(?P<a>\d{{1,2}})(?:er|º|°|\.)?\s+(?:de\s+)?(?P<name>[^\W\d]+)\.?,?\s+"
    rf"(?:de\s+)?(?P<c>\d{{4}}){TIME}",
    re.VERBOSE,
)
MONTHS = (
    ("jan", "gen", "ene"),
    ("fév", "fev", "feb"),
    ("mar",),
    ("avr", "apr", "abr"),
    ("mai", "mag", "may"),
    ("juin", "giu", "jun"),
    ("juil", "lug", "jul"),
    ("aoû", "aou", "ago", "aug"),
    ("sep", "set"),
    ("oct", "ott"),
    ("nov",),
    ("déc", "dec", "dic"),
)


class UnreadableDate(ValueError):
    """A text that is no day in the order asked for."""


def find_order(texts: Iterable[str]) -> Finding:
    """Return the order of days and months: ymd, dmy or mdy; not sure where two fit alike.

    Texts that are no date in any order are left aside: their rows will say so.
    """
    counts = dict.fromkeys(ORDERS, 0)
    telling = ""
    for text in filter(None, map(str.strip, texts)):
        fitting = [order for order in ORDERS if is_date(text, order)]
        telling = telling or (text if len(fitting) > 1 else "")
        for order in fitting:
            counts[order] += 1
    most = max(counts.values())
    best = [order for order in LIKELIEST if counts[order] == most]
    if most == 0 or len(best) == len(ORDERS):
        return sure(ORDERS[0])  # nothing to read, or nothing that could be turned round
    candidates = (Candidate(order, _sample(telling, order)) for order in best)
    return Finding(tuple(candidates), len(best) == 1)


def is_date(text: str, order: str) -> bool:
    """Whether a text is a day in this order."""
    try:
        read_date(text, order, datetime.UTC)
    except UnreadableDate:
        return False
    return True


def _sample(text: str, order: str) -> str:
    if not text or not is_date(text, order):
        return ""
    return f"{text} → {read_date(text, order, datetime.UTC):%Y-%m-%d}"


def read_date(text: str, order: str, zone: datetime.tzinfo | zoneinfo.ZoneInfo):
    """Return the instant that `text` names; without a time noon, without an offset in `zone`.

    `order` is ymd, dmy or mdy; it says nothing about years of four digits that come first, nor
    about months by their names. Raises UnreadableDate.
    """
    plain = " ".join(text.split())
    found = NUMBERS.fullmatch(plain) or COMPACT.fullmatch(plain) or WORDS.fullmatch(plain)
    if not found:
        raise UnreadableDate(text)
    try:
        day = datetime.date(*_year_month_day(found, order))
        instant = datetime.datetime.combine(day, _time(found), _offset(found) or zone)
    except ValueError as error:
        raise UnreadableDate(text) from error
    if not FIRST_YEAR <= day.year <= 9000:
        raise UnreadableDate(text)
    return instant


def _year_month_day(found: re.Match, order: str) -> tuple[int, int, int]:
    parts = found.groupdict()
    if "name" in parts:
        return int(parts["c"]), _month(parts["name"]), int(parts["a"])
    a, b, c = (parts[name] for name in "abc")
    if len(a) == 4:
        return int(a), int(b), int(c)
    if len(a) == 3 or len(c) == 3 or (len(a), len(c)) == (1, 1):
        raise UnreadableDate(found[0])
    if order == "ymd":
        return _year(a), int(b), int(c)
    day, month = (a, b) if order == "dmy" else (b, a)
    return _year(c), int(month), int(day)


def _year(digits: str) -> int:
    """Return the year of « 2025 » or « 25 »: two digits mean 1970 to 2069."""
    if len(digits) not in (2, 4):
        raise UnreadableDate(digits)
    number = int(digits)
    return number if len(digits) == 4 else number + (1900 if number >= 70 else 2000)


def _month(name: str) -> int:
    lowered = name.lower()
    for number, beginnings in enumerate(MONTHS, start=1):
        if lowered.startswith(beginnings):
            return number
    raise UnreadableDate(name)


def _time(found: re.Match) -> datetime.time:
    if found["hour"] is None:
        return NOON
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            raise UnreadableDate(found[0])
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    return datetime.time(hour, int(found["minute"] or 0), int(found["second"] or 0))


def _offset(found: re.Match) -> datetime.tzinfo | None:
    offset = found["offset"]
    if offset is None:
        return None
    if not offset.startswith(("+", "-")):
        return datetime.UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    sign = -1 if offset[0] == "-" else 1
    return datetime.timezone(datetime.timedelta(minutes=sign * minutes))
