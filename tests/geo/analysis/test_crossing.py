"""Crossing what is measured with what is felt."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.crossing import (
    Flag,
    Status,
    codes,
    cross,
    felt_by_cell,
    hides_counts,
    measured_class,
    published_total,
)
from geo.analysis.exposure_response import HIGHLY_ANNOYED

ROAD = HIGHLY_ANNOYED["road"]
NOTHING = float("nan")


def crossed(n, k, level=62.0, u=2.0):
    return cross(*(np.atleast_1d(value) for value in (n, k, level, u)), ROAD)


def test_a_respondent_counts_once_in_a_cell_with_the_latest_answer():
    cells, who = [(0, 0), (0, 0), (0, 0), (1, 0)], ["ada", "ada", "bo", "ada"]
    felt = felt_by_cell(cells, who, [True, False, True, True], [1, 2, 1, 3])
    assert felt.cells.tolist() == [[0, 0], [1, 0]]
    assert (felt.n.tolist(), felt.k.tolist()) == ([2, 1], [1, 1])


def test_no_answers_make_no_cells():
    assert len(felt_by_cell([], [], [], []).n) == 0


def test_nothing_is_told_of_a_cell_with_too_few():
    found = crossed([0, 4], [0, 4], [62, 62], [2, 2])
    assert found.status.tolist() == [Status.NO_ANSWER, Status.TOO_FEW]
    assert np.isnan(found.share).all() and np.isnan(found.q).all()
    assert found.code.tolist() == ["", ""]


def test_an_uncertain_cell_is_never_called_more_or_less():
    found = crossed(20, 14, 62, 4)
    assert found.status[0] == Status.UNCERTAIN
    assert found.found[0] == Flag.COMPATIBLE


def test_a_trouble_spot_is_found_where_it_is_quiet_enough_to_be_one():
    found = crossed([100, 100, 100], [60, 18, 3], [62, 62, 72], [1, 1, 1])
    assert found.found.tolist() == [Flag.MORE, Flag.COMPATIBLE, Flag.LESS]
    assert found.code.tolist() == ["C2", "B2", "A3"]


def test_a_cell_without_a_level_keeps_its_share_and_has_no_expectation():
    found = crossed(100, 40, NOTHING, NOTHING)
    assert found.status[0] == Status.PUBLISHED
    assert found.share[0] == 0.4 and np.isnan(found.expected[0]) and found.code[0] == ""


def test_one_of_many_flags_alone_is_not_believed():
    n, k = np.full(200, 40), np.full(200, 7)
    k[0] = 13  # the interval says more; among two hundred cells chance does that
    found = crossed(n, k, np.full(200, 62.0), np.full(200, 0.0))
    assert found.flag[0] == Flag.MORE and found.found[0] == Flag.COMPATIBLE


def test_all_alike_among_few_is_hidden():
    assert hides_counts([6, 6, 6, 12], [0, 6, 3, 0]).tolist() == [True, True, False, False]


@pytest.mark.parametrize(("level", "column"), [(52.9, 1), (53, 2), (67.9, 2), (68, 3)])
def test_classes_begin_at_their_threshold(level, column):
    assert measured_class([level], (53, 68))[0] == column


def test_a_cell_without_a_measure_has_no_code():
    assert codes([Flag.MORE, ""], [0, 2]).tolist() == ["", ""]


def test_totals_are_rounded_where_a_cell_is_hidden():
    assert (published_total(123, True), published_total(123, False)) == (125, 123)


COUNTS = st.integers(0, 60).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


@given(st.lists(st.tuples(COUNTS, st.floats(35, 85), st.floats(0, 5)), min_size=1, max_size=30))
def test_whatever_comes_in_the_numbers_keep_their_order(cells):
    counts, level, u = zip(*cells, strict=True)
    found = crossed(*np.array(counts).T, np.array(level), np.array(u))
    told = ~np.isnan(found.share)
    assert np.all(found.low[told] <= found.share[told] + 1e-12)
    assert np.all(found.share[told] <= found.high[told] + 1e-12)
    assert np.all(found.expected_low <= found.expected_high)
    assert set(found.found[~told]) <= {""}
