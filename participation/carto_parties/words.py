"""Carto-parties in words: counts by state, hours, how long a cell takes."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext, npgettext_lazy, pgettext

from geo.elision import elided
from participation.carto_parties.models import CHECKED, DONE, FREE, IMPOSSIBLE, TAKEN, TO_REDO
from participation.templatetags.dates import day_words

QUARTER = 15  # minutes
COUNTED = {
    CHECKED: npgettext_lazy("cells", "checked", "checked"),
    DONE: npgettext_lazy("cells", "done", "done"),
    TAKEN: npgettext_lazy("cells", "taken", "taken"),
    TO_REDO: npgettext_lazy("cells", "to be redone", "to be redone"),
    IMPOSSIBLE: npgettext_lazy("cells", "impossible", "impossible"),
    FREE: npgettext_lazy("cells", "free", "free"),
}


def hour(value) -> str:
    """« 9 h 30 », « 13 h »: in the time zone of the page."""
    local = timezone.localtime(value)
    words = {"hour": local.hour, "minute": f"{local.minute:02d}"}
    if local.minute:
        # Translators: an hour of the day: « 9 h 30 »
        return pgettext("hour of the day", "%(hour)s:%(minute)s") % words
    # Translators: a full hour of the day: « 13 h »
    return pgettext("hour of the day", "%(hour)s:00") % words


def long_day(value) -> str:
    """« samedi 15 mai », with the year where it is not this one."""
    local = timezone.localtime(value)
    name = date_format(local, "l")
    name = name if get_language() == "en" else name.lower()
    return f"{name} {day_words(local.date(), timezone.localdate())}"


def meeting_time(party) -> str:
    """« samedi 15 mai, de 9 h 30 à 13 h »."""
    start, end = timezone.localtime(party.starts_at), timezone.localtime(party.ends_at)
    facts = {"day": long_day(start), "start": hour(start), "end": hour(end)}
    if start.date() == end.date():
        return elided(gettext("%(day)s, from %(start)s to %(end)s") % facts)
    facts["end_day"] = long_day(end)
    return elided(gettext("from %(day)s, %(start)s, to %(end_day)s, %(end)s") % facts)


def duration(minutes: int) -> str:
    """« 45 min », « 2 h », « 2 h 15 »: to the quarter of an hour."""
    quarters = max(round(minutes / QUARTER), 1)
    hours, rest = divmod(quarters * QUARTER, 60)
    if not hours:
        return gettext("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return gettext("%(hours)s h") % {"hours": hours}
    return gettext("%(hours)s h %(minutes)s") % {"hours": hours, "minutes": rest}


def expected(cell) -> str:
    """« environ 28 objets, 2 h »."""
    if not cell.expected:
        return gettext("nothing known yet")
    sentence = ngettext(
        "about %(count)s object, %(time)s", "about %(count)s objects, %(time)s", cell.expected
    )
    return sentence % {"count": cell.expected, "time": duration(cell.minutes)}
