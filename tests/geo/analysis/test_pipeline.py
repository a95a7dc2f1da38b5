"""The whole crossing on small invented towns."""

import numpy as np
import pytest
import shapely

from geo.analysis import hexagons
from geo.analysis.bands import Bands
from geo.analysis.crossing import Flag, Rules, Status, may_enter_mean
from geo.analysis.exposure_response import HIGHLY_ANNOYED
from geo.analysis.measuring import Instrument, Measurements
from geo.analysis.pipeline import Answers, Method, run

TOWN = shapely.box(0, 0, 3000, 3000)
QUIET, LOUD = shapely.box(0, 0, 1500, 3000), shapely.box(1500, 0, 3000, 3000)
NOISE_MAP = Bands(np.array([QUIET, LOUD]), np.array([50.0, 70.0]), np.array([55.0, 75.0]))
ROAD = Method(curve=HIGHLY_ANNOYED["road"], instrument=Instrument("lden"), edge_m=200)


def people(places, hits, who=None):
    count = len(places)
    who = np.arange(count) if who is None else np.asarray(who)
    return Answers(np.asarray(places, float), who, np.asarray(hits, float), np.arange(count))


def survey(share_at, count=20_000, seed=7):
    rng = np.random.default_rng(seed)
    places = rng.uniform(0, 3000, (count, 2))
    return people(places, rng.random(count) < share_at(places))


def as_the_curve_says(places):
    level = np.where(places[:, 0] < 1500, 52.5, 72.5)
    return HIGHLY_ANNOYED["road"].expected_share(level)


def test_a_town_that_answers_as_expected_is_left_in_peace():
    result = run(TOWN, survey(as_the_curve_says), NOISE_MAP, ROAD)
    found = result.crossed.found[result.crossed.status == Status.PUBLISHED]
    assert found.size > 50 and (found != Flag.COMPATIBLE).sum() <= 0.05 * found.size
    assert result.crossed.mean_ratio == pytest.approx(1, abs=0.1)


def test_a_quiet_place_that_annoys_and_a_loud_one_that_does_not_are_found():
    annoying, accepted = shapely.box(200, 200, 1200, 1200), shapely.box(1800, 1800, 2800, 2800)

    def planted(places):
        share = as_the_curve_says(places)
        share[shapely.contains_xy(annoying, *places.T)] = 0.6
        share[shapely.contains_xy(accepted, *places.T)] = 0.02
        return share

    result = run(TOWN, survey(planted), NOISE_MAP, ROAD)
    for area, code, cluster in ((annoying, "C1", "hot"), (accepted, "A3", "cold")):
        cells = hexagons.shapes(*result.grid.cells.T, 200)
        inside = shapely.contains(area, cells)
        assert inside.sum() >= 2
        assert set(result.crossed.code[inside]) == {code}
        assert set(result.cluster[inside]) == {cluster}


def test_without_a_curve_cells_are_compared_with_those_of_their_class():
    def twice_as_annoyed(places):
        return np.where(places[:, 0] < 1500, 0.1, 0.3)

    plain = Method(instrument=Instrument("lden"), edge_m=200)
    result = run(TOWN, survey(twice_as_annoyed), NOISE_MAP, plain)
    told = result.crossed.status == Status.PUBLISHED
    middles = result.grid.centres[:, 0]
    assert result.crossed.expected[told & (middles < 1200)] == pytest.approx(0.1, abs=0.02)
    assert result.crossed.expected[told & (middles > 1800)] == pytest.approx(0.3, abs=0.02)
    assert (result.crossed.found[told] == Flag.COMPATIBLE).mean() > 0.9


@pytest.mark.parametrize(
    ("others", "expected"),
    [([], np.nan), ([1] * 4 + [0] * 8, 4 / 12), ([0] * 12, 0.0)],
    ids=["alone", "beside cells that tell", "beside many who say the same"],
)
def test_the_mean_of_a_class_never_tells_what_few_people_said(others, expected):
    """Six who all said no hide how many they are: a mean of them alone would tell it."""
    places = [[100, 100]] * 6 + [[1000, 1000]] * len(others)
    result = run(TOWN, people(places, [0] * 6 + others), None, Method())
    few = np.flatnonzero(result.homogeneous)[0]
    assert result.crossed.n[few] == 6
    assert result.crossed.expected[few] == pytest.approx(expected, nan_ok=True)


def test_hidden_cells_enter_a_mean_once_they_hold_ten_people_together():
    n, k, group = np.array([6, 5, 8, 30]), np.array([0, 5, 0, 9]), np.array([0, 0, 1, 1])
    assert may_enter_mean(n, k, group).tolist() == [True, True, False, True]
    assert may_enter_mean([], [], []).tolist() == []


def test_pins_alone_are_compared_with_all_remarks():
    result = run(TOWN, survey(lambda places: np.full(len(places), 0.25)), None, Method(edge_m=200))
    told = result.crossed.status == Status.PUBLISHED
    assert result.crossed.expected[told] == pytest.approx(0.25, abs=0.02)
    assert set(result.crossed.code) == {""} and result.kind == ""


def test_the_curve_says_nothing_of_levels_of_the_day_alone():
    walks = Measurements(
        np.array([[100.0, 100.0]] * 3), np.array([60.0, 61.0, 62.0]), np.full(3, 600.0),
        np.arange(3), np.arange(3), np.array([9, 10, 11]),
    )  # fmt: skip
    answers = people(np.full((40, 2), 100.0), np.arange(40) % 3 == 0)
    result = run(TOWN, answers, walks, Method(curve=HIGHLY_ANNOYED["road"]))
    cell = np.argmax(result.crossed.n)
    assert result.kind == "day" and result.levels.level[cell] == pytest.approx(61, abs=0.2)
    assert result.crossed.share[cell] == pytest.approx(14 / 40)
    assert np.isnan(result.crossed.expected[cell])


def test_a_person_counts_once_in_a_cell_and_outside_never():
    places = [[100, 100], [100, 100], [101, 101], [-5, 100]]
    result = run(TOWN, people(places, [1, 0, 1, 1], who=[1, 1, 2, 3]), None, Method())
    assert result.crossed.n.sum() == 2 and result.crossed.k.sum() == 1


def test_what_may_not_be_told_is_counted_and_rounds_the_totals():
    places = [[100, 100]] * 6 + [[1000, 1000]] * 3
    result = run(TOWN, people(places, [0] * 6 + [1] * 3), None, Method())
    assert result.homogeneous.sum() == 1 and result.totals.answers == 10
    assert result.totals.cells["too_few"] == 1
    assert result.crossed.share[result.crossed.status == Status.TOO_FEW].size == 1
    assert np.isnan(result.crossed.share[result.crossed.status == Status.TOO_FEW]).all()


def test_an_empty_survey_is_a_map_without_answers():
    result = run(TOWN, people(np.zeros((0, 2)), []), NOISE_MAP, ROAD)
    assert set(result.crossed.status) == {Status.NO_ANSWER}
    assert result.agreement is None and np.isnan(result.crossed.mean_ratio)


def test_cells_say_how_many_answers_they_still_need():
    result = run(TOWN, people([[100, 100]] * 12, [1] * 12), NOISE_MAP, ROAD)
    cell = np.argmax(result.crossed.n)
    assert result.needed[cell] == result.needed[-1] - 12 or result.needed[cell] > 0
    assert result.needed.min() >= 0


def test_a_grade_that_counts_for_less_makes_part_of_a_person():
    answers = people([[100, 100]] * 20, [1] * 5 + [0.4] * 5 + [0] * 10)
    result = run(TOWN, answers, None, Method())
    cell = np.argmax(result.crossed.n)
    assert (result.crossed.n[cell], result.crossed.k[cell]) == (20, pytest.approx(7))
    assert result.crossed.share[cell] == pytest.approx(0.35)


def test_progress_is_told_and_may_stop_it():
    class Stop(Exception):
        pass

    def say(done, _total):
        if done == 2:
            raise Stop

    with pytest.raises(Stop):
        run(TOWN, people([[1, 1]], [1]), None, Method(rules=Rules(k_min=11)), say)
