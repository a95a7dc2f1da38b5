"""Surfaces: kernels and interpolation."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.interpolation import (
    Variogram,
    fitted_variogram,
    inverse_distance,
    is_worth_it,
    ordinary_kriging,
)
from geo.analysis.kernels import (
    DEFAULT_M,
    bandwidth,
    intensity,
    raster_over,
    share_at,
    share_surface,
)

L_SHAPE = shapely.Polygon([(0, 0), (900, 0), (900, 300), (300, 300), (300, 800), (0, 800)])
HOLED = shapely.box(0, 0, 800, 800) - shapely.box(300, 300, 500, 500)


def rng():
    return np.random.default_rng(1)


@given(st.integers(1, 60), st.sampled_from([60.0, 120.0, 250.0]), st.sampled_from([L_SHAPE, HOLED]))
def test_a_surface_holds_as_many_as_there_are_points(count, h, area):
    points = rng().uniform(0, 800, (400, 2))
    points = points[shapely.contains_xy(area, points)][:count]
    raster = raster_over(area, 20)
    surface = intensity(points, raster, h)
    assert (surface * raster.inside).sum() * 400 == pytest.approx(len(points), rel=1e-6)


def test_nothing_is_spread_outside_of_the_perimeter():
    raster = raster_over(HOLED, 20)
    surface = intensity([(100, 100), (290, 290)], raster, 100)
    assert (surface[raster.inside == 0] == 0).all()


def test_the_share_on_cells_is_the_exact_one():
    raster = raster_over(shapely.box(0, 0, 1000, 1000), 10)
    rows, columns = rng().integers(0, 100, (2, 300))
    points, hits = raster.middles()[rows, columns], rng().random(300) < 0.3
    surface = share_surface(points, hits, raster, 100)
    exact = share_at(points, hits, raster.middles().reshape(-1, 2), 100)
    assert surface.share == pytest.approx(exact.share.reshape(100, 100), abs=0.005)
    assert surface.effective == pytest.approx(exact.effective.reshape(100, 100), rel=0.03)


def test_a_share_of_too_few_is_masked():
    raster = raster_over(shapely.box(0, 0, 1000, 1000), 20)
    surface = share_surface([(500, 500)] * 4, [1, 1, 0, 0], raster, 100)
    assert np.isnan(surface.share).all()


def test_a_few_points_take_the_default_bandwidth():
    assert bandwidth(rng().uniform(0, 100, (9, 2))) == DEFAULT_M


def test_beyond_the_reach_nothing_is_guessed():
    found = inverse_distance([(0, 0)], [60.0], [(150, 0), (150.1, 0)])
    assert found[0] == pytest.approx(60) and np.isnan(found[1])


def test_noise_that_follows_no_place_is_not_interpolated():
    points = rng().uniform(0, 1000, (60, 2))
    assert not is_worth_it(points, rng().normal(60, 5, 60))
    assert is_worth_it(points, 50 + points[:, 0] / 50)


def truth(places):
    return 60 + 5 * np.sin(places[:, 0] / 300) + 4 * np.cos(places[:, 1] / 250)


def field(count):
    points = rng().uniform(0, 2000, (count, 2))
    return points, truth(points) + rng().normal(0, 0.5, count)


def test_a_variogram_is_fitted_to_a_field_that_has_one():
    points = rng().uniform(0, 3000, (400, 2))
    apart = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    covariance = 16 * np.exp(-3 * apart / 600) + 1 * np.eye(400)
    level = 60 + np.linalg.cholesky(covariance) @ rng().normal(size=400)
    found = fitted_variogram(points, level)
    assert 300 < found.reach_m < 1500 and 8 < found.sill < 32


def test_no_variogram_is_fitted_to_few_points_or_to_one_value():
    points, level = field(40)
    assert fitted_variogram(points[:29], level[:29]) is None
    assert fitted_variogram(points, np.full(40, 60.0)) is None


def test_sixteen_neighbours_do_nearly_as_well_as_all():
    points, level = field(150)
    variogram, places = Variogram(0.25, 20, 900), rng().uniform(100, 1900, (100, 2))
    guesses = [
        ordinary_kriging(points, level, places, variogram, neighbours=n)[0] for n in (16, None)
    ]
    near, dense = (np.sqrt(np.mean((guess - truth(places)) ** 2)) for guess in guesses)
    assert near <= 1.05 * dense


def test_the_variance_grows_away_from_the_points():
    known, places = [(0, 0), (100, 0), (0, 100)], [(0, 0), (50, 50), (400, 400)]
    _value, variance = ordinary_kriging(known, [60, 62, 61], places, Variogram(0, 20, 150))
    assert variance[0] == pytest.approx(0, abs=1e-9) and variance[1] < variance[2]
