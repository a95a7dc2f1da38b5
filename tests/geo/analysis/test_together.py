"""Answers at the very places where somebody measured."""

import numpy as np
import pytest

from geo.analysis.bands import Bands
from geo.analysis.levels import energetic_mean
from geo.analysis.measuring import UNKNOWN_HOUR, Instrument, Measurements
from geo.analysis.together import LEAST_PAIRS, correlation, together

HOW = Instrument()


def measured(places, levels):
    count = len(levels)
    return Measurements(
        np.asarray(places, float), np.asarray(levels, float), np.full(count, 60.0),
        np.arange(count), np.arange(count), np.full(count, UNKNOWN_HOUR),
    )  # fmt: skip


def line(count):
    return np.column_stack([np.arange(count) * 100.0, np.zeros(count)])


def test_louder_places_rated_worse_go_together():
    places, levels = line(40), np.linspace(50, 70, 40)
    found = together(places + (3, 4), levels / 10, measured(places, levels), HOW)
    assert found.pairs == 40 and found.r == pytest.approx(1)
    assert found.mean == pytest.approx(energetic_mean(levels)) and found.measurements == 40


def test_answers_far_from_every_measurement_have_no_pair():
    found = together(line(40) + (11, 0), np.ones(40), measured(line(40), np.full(40, 60.0)), HOW)
    assert found.pairs == 0 and np.isnan(found.r)


def test_a_few_pairs_and_pairs_that_are_all_alike_say_nothing():
    few = LEAST_PAIRS - 1
    levels = np.linspace(50, 70, few)
    assert np.isnan(together(line(few), levels, measured(line(few), levels), HOW).r)
    alike = np.full(40, 60.0)
    assert np.isnan(together(line(40), np.arange(40), measured(line(40), alike), HOW).r)


def test_levels_and_answers_of_the_same_rows_are_correlated_as_they_stand():
    levels, said = np.linspace(50, 70, 40), np.arange(40) % 11
    assert correlation(levels, said) == pytest.approx(np.corrcoef(levels, said)[0, 1])
    assert np.isnan(correlation(levels[1:LEAST_PAIRS], said[1:LEAST_PAIRS]))
    assert np.isnan(correlation([], [])) and np.isnan(correlation(levels, np.full(40, 3)))


def test_two_measurements_of_one_place_are_one_level():
    places = np.repeat(line(30), 2, axis=0)
    levels = np.tile([60.0, 70.0], 30) + np.repeat(np.arange(30), 2)
    found = together(line(30), np.arange(30), measured(places, levels), HOW)
    assert found.pairs == 30 and found.r == pytest.approx(1)


def test_a_map_of_areas_has_no_places():
    none = np.array([])
    assert together(line(3), np.ones(3), Bands(none, none, none), HOW) is None
    assert together(line(3), np.ones(3), None, HOW) is None
