"""The tiles of a layer, on the island of Valdora."""

import gzip
import math
from pathlib import Path

import mapbox_vector_tile
import pytest
import shapely
from django.db import transaction

from geo.layers.importing import FeatureRow, publish_version
from geo.layers.models import Layer, LayerVersion
from geo.osm.extracts import ExtractReport, read_extract
from geo.tiles.addresses import layer_tiles
from geo.tiles.mvt import layer_tile

VALDORA = Path(__file__).parents[3] / "fixtures" / "valdora" / "valdora.osm.bz2"
WEST, SOUTH, EAST, NORTH = 8.29, 43.41, 8.41, 43.48
LARGEST = 150_000  # bytes

pytestmark = pytest.mark.django_db


def tile_at(lon, lat, zoom):
    row = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return int((lon + 180) / 360 * 2**zoom), int(row * 2**zoom)


def published(features, slug="island"):
    layer = Layer.objects.create(slug=slug, name="Island", licence="CC0", attribution="Us")
    return publish_version(layer, features, source="test")


@pytest.fixture(scope="module")
def valdora(django_db_setup, django_db_blocker):
    """Published once; every test works on it in a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield published(read_extract(VALDORA, ExtractReport()))
        transaction.set_rollback(True)


def decoded(version, lon, lat, zoom):
    return mapbox_vector_tile.decode(layer_tile(version.pk, zoom, *tile_at(lon, lat, zoom)))


def test_no_tile_of_the_island_is_larger_than_the_budget(valdora):
    largest = {}
    for zoom in range(10, 17):
        (left, top), (right, bottom) = tile_at(WEST, NORTH, zoom), tile_at(EAST, SOUTH, zoom)
        places = [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
        largest[zoom] = max(len(layer_tile(valdora.pk, zoom, *place)) for place in places)
    assert max(largest.values()) <= LARGEST, largest
    assert min(largest.values()) > 1_000, largest


def test_far_away_there_are_land_and_roads_and_close_by_buildings(valdora):
    far, near = decoded(valdora, 8.35, 43.44, 11), decoded(valdora, 8.3515, 43.4402, 15)
    assert {"land", "main_road", "railway", "wood"} <= set(far)
    assert not {"building", "street", "block"} & set(far)
    assert {"building", "street", "market"} <= set(near)
    names = {one["properties"]["name"] for one in near["name"]["features"]}
    assert "Place du Marché" in names


def test_each_name_is_in_one_tile_only(valdora):
    (left, top), (right, bottom) = tile_at(WEST, NORTH, 13), tile_at(EAST, SOUTH, 13)
    found = []
    for x in range(left, right + 1):
        for y in range(top, bottom + 1):
            names = mapbox_vector_tile.decode(layer_tile(valdora.pk, 13, x, y)).get("name")
            for one in names["features"] if names else []:
                column, row = one["geometry"]["coordinates"]
                if 0 <= column < 4096 and 0 <= row < 4096:
                    found.append(one["properties"]["name"])
    assert found.count("Port-Valdora") == 1
    assert found.count("Bois de l’Ubac") == 1


@pytest.mark.parametrize("ele", ["12 m", "", "1e999", "99999999999999999999"])
def test_a_height_that_is_no_number_breaks_no_tile(ele):
    line = shapely.LineString([(8.35, 43.44), (8.36, 43.45)])
    version = published([FeatureRow(line, {"contour": "elevation", "ele": ele})], "line")
    for zoom in (12, 15):
        layer_tile(version.pk, zoom, *tile_at(8.35, 43.44, zoom))


def test_a_tile_is_kept_for_good_and_not_sent_twice(client, valdora):
    address = layer_tiles("island").address.format(z=13, x=4286, y=2999)
    first = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert first["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert first["Cache-Control"] == "public, max-age=31536000, immutable"
    assert gzip.decompress(first.content) == client.get(address).content
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("place", ["19/0/0", "3/8/0", "3/0/8", "99999/0/0", "40/1099511627775/1"])
def test_a_place_that_is_on_no_map_is_not_found(client, valdora, place):
    assert client.get(f"/tiles/layers/{valdora.pk}/{place}.mvt").status_code == 404


def test_an_unfinished_version_is_not_found(client, valdora):
    LayerVersion.objects.filter(pk=valdora.pk).update(is_complete=False)
    assert client.get(f"/tiles/layers/{valdora.pk}/3/4/2.mvt").status_code == 404


def test_a_layer_that_shows_nothing_has_no_tiles():
    Layer.objects.create(slug="empty", name="Empty", licence="CC0", attribution="Us")
    assert layer_tiles("empty") is None
    assert layer_tiles("missing") is None


def test_a_layer_tells_whether_it_knows_the_land(valdora):
    assert layer_tiles("island").has_land is True
