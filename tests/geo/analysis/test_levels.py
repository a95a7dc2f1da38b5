"""Means of levels and their uncertainty."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.levels import (
    SCHEMES,
    day_evening_night,
    energetic_mean,
    period_levels,
    session_levels,
    uncertainty_db,
)


@given(st.lists(st.floats(20, 120), min_size=1, max_size=50))
def test_the_mean_of_energy_lies_between_the_mean_and_the_loudest(levels):
    mean = energetic_mean(levels)
    assert np.mean(levels) - 1e-9 <= mean <= max(levels) + 1e-9


def test_of_nothing_there_is_no_mean():
    assert np.isnan(energetic_mean([]))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_day_has_24_hours_in_every_country(scheme):
    periods = SCHEMES[scheme]
    told = [periods.of(hour) for hour in range(24)]
    assert sum(periods.hours) == 24
    assert tuple(told.count(name) for name in ("day", "evening", "night")) == periods.hours


def test_hours_that_nobody_measured_do_not_count():
    hourly = [float("nan")] * 24
    hourly[10] = 60.0
    found = period_levels(hourly, SCHEMES["FR"])
    assert found["day"] == pytest.approx(60) and np.isnan(found["night"])


def test_the_night_weighs_ten_decibels_more():
    by_night = day_evening_night(0, 0, 55, SCHEMES["EU"])
    assert by_night > day_evening_night(0, 59, 0, SCHEMES["EU"])


def test_seconds_are_joined_by_session_and_weighted_by_duration():
    names, means = session_levels([60, 70, 55], [30, 10, 5], ["b", "b", "a"])
    assert names.tolist() == ["a", "b"]
    assert means == pytest.approx([55, 65.118834])


def test_more_devices_are_surer_and_a_short_time_is_less_sure():
    one = uncertainty_db([60.0], 1.5, devices=1, days=30)
    assert uncertainty_db([60.0], 1.5, devices=4, days=30) == pytest.approx(one / 2)
    assert uncertainty_db([60.0], 1.5, devices=1, days=0.1) == pytest.approx(2.5)
