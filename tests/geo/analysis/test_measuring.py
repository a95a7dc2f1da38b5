"""From measurements, or the bands of a noise map, to one level for each cell."""

import numpy as np
import pytest
import shapely

from geo.analysis.bands import Bands, banded
from geo.analysis.filling import filled
from geo.analysis.hexagons import centres, grid_over
from geo.analysis.levels import SCHEMES, day_evening_night, energetic_mean
from geo.analysis.measuring import UNKNOWN_HOUR, Instrument, Measurements, main_kind, measured

NOON, DUSK, MIDNIGHT = 12, 20, 0  # hours of the first of January 1970
PHONE = Instrument(calibration=1.5)


def values(level, *, hours=NOON, sessions="a", seconds=60.0, places=(0, 0), devices=None):
    level = np.atleast_1d(np.asarray(level, float))
    size = level.size
    sessions = np.resize(np.asarray(sessions), size)
    return Measurements(
        np.resize(np.asarray(places, float), (size, 2)), level, np.resize(seconds, size).astype(float),
        sessions, sessions if devices is None else np.resize(devices, size), np.resize(hours, size),
    )  # fmt: skip


def level_of(these, how=PHONE):
    return measured(np.zeros(these.values.size, int), 1, these, how)


def test_a_long_walk_counts_as_one_session():
    long_and_short = values([55] * 600 + [70] * 60, sessions=["a"] * 600 + ["b"] * 60, seconds=1)
    assert level_of(long_and_short).level[0] == pytest.approx(energetic_mean([55, 70]))


def test_one_period_alone_is_told_as_what_it_is():
    found = level_of(values([60, 60], hours=[8, 9]))
    assert found.kind[0] == "day" and found.coverage[0] == pytest.approx(2 / 12)
    assert main_kind(found) == "day"


def test_the_whole_day_needs_half_an_hour_of_each_period():
    hours = [NOON, DUSK, MIDNIGHT]
    enough = level_of(values([65, 60, 55], hours=hours, seconds=1800))
    assert enough.kind[0] == "lden" and enough.coverage[0] == pytest.approx(3 / 24)
    assert enough.level[0] == pytest.approx(day_evening_night(65, 60, 55, SCHEMES["FR"]))
    short = level_of(values([65, 60, 55], hours=hours, seconds=[1800, 1800, 1799]))
    assert short.kind[0] == "day" and short.level[0] == pytest.approx(65)


def test_eight_in_the_evening_is_day_in_italy_until_then():
    italy = Instrument(periods=SCHEMES["IT"])
    assert level_of(values(60, hours=19)).kind[0] == "evening"
    assert level_of(values(60, hours=19), italy).kind[0] == "day"


def test_without_hours_the_level_is_the_mean_of_sessions():
    found = level_of(values([60, 70], hours=UNKNOWN_HOUR, sessions=["a", "b"]))
    assert found.kind[0] == "laeq" and found.level[0] == pytest.approx(energetic_mean([60, 70]))
    assert np.isnan(found.coverage[0])


def test_temperatures_are_averaged_plainly():
    heat = Instrument("temperature", is_energetic=False, calibration=0.5)
    found = level_of(values([20, 30], sessions=["a", "b"]), heat)
    assert found.level[0] == 25 and found.kind[0] == "temperature"


def test_more_instruments_are_surer_than_one():
    many = level_of(values([60] * 4, sessions=list("abcd"), devices=[1, 2, 3, 4]))
    one = level_of(values([60] * 4, sessions=list("abcd"), devices=1))
    assert many.u[0] == pytest.approx(np.hypot(0.75, 2)) and one.u[0] == pytest.approx(2.5)


def test_a_single_visit_is_as_unsure_as_visits_differ_elsewhere():
    these = values([50, 70, 60], hours=UNKNOWN_HOUR, sessions=["a", "b", "c"])
    found = measured(np.array([0, 0, 1]), 2, these, PHONE)
    assert found.u[1] > np.std([50, 70], ddof=1)


def test_values_outside_or_that_are_no_number_do_not_count():
    these = values([60, np.nan, 90])
    found = measured(np.array([0, 0, -1]), 1, these, PHONE)
    assert found.level[0] == pytest.approx(60)
    assert main_kind(measured(np.array([-1]), 1, values(60), PHONE)) == ""


SQUARE = shapely.box(0, 0, 1000, 1000)
MAP = Instrument("lden", calibration=2.0)


def bands(*rows):
    shapes, low, high = zip(*rows, strict=True)
    return Bands(np.array(shapes), np.array(low, float), np.array(high, float))


def test_a_map_gives_the_mean_of_energy_over_the_cell():
    left, right = shapely.box(0, 0, 500, 1000), shapely.box(500, 0, 1000, 1000)
    grid = grid_over(SQUARE, 2000)
    found = banded(grid, bands((left, 60, 65), (right, 70, 75)), MAP, limit=68)
    middle = np.flatnonzero(found.over == 0.5)
    assert middle.size or len(grid) > 1
    whole = np.argmax(shapely.area(grid.parts))
    part = grid.parts[whole]
    weights = [shapely.intersection(part, side).area for side in (left, right)]
    assert found.level[whole] == pytest.approx(energetic_mean([62.5, 72.5], weights))
    assert (found.least[whole], found.most[whole]) == (60, 75)
    assert found.over[whole] == pytest.approx(weights[1] / sum(weights))
    assert found.u[whole] == pytest.approx(np.sqrt(4 + 25 / 12))


def test_a_cell_of_which_less_than_half_is_mapped_has_no_level():
    grid = grid_over(SQUARE, 100)
    found = banded(grid, bands((shapely.box(0, 0, 400, 1000), 60, 65)), MAP)
    middles = grid.centres[:, 0]
    assert np.isnan(found.level[middles > 460]).all()
    assert (found.level[(middles > 100) & (middles < 300)] == 62.5).all()


def test_of_bands_that_lie_on_each_other_the_loudest_counts():
    grid = grid_over(SQUARE, 100)
    loud = shapely.box(0, 0, 500, 1000)
    found = banded(grid, bands((loud, 60, 65), (SQUARE, 55, 60)), MAP)
    inside = grid.centres[:, 0] < 380
    assert found.level[inside] == pytest.approx(62.5)
    assert found.coverage[inside] == pytest.approx(1.0)


def test_an_open_band_is_as_wide_as_the_others():
    grid = grid_over(SQUARE, 1000)
    found = banded(grid, bands((SQUARE, 75, np.nan)), MAP)
    assert np.nanmax(found.level) == pytest.approx(77.5)


def street(count, rng):
    """One value on each corner of a lattice: loud in the west, quiet in the east."""
    places = rng.uniform(0, 1000, (count, 2))
    return values(75 - places[:, 0] / 40, places=places, hours=UNKNOWN_HOUR,
                  sessions=np.arange(count), devices=1)  # fmt: skip


@pytest.mark.parametrize("way", ["idw", "kriging"])
def test_cells_near_measurements_are_filled_where_it_helps(way):
    these, grid = street(120, np.random.default_rng(1)), grid_over(SQUARE, 50)
    levels = measured(grid.rows_of(these.places), len(grid), these, PHONE)
    result, filling = filled(grid, levels, these, PHONE, way)
    new = result.is_interpolated
    assert filling.way == way and filling.filled == new.sum() > 20
    inside = new & (np.abs(grid.centres[:, 0] - 500) < 400)
    assert np.abs(result.level - (75 - grid.centres[:, 0] / 40))[inside].max() < 4
    assert np.isnan(levels.level[new]).all()


def test_nothing_is_filled_where_guessing_does_not_help():
    rng = np.random.default_rng(2)
    places = rng.uniform(0, 1000, (80, 2))
    noise = values(rng.normal(60, 6, 80), places=places, hours=UNKNOWN_HOUR, sessions=np.arange(80))
    grid = grid_over(SQUARE, 50)
    levels = measured(grid.rows_of(places), len(grid), noise, PHONE)
    result, filling = filled(grid, levels, noise, PHONE, "idw")
    assert filling.way == "" and not result.is_interpolated.any()
    assert filling.error >= filling.spread


def test_far_from_all_measurements_nothing_is_said():
    these = street(120, np.random.default_rng(1))
    corner = values(
        these.values, places=these.places / 4, hours=UNKNOWN_HOUR, sessions=these.sessions
    )
    grid = grid_over(SQUARE, 50)
    levels = measured(grid.rows_of(corner.places), len(grid), corner, PHONE)
    result, _filling = filled(grid, levels, corner, PHONE, "idw")
    far = np.hypot(*np.maximum(grid.centres - 250, 0).T) > 160
    assert np.isnan(result.level[far]).all()


def test_a_grid_knows_its_places_and_the_edge_belongs_to_it():
    grid = grid_over(SQUARE, 100)
    assert shapely.area(grid.parts).sum() == pytest.approx(SQUARE.area)
    rows = grid.rows_of([(0, 0), (1000, 1000), (500, 500), (-0.1, 500), (5000, 500)])
    assert (rows[:3] >= 0).all() and (rows[3:] == -1).all()
    i, j = grid.cells[rows[2]]
    assert np.hypot(*(centres([i], [j], 100)[0] - 500)) <= 100
