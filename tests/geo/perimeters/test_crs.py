"""Which metric system measures a place, and how well."""

import numpy as np
import pytest
from pyproj import Geod

from geo.crs import metric_srid, reproject
from geo.perimeters.ground import Ground
from tests.geo.perimeters.places import GROUND, star

NICE, CUNEO, ANCONA, PARIS = (7.26, 43.7), (7.55, 44.39), (13.5, 43.6), (2.35, 48.86)
SAINT_DENIS, FORT_DE_FRANCE, NOUMEA = (55.45, -20.88), (-61.07, 14.6), (166.44, -22.27)
MONACO = (7.42, 43.74)


@pytest.mark.parametrize(
    ("countries", "place", "srid"),
    [
        (["FR"], NICE, 2154),
        (["fr"], PARIS, 2154),
        (["FR", "FR"], NICE, 2154),
        (["FR"], SAINT_DENIS, 32740),
        (["FR"], FORT_DE_FRANCE, 32620),
        (["FR"], NOUMEA, 32758),
        (["IT"], CUNEO, 32632),
        (["IT"], ANCONA, 32633),
        (["FR", "IT"], NICE, 3035),
        (["MC"], MONACO, 32632),
        ([], CUNEO, 32632),
    ],
)
def test_the_country_that_is_named_decides(countries, place, srid):
    assert metric_srid(countries, *place) == srid


@pytest.mark.parametrize("lon", [-180, 180])
def test_the_zone_of_the_antimeridian_exists(lon):
    assert metric_srid([], lon, 10) in (32601, 32660)


@pytest.mark.parametrize("srid", [2154, 32632, 3035])
def test_there_and_back_moves_nothing_by_more_than_a_millimetre(srid):
    drawing = star(*NICE, [0.01] * 7)
    back = reproject(reproject(drawing, 4326, srid), srid, 4326)
    assert back.equals_exact(drawing, 1e-8)


@pytest.mark.parametrize("srid", [2154, 32632])
def test_an_area_measures_what_it_measures_on_the_ellipsoid(srid):
    drawing = star(*NICE, [0.01, 0.02, 0.015] * 5)
    true, _ = Geod(ellps="GRS80").geometry_area_perimeter(drawing)
    assert Ground.of(GROUND.area, srid).measure(drawing) == pytest.approx(true, rel=0.001)


def test_far_beyond_the_perimeter_measures_come_from_the_ellipsoid():
    drawing = star(-50, 0, [10] * 8)
    true, _ = Geod(ellps="WGS84").geometry_area_perimeter(drawing)
    assert GROUND.measure(drawing) == pytest.approx(true)


def test_a_side_measures_the_same_with_and_without_points_on_it():
    few = star(7.25, 43.65, [0.2] * 4)
    many = few.segmentize(0.001)
    assert GROUND.measure(few) == pytest.approx(GROUND.measure(many), rel=1e-7)


def test_an_empty_array_measures_nothing():
    assert len(GROUND.measure(np.array([], dtype=object))) == 0
