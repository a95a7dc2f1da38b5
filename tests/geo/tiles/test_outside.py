"""Tiles of the land outside of a perimeter."""

import mapbox_vector_tile
import pytest
import shapely
from django.utils import timezone

from geo.layers.importing import FeatureRow, publish_version
from geo.layers.models import Layer
from geo.perimeters.conversion import to_django
from geo.perimeters.models import Perimeter, PerimeterVersion
from geo.tiles.outside import outside_tile

pytestmark = pytest.mark.django_db
TILE = (12, 2142, 1498)  # 8.26° to 8.35° east, 43.39° to 43.45° north
LAND = shapely.box(8.28, 43.40, 8.34, 43.44)
WEST = shapely.box(8.20, 43.35, 8.31, 43.50)


@pytest.fixture
def island():
    layer = Layer.objects.create(slug="island", name="Island", licence="CC0", attribution="Us")
    row = FeatureRow(LAND, {"place": "island"})
    return publish_version(layer, [row], source="test")


@pytest.fixture
def west():
    perimeter = Perimeter.objects.create(name="West", metric_srid=32632)
    area = to_django(shapely.multipolygons([WEST]))
    return PerimeterVersion.objects.create(
        perimeter=perimeter, area=area, area_m2=1, report=[], accepted_at=timezone.now()
    )


def share_of_tile(body):
    """How much of the tile is covered, 0 to 1."""
    layer = mapbox_vector_tile.decode(body)["outside"]
    shapes = [shapely.geometry.shape(one["geometry"]) for one in layer["features"]]
    return sum(shape.area for shape in shapes) / 4096**2


def test_only_the_land_beyond_the_perimeter_is_there(island, west):
    share = share_of_tile(outside_tile(island.pk, west.pk, *TILE))
    whole = share_of_tile(outside_tile(island.pk, far_away().pk, *TILE))
    assert share == pytest.approx(whole / 2, rel=0.01)


def far_away():
    perimeter = Perimeter.objects.create(name="Far", metric_srid=32632)
    area = to_django(shapely.multipolygons([shapely.box(8.9, 43.35, 8.99, 43.5)]))
    return PerimeterVersion.objects.create(perimeter=perimeter, area=area, area_m2=1, report=[])


def test_a_tile_of_the_sea_is_empty(island, west):
    assert outside_tile(island.pk, west.pk, 12, 2100, 1498) == b""


def test_the_address_is_kept_for_good(client, island, west):
    address = f"/tiles/layers/{island.pk}/outside/{west.pk}/12/2142/1498.mvt"
    response = client.get(address)
    assert response.status_code == 200
    assert "immutable" in response["Cache-Control"]
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_a_perimeter_that_nobody_accepted_is_not_shown(client, island):
    address = f"/tiles/layers/{island.pk}/outside/{far_away().pk}/12/2142/1498.mvt"
    assert client.get(address).status_code == 404
