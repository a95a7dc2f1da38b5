"""An area shared out in cells: nothing lost, nothing twice, no crumbs."""

import itertools

import pytest
import shapely

from geo.crs import DEGREES, reproject
from geo.osm.cells import TooManyCells, cells, cells_in_degrees, row_letters

# The area and the results of an independent computation.
L_SHAPE = shapely.Polygon(
    [(0, 0), (1000, 0), (1000, 300), (400, 300), (400, 800), (0, 800), (0, 0)]
)
VALDORA = shapely.Point(8.35, 43.45).buffer(0.012)


@pytest.mark.parametrize(
    ("side_m", "areas"),
    [
        (250, [42500, 45000, 62500, 62500, 62500, 75000, 75000, 75000]),
        (300, [80000, 90000, 90000, 120000, 120000]),
    ],
)
def test_fragments_join_the_neighbour_with_the_longest_edge(side_m, areas):
    found = sorted(cell.geometry.area for cell in cells(L_SHAPE, side_m))
    assert found == pytest.approx(areas)


def test_cells_are_named_from_the_north_west():
    assert [cell.code for cell in cells(shapely.box(0, 0, 500, 500), 250)] == [
        "A1",
        "A2",
        "B1",
        "B2",
    ]
    assert [row_letters(row) for row in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_cells_cover_the_area_once():
    found = [cell.geometry for cell in cells_in_degrees(VALDORA, 3035, 250)]
    assert shapely.union_all(found).symmetric_difference(VALDORA).area < 1e-5 * VALDORA.area
    overlaps = [a.intersection(b).area for a, b in itertools.combinations(found, 2)]
    assert max(overlaps) < 1e-5 * min(shape.area for shape in found)
    assert all(shape.is_valid and shape.geom_type == "MultiPolygon" for shape in found)


def test_no_cell_is_a_fragment_unless_it_stands_alone():
    islet = shapely.Point(8.40, 43.45).buffer(0.0005)
    found = cells_in_degrees(VALDORA | islet, 2154, 150)
    flat = [reproject(cell.geometry, DEGREES, 2154) for cell in found]
    small = [shape for shape in flat if shape.area < 0.35 * 150**2]
    assert all(shape.centroid.distance(reproject(islet, DEGREES, 2154)) < 100 for shape in small)
    assert len({cell.code for cell in found}) == len(found)


def test_a_hole_is_nobodys_cell():
    lake = shapely.Point(8.35, 43.45).buffer(0.004)
    found = cells_in_degrees(VALDORA - lake, 2154, 250)
    covered = shapely.union_all([cell.geometry for cell in found])
    assert covered.intersection(lake).area < 1e-4 * lake.area


def test_an_area_too_large_for_its_squares_is_refused():
    with pytest.raises(TooManyCells):
        cells(shapely.box(0, 0, 40_000, 40_000), 150)


def test_a_thin_area_across_the_country_is_refused_before_it_is_cut():
    thin = shapely.LineString([(0, 0), (900_000, 900_000)]).buffer(1)
    with pytest.raises(TooManyCells):
        cells(thin, 150)
