"""What the classes of a noise map mean: Lden5559 lies between 55 and 60, Lden75 above 75."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

NUMBER = r"\d{2,3}(?:[.,]\d{1,2})?"
INDICATOR = re.compile(
    r"^(?:l_?den|l_?night|levening|levn|lday|laeq|leq|ld|ln|le|l)(?![a-z])[\s_:-]*", re.I
)
GLUED = re.compile(
    r"^(?:l_?den|l_?night|levening|lday|laeq|leq)(?=greater|lower|above|below|sup|inf)", re.I
)
UNIT = re.compile(r"\s*d\s*b\s*(?:\(?\s*a\s*\)?)?", re.I)
ABOVE = re.compile(
    rf"(?:>=?|≥|greater\s?than|above|over|more than|au[\s-]del[aà] de|plus de|sup[eé]rieure? [aà]"
    rf"|sup\.?|oltre|superiore a|maggiore di|pi[uù] di)\s*({NUMBER})\s*(?:et plus|\+)?"
    rf"|({NUMBER})\s*(?:\+|et plus|et au[\s-]del[aà]|e oltre|e pi[uù]|and (?:more|above|over)|or more)",
    re.I,
)
BELOW = re.compile(
    rf"(?:<=?|≤|lower\s?than|less than|below|under|moins de|inf[eé]rieure? [aà]|inf\.?|meno di"
    rf"|inferiore a|sotto(?: i)?)\s*({NUMBER})",
    re.I,
)
BETWEEN = re.compile(
    rf"[\[\](]?\s*(?:>=?|≥)?\s*(?:de|da|from|entre|tra)?\s*({NUMBER})\s*"
    rf"(?:-|–|_|/|;|,\s|\.\.+|…|à|au?|to|et|e|and|<=?\s*l\w*\s*<=?)\s*(?:<=?|≤)?\s*({NUMBER})\s*[\[\])]?",
    re.I,
)
TOGETHER = re.compile(r"(\d{2})(\d{2})")
ALONE = re.compile(NUMBER)
OPEN = 99  # of 7599


class UnreadableClass(ValueError):
    """A text that names no levels."""


class OpenBelow(ValueError):
    """A class that only has an upper limit: how quiet it is, nobody says."""


@dataclass(frozen=True, slots=True)
class Levels:
    """What one class says: from `low` to `high`; is_alone: it names one number only.

    What a number alone is open to is known once all classes of the file are.
    """

    low: float
    high: float | None = None
    is_alone: bool = False


def levels_of(text: str) -> Levels:
    """Return the levels of a class by its name; raise UnreadableClass or OpenBelow.

    A class of whole numbers that ends on 4 or 9 goes on to the next: 55-59 is 55 to 60.
    """
    plain = UNIT.sub("", INDICATOR.sub("", GLUED.sub("", " ".join(text.split())))).strip()
    if found := ABOVE.fullmatch(plain):
        return Levels(_number(found[1] or found[2]))
    if BELOW.fullmatch(plain):
        raise OpenBelow(text)
    if found := BETWEEN.fullmatch(plain) or TOGETHER.fullmatch(plain):
        return _between(_number(found[1]), found[2], text)
    if ALONE.fullmatch(plain):
        return Levels(_number(plain), is_alone=True)
    raise UnreadableClass(text)


def _between(low: float, written: str, text: str) -> Levels:
    high = _number(written)
    if high == OPEN and low >= 65:
        return Levels(low)
    if high <= low:
        raise UnreadableClass(text)
    return Levels(low, _rounded_up(high))


def _rounded_up(high: float) -> float:
    """Return 60 of 59, 59.9 and 59.99, as classes of five decibels mean it."""
    if high % 5 >= 4:
        return high // 5 * 5 + 5
    return high


def _number(written: str) -> float:
    return float(written.replace(",", "."))


def closed(levels: Levels, bounds: Iterable[float]) -> Levels:
    """Return a class that names one number only up to the next number of the file, or open."""
    if not levels.is_alone:
        return levels
    above = [bound for bound in bounds if bound > levels.low]
    return Levels(levels.low, min(above, default=None))
