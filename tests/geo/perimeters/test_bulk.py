"""Many areas at once get what each would get alone."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.perimeters.bulk import keep
from geo.perimeters.clipping import judge
from geo.perimeters.ground import GRID
from tests.geo.perimeters.places import GROUND, IN_PARTS, ISLET, grounds, stars


@given(st.lists(stars, max_size=8), grounds)
def test_what_is_kept_of_each_is_what_the_verdict_keeps(areas, ground):
    kept = keep(np.array(areas, dtype=object), ground)
    for area, one in zip(areas, kept, strict=True):
        alone = judge(area, ground).kept
        assert (one is None) == (alone is None)
        assert one is None or shapely.symmetric_difference(one, alone).area <= 3 * GRID * one.length


@pytest.mark.parametrize("ground", [GROUND, IN_PARTS])
def test_order_types_and_gaps_are_kept(ground):
    far, across = shapely.box(9, 9, 10, 10), shapely.box(7.25, 43.601, 7.45, 43.602)
    kept = keep(np.array([far, ISLET, across, far]), ground)
    types = [area and area.geom_type for area in kept]
    assert types == [None, "Polygon", "MultiPolygon", None]


def test_what_lies_inside_and_on_the_grid_is_not_touched():
    assert shapely.equals_identical(keep(np.array([ISLET]), IN_PARTS)[0], ISLET)


@pytest.mark.parametrize("lon", [7.2123456789, 7.21])
def test_what_lies_inside_is_put_on_the_grid_without_doubled_points(lon):
    area = shapely.Polygon([(lon, 43.61), (7.22, 43.61), (7.22, 43.61), (7.22, 43.62)])
    assert shapely.equals_identical(keep(np.array([area]), GROUND)[0], judge(area, GROUND).kept)


def test_nothing_gives_nothing():
    assert len(keep(np.array([], dtype=object), GROUND)) == 0
