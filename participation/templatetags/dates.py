"""Dates in words: « du 1er mars au 4 avril », « jusqu'au 3 juin, encore 23 jours »."""

import datetime
import re
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, ngettext, pgettext

from geo.elision import elided

register = template.Library()
register.filter(elided)
INSTANT = datetime.timedelta(microseconds=1)
FIRST = re.compile(r"\b1er\b")


def local_day(value, zone=None):
    """The calendar day of an instant in `zone` (the page's own by default); a day stays itself."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value, zone).date()
    return value


def day_words(day, today):
    """3 juin, 1er mars; with its year where it is not this one."""
    return words_of_day(day, day.year == today.year, get_language())


@lru_cache(maxsize=1000)
def words_of_day(day, is_this_year, language):
    """A list has few days and many dates: each is put in words once."""
    # Translators: the first day of a month: « 1er » in French, « 1º » in Italian.
    number = pgettext("first day of the month", "1") if day.day == 1 else str(day.day)
    month = date_format(day, "F")
    month = month if language == "en" else month.lower()
    facts = {"day": number, "month": month, "year": day.year}
    if is_this_year:
        return pgettext("date", "%(day)s %(month)s") % facts
    return pgettext("date", "%(day)s %(month)s %(year)s") % facts


@register.filter
def day(value):
    """« 3 avril »; empty for no date."""
    if not value:
        return ""
    return day_words(local_day(value), local_day(timezone.now()))


@register.filter
def on_day(value):
    """« le 3 avril »."""
    # Translators: a date in a line such as « Proposition de Livia, le 3 avril ».
    return elided(gettext("on %(day)s") % {"day": day(value)}) if value else ""


@register.filter
def clock(value):
    """« 14:05 », in the time zone of the page."""
    return date_format(timezone.localtime(value), "TIME_FORMAT")


@register.filter
def moment(value):
    """« 3 avril 2026, 14:05 »: when something was done."""
    return f"{words_of_day(local_day(value), False, get_language())}, {clock(value)}"


def edges(phase):
    """First and last day of a phase in its own time zone, and today there."""
    zone = phase.consultation.zone
    first = local_day(phase.opens_at, zone)
    last = local_day(phase.closes_at - INSTANT, zone)
    return first, last, local_day(timezone.now(), zone)


def left_words(days):
    if days == 0:
        return gettext("last day")
    # Translators: « encore 23 jours »
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


@register.filter
def days_left(phase):
    """« encore 23 jours », « dernier jour »."""
    _first, last, today = edges(phase)
    return left_words((last - today).days)


@register.filter
def until(phase):
    """« jusqu'au 3 juin »."""
    _first, last, today = edges(phase)
    return elided(gettext("until %(day)s") % {"day": day_words(last, today)})


@register.filter
def opening(phase):
    """« le 4 juin »: the first day of a phase."""
    first, _last, today = edges(phase)
    return elided(gettext("on %(day)s") % {"day": day_words(first, today)})


@register.filter
def phase_dates(phase):
    """The dates of a phase, said as its state demands."""
    first, last, today = edges(phase)
    if phase.opens_at <= timezone.now() < phase.closes_at:
        # Translators: « jusqu'au 3 juin, encore 23 jours »
        return gettext("%(until)s, %(left)s") % {
            "until": until(phase),
            "left": left_words((last - today).days),
        }
    # A year that both ends share is said once, at the end.
    start = day_words(first, last if first.year == last.year else today)
    return elided(
        # Translators: « du 1er mars au 4 avril »
        gettext("from %(start)s to %(end)s") % {"start": start, "end": day_words(last, today)}
    )


@register.filter
def phase_class(phase):
    """The class of a phase on the line: done, now, or nothing for what is coming."""
    now = timezone.now()
    if phase.closes_at <= now:
        return "done"
    return "now" if phase.opens_at <= now else ""


@register.filter
def elapsed_percent(phase):
    """How much of a phase has passed, as the width of a drawing: "62%"."""
    share = (timezone.now() - phase.opens_at) / (phase.closes_at - phase.opens_at)
    return f"{min(max(share, 0.0), 1.0):.0%}"


@register.filter
def raised(sentence):
    """« 1er » with its letters raised, as French prints it."""
    text = FIRST.sub("1<sup>er</sup>", escape(sentence))
    # Escaped on the line above.
    return mark_safe(text)  # noqa: S308
