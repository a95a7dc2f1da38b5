"""Hexagons over the plane."""

import numpy as np
import pytest
import shapely
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.hexagons import area_m2, cells_of, cells_over, centres, shapes

METRES = st.floats(-1e6, 1e7)
AREA = shapely.Polygon([(1_043_000, 6_298_000), (1_044_300, 6_298_100), (1_043_700, 6_299_200)])


@pytest.mark.django_db
@pytest.mark.parametrize("edge", [50, 100])
def test_they_are_those_of_postgis(edge):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i, j, ST_AsBinary(geom) FROM ST_HexagonGrid(%s, ST_GeomFromText(%s, 2154))"
            " WHERE ST_Intersects(geom, ST_GeomFromText(%s, 2154)) ORDER BY i, j",
            [edge, AREA.wkt, AREA.wkt],
        )
        rows = cursor.fetchall()
    ours = cells_over(AREA, edge)
    assert [list(cell) for cell in ours] == [[i, j] for i, j, _geometry in rows]
    theirs = shapely.from_wkb([bytes(geometry) for _i, _j, geometry in rows])
    apart = shapely.hausdorff_distance(shapes(*ours.T, edge), theirs)
    assert apart.max() < 1e-6


@given(METRES, METRES, st.sampled_from([15.0, 50.0, 100.0]))
def test_a_point_lies_in_its_cell(x, y, edge):
    cell = cells_of([(x, y)], edge)[0]
    hexagon = shapes(*cell[:, None], edge)[0]
    assert shapely.distance(hexagon, shapely.Point(x, y)) < 1e-6 * edge + 1e-7


def test_neighbours_share_an_edge_and_leave_no_gap():
    cells = cells_over(shapely.box(0, 0, 1000, 1000), 100)
    union = shapely.union_all(shapes(*cells.T, 100), grid_size=1e-6)
    assert union.area == pytest.approx(len(cells) * area_m2(100), rel=1e-6)
    assert len(shapely.get_rings(union)) == 1


def test_a_point_between_two_cells_belongs_to_one_of_them_always():
    here, there = centres([0], [0], 100)[0], centres([0], [1], 100)[0]
    cell = cells_of([(here + there) / 2], 100)
    assert np.array_equal(cell, cells_of([(here + there) / 2], 100))
    assert tuple(cell[0]) in {(0, 0), (0, 1)}
