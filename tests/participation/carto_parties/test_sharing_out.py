"""Cells are made once, with what is known and what is to be expected in each."""

import pytest
import shapely

from basemaps.models import TileSource
from geo.layers.importing import FeatureRow, publish_version
from geo.layers.models import Layer
from geo.perimeters.conversion import to_django
from participation.carto_parties.models import Cell
from participation.carto_parties.sharing_out import (
    CellsInUse,
    count_again,
    expected_objects,
    share_out,
)
from tests.factories import make_consultation, make_party

pytestmark = pytest.mark.django_db
BENCH = {"amenity": "bench", "backrest": "yes"}


def published(slug, rows):
    layer = Layer.objects.create(slug=slug, name=slug, licence="ODbL-1.0", attribution="Nous")
    return publish_version(layer, rows, source="test")


def party_on_a_street():
    """A street of some 800 m from west to east, on the local map."""
    line = shapely.LineString([(8.34, 43.4425), (8.35, 43.4425)])
    published("rues", [FeatureRow(line, {"highway": "residential", "name": "Rue Haute"}, "w", 1)])
    basemap = TileSource.objects.create(
        slug="rues", name="Rues", kind="local", address="rues", attribution="Nous"
    )
    return make_party(consultation=make_consultation(basemap=basemap), objects_per_km=20)


def test_every_cell_knows_its_streets_and_what_they_promise():
    cells = share_out(party_on_a_street())
    walked = sum(cell.street_m for cell in cells)
    assert walked == pytest.approx(809, abs=2)
    on_it = [cell for cell in cells if cell.street_m]
    assert all(cell.streets == ["Rue Haute"] for cell in on_it)
    assert sum(cell.expected for cell in cells) == pytest.approx(20 * walked / 1000, abs=len(on_it))
    assert all(cell.minutes == 4 * cell.expected for cell in cells)


def test_what_is_known_counts_once_even_on_the_edge_of_two_cells():
    party = make_party()
    first, second = share_out(party)[:2]
    edge = shapely.from_wkt(first.geometry.wkt) & shapely.from_wkt(second.geometry.wkt)
    place = edge.interpolate(0.5, normalized=True)
    bar = FeatureRow(place, {"amenity": "bar"}, "n", 2)
    party.before = published("avant", [FeatureRow(place, BENCH, "n", 1), bar])
    party.save()
    count_again(party)
    assert sum(Cell.objects.values_list("known", flat=True)) == 1
    party.refresh_from_db()
    assert party.baseline["sorts"]["bench"]["count"] == 1
    assert party.baseline["sorts"]["bench"]["filled"]["backrest"] == 1
    assert party.baseline["sorts"]["drinking_water"]["count"] == 0


def test_without_a_map_of_streets_only_what_is_known_is_expected():
    cells = share_out(make_party())
    assert {cell.street_m for cell in cells} == {None}
    assert {cell.expected for cell in cells} == {0}


def test_streets_promise_nothing_less_than_what_is_known():
    assert expected_objects(30, 500.0, 20) == 30
    assert expected_objects(3, 500.0, 20) == 10
    assert expected_objects(3, None, 20) == 3


def test_cells_are_made_anew_until_a_team_is_in_one():
    party = make_party(cell_side_m=500)
    before = len(share_out(party))
    party.cell_side_m = 150
    party.save()
    assert len(share_out(party)) > before
    Cell.objects.filter(pk=party.cells.first().pk).update(status="done")
    with pytest.raises(CellsInUse):
        share_out(party)
    assert Cell.objects.filter(status="done").count() == 1


def test_islets_have_cells_of_their_own():
    islets = shapely.multipolygons(
        [shapely.box(8.34, 43.44, 8.3405, 43.4405), shapely.box(8.36, 43.44, 8.3605, 43.4405)]
    )
    party = make_party(area=islets)
    assert len(share_out(party)) == 2
    assert party.area.equals(to_django(islets))
