"""The address of a style."""

import pytest
import shapely

from basemaps.catalogue import add_local, install_catalogue
from basemaps.models import TileSource
from geo.layers.importing import FeatureRow, publish_version
from geo.layers.models import Layer

pytestmark = pytest.mark.django_db
WORDS = {"fr": "Carte de l’île", "it": "Mappa dell’isola", "en": "Map of the island"}


@pytest.fixture
def island():
    layer = Layer.objects.create(slug="island", name="I", licence="CC0", attribution="Us")
    land = FeatureRow(shapely.box(8, 43, 9, 44), {"place": "island"})
    publish_version(layer, [land], source="test")
    add_local("local", "island", WORDS, WORDS)
    return layer


def test_the_tiles_of_the_current_version_at_this_very_address(client, island):
    style = client.get("/tiles/basemaps/local/light.json").json()
    address = f"http://testserver/tiles/layers/{island.current_id}/{{z}}/{{x}}/{{y}}.mvt"
    assert style["sources"]["local"]["tiles"] == [address]


def test_a_new_version_shows_at_once(client, island):
    first = client.get("/tiles/basemaps/local/dark.json")
    same = client.get("/tiles/basemaps/local/dark.json", headers={"If-None-Match": first["ETag"]})
    assert same.status_code == 304
    publish_version(island, [FeatureRow(shapely.box(8, 43, 9, 44), {})], source="second")
    new = client.get("/tiles/basemaps/local/dark.json", headers={"If-None-Match": first["ETag"]})
    assert (new.status_code, new["Cache-Control"]) == (200, "public, no-cache")


@pytest.mark.parametrize("language", ["fr", "it", "en"])
def test_the_attribution_is_in_the_language_of_the_reader(client, island, language):
    style = client.get(
        "/tiles/basemaps/local/light.json", headers={"Accept-Language": language}
    ).json()
    assert style["sources"]["local"]["attribution"] == WORDS[language]


def test_a_layer_without_version_is_paper(client):
    add_local("local", "missing", WORDS, WORDS)
    assert client.get("/tiles/basemaps/local/light.json").json()["sources"] == {}


@pytest.mark.parametrize("address", ["nothing/light", "none/blue", "none/light.css"])
def test_what_does_not_exist_is_not_found(client, address):
    install_catalogue()
    assert client.get(f"/tiles/basemaps/{address}.json").status_code == 404


def test_a_style_of_somebody_else_is_asked_of_them(client):
    TileSource.objects.create(
        slug="theirs",
        kind="vector",
        address="https://t.example/s.json",
        is_third_party=True,
        name="T",
        attribution="© T",
    )
    answer = client.get("/tiles/basemaps/theirs/light.json")
    assert (answer.status_code, answer["Location"]) == (302, "https://t.example/s.json")
