"""Dates in words, in the three languages."""

import datetime

import pytest
import time_machine
from django.utils import timezone, translation
from django.utils.formats import date_format

from participation.templatetags import dates
from tests.factories import make_consultation, make_phase

UTC = datetime.UTC
NOON = datetime.datetime(2026, 5, 11, 10, tzinfo=UTC)
FIRST_OF_MARCH = datetime.date(2026, 3, 1)


def phase_until(closes_at, opens_at=datetime.datetime(2026, 2, 28, 23, tzinfo=UTC)):
    consultation = make_consultation(phase=False)
    return make_phase(consultation, opens_at=opens_at, closes_at=closes_at)


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "1er mars"), ("it", "1º marzo"), ("en", "1 March")]
)
def test_the_first_of_a_month_is_written_as_each_language_does(language, words):
    with translation.override(language), time_machine.travel(NOON, tick=False):
        assert dates.day(FIRST_OF_MARCH) == words


def test_another_year_is_named():
    with translation.override("en"), time_machine.travel(NOON, tick=False):
        assert dates.day(datetime.date(2027, 4, 3)) == "3 April 2027"


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "11 mai 2026, 12:00"), ("it", "11 maggio 2026, 12:00"), ("en", "11 May 2026, noon")],
)
def test_a_moment_is_written_with_its_year_and_hour(language, words):
    with translation.override(language):
        assert dates.moment(NOON) == words


def test_dates_of_the_staff_area_have_no_capitals_in_italian():
    with translation.override("it"):
        assert date_format(timezone.localtime(NOON), "DATETIME_FORMAT") == "11/05/2026 12:00"


@pytest.mark.parametrize("day", [8, 11])
def test_italian_elides_before_eight_and_eleven(day):
    with translation.override("it"):
        assert dates.elided(f"dal {day} marzo al {day} aprile") == (
            f"dall’{day} marzo all’{day} aprile"
        )


def test_italian_does_not_elide_before_other_days():
    with translation.override("it"):
        assert dates.elided("dal 18 marzo al 1º aprile") == "dal 18 marzo al 1º aprile"


@pytest.mark.django_db
@time_machine.travel(NOON, tick=False)
def test_a_phase_that_closes_at_midnight_ends_the_day_before():
    phase = phase_until(datetime.datetime(2026, 6, 3, 22, tzinfo=UTC))  # midnight in Paris
    with translation.override("en"):
        assert dates.phase_dates(phase) == "until 3 June, 23 days left"


@pytest.mark.django_db
@time_machine.travel(datetime.datetime(2026, 6, 3, 20, tzinfo=UTC), tick=False)
def test_the_last_day_is_said():
    phase = phase_until(datetime.datetime(2026, 6, 3, 22, tzinfo=UTC))
    with translation.override("en"):
        assert dates.days_left(phase) == "last day"


@pytest.mark.django_db
@time_machine.travel(datetime.datetime(2026, 9, 1, tzinfo=UTC), tick=False)
def test_a_phase_that_is_over_gives_both_dates():
    phase = phase_until(datetime.datetime(2026, 4, 4, 22, tzinfo=UTC))
    with translation.override("en"):
        assert dates.phase_dates(phase) == "from 1 March to 4 April"
    assert dates.phase_class(phase) == "done"
    assert dates.elapsed_percent(phase) == "100%"


def test_days_are_those_of_the_zone_of_the_page():
    late = datetime.datetime(2026, 5, 10, 23, 30, tzinfo=UTC)
    with (
        translation.override("en"),
        timezone.override("Europe/Paris"),
        time_machine.travel(NOON, tick=False),
    ):
        assert dates.on_day(late) == "on 11 May"


def test_raised_letters_escape_everything_else():
    assert dates.raised("du 1er mars <b>") == "du 1<sup>er</sup> mars &lt;b&gt;"


@pytest.mark.django_db
@time_machine.travel(NOON, tick=False)
def test_a_year_that_both_ends_share_is_said_once():
    opens_at = datetime.datetime(2027, 4, 10, 22, tzinfo=UTC)
    phase = phase_until(datetime.datetime(2027, 5, 11, 22, tzinfo=UTC), opens_at)
    with translation.override("en"):
        assert dates.phase_dates(phase) == "from 11 April to 11 May 2027"
