"""In cities whose truth is known the crossing keeps its promised error, and finds what is there.

Fixed seeds; tests/bench/crossing.py says the same of many more cities, with numbers.
"""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy import stats

from geo.analysis.clusters import agreement
from geo.analysis.shares import FDR
from tests.geo.analysis.cities import World, made, smooth
from tests.geo.analysis.marking import Marks, marks_of

EXACT = World(error_db=0)


def most_likely(share: float, count: int) -> int:
    """How many of count promise-keeping cities may fail before the promise is broken (p < 1 %)."""
    return int(stats.binom.ppf(0.99, count, share))


@cache
def marked(world: World, count: int, seed: int) -> Marks:
    rngs = (np.random.default_rng((seed, at)) for at in range(count))
    return sum((marks_of(made(world, rng)) for rng in rngs), Marks())


def test_where_nothing_is_planted_few_cities_have_any_flag_or_cluster():
    marks = marked(replace(EXACT, is_planted=False), 14, 3)
    assert marks.any_false <= most_likely(FDR, 14)
    assert marks.clustered <= most_likely(0.05, 14)


def test_planted_quarters_are_found_and_false_alarms_stay_few():
    marks = marked(World(people=120), 4, 4)
    assert marks.found / marks.tellable > 0.6
    assert marks.false / marks.flags < 2 * FDR
    assert marks.hot_right / marks.hot > 0.8


def test_the_map_of_counts_misses_what_the_crossing_finds():
    marks = marked(World(people=120), 4, 4)
    assert marks.by_answers < marks.found / 4


def test_levels_that_are_all_too_low_make_false_alarms():
    """The simulation sees a broken promise: the error is not kept whatever goes in."""
    marks = marked(World(people=120, hidden_db=-6), 2, 4)
    assert marks.false / marks.flags > 2 * FDR


@pytest.mark.parametrize("reach_m", [1.0, 400.0])
def test_two_maps_that_have_nothing_in_common_rarely_agree(reach_m):
    places = made(EXACT, np.random.default_rng(1)).places
    places = places[(places < places.max(axis=0) * 0.4).all(axis=1)]
    draws = (np.random.default_rng((5, at)) for at in range(60))
    found = [
        agreement(smooth(places, reach_m, r), smooth(places, reach_m, r), places) for r in draws
    ]
    assert sum(one.p < 0.05 for one in found) <= most_likely(0.05, 60)
    if reach_m > 1:
        assert sum(one.naive_p < 0.05 for one in found) > most_likely(0.05, 60)
