"""Numbers of cells in words: levels with their unit, shares, intervals, in the reader's language."""

from django.utils.formats import number_format
from django.utils.translation import gettext

FIXED = "\N{NO-BREAK SPACE}"


def grouped(count: int) -> str:
    """« 3 520 »: a number that may have thousands."""
    return number_format(count, force_grouping=True)


def level_words(level: float, unit: str) -> str:
    """« 61 dB »; other units with one decimal below a hundred."""
    decimals = 0 if unit.startswith("dB") or abs(level) >= 100 else 1
    return f"{number_format(round(level, decimals), decimals)}{FIXED}{unit}".strip()


def percent_words(share: float) -> str:
    """« 58 % »: a share from 0 to 1 in whole hundredths."""
    # Translators: « 58 % »
    return gettext("%(number)s%%") % {"number": round(100 * share)}


def range_words(low: float, high: float) -> str:
    """« 42 à 75 % »; one number where both ends round to the same."""
    first, last = round(100 * low), round(100 * high)
    if first == last:
        return percent_words(low)
    # Translators: « 42 à 75 % »
    return gettext("%(low)s to %(high)s%%") % {"low": first, "high": last}


def count_words(count: float) -> str:
    """A number of people: « 7 »; « environ 6 » where grades of a scale weigh less than one."""
    whole = round(count)
    if abs(count - whole) < 0.05:
        return number_format(whole)
    # Translators: « environ 6 » (people)
    return gettext("about %(number)s") % {"number": whole}


def times_words(ratio: float) -> str:
    """« 1,3 »: how many times what is expected."""
    return number_format(round(ratio, 1), 1)
