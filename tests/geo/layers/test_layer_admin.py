"""Staff see layers and basemaps, and can go back to an earlier version of a layer."""

import pytest
import shapely

from basemaps.catalogue import install_catalogue
from basemaps.models import TileSource
from geo.layers.importing import FeatureRow, publish_version
from geo.layers.models import Layer

pytestmark = pytest.mark.django_db
PARK = FeatureRow(shapely.box(8, 43, 8.01, 43.01), {"leisure": "park"})


@pytest.fixture
def layer():
    layer = Layer.objects.create(slug="some", name="Some", licence="CC0", attribution="Us")
    publish_version(layer, [PARK], source="first.osm")
    publish_version(layer, [PARK, PARK], source="second.osm")
    return layer


def test_the_list_tells_how_many_features_are_shown(admin_client, layer):
    page = admin_client.get("/en/admin/geo/layer/").content.decode()
    assert "Some" in page
    assert '<td class="field-feature_count">2</td>' in page


def test_a_layer_goes_back_to_its_version_before(admin_client, layer):
    before = layer.versions.get(source="first.osm")
    empty = {"versions-TOTAL_FORMS": 0, "versions-INITIAL_FORMS": 0}
    words = {"name": "Some", "licence": "CC0", "attribution": "Us", "current": before.pk}
    answer = admin_client.post(f"/en/admin/geo/layer/{layer.pk}/change/", empty | words)
    assert answer.status_code == 302
    layer.refresh_from_db()
    assert layer.current == before


def test_a_layer_never_shows_a_version_of_another(admin_client, layer):
    other = Layer.objects.create(slug="other", name="Other", licence="CC0", attribution="Us")
    foreign = publish_version(other, [PARK], source="x")
    page = admin_client.get(f"/en/admin/geo/layer/{layer.pk}/change/").content.decode()
    assert str(foreign.pk) not in page
    assert "first.osm" in page


def test_a_basemap_is_changed_in_three_languages(admin_client):
    install_catalogue()
    page = admin_client.get("/en/admin/basemaps/tilesource/osm/change/").content.decode()
    for language in ("fr", "it", "en"):
        assert f'name="attribution_{language}"' in page
    assert admin_client.get("/en/admin/basemaps/tilesource/").status_code == 200
    assert TileSource.objects.filter(is_third_party=True).count() == 4
