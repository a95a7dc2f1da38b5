"""What an organiser can choose from, and what must be told about it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import translation

from basemaps.catalogue import CATALOGUE, install_catalogue
from basemaps.checks import check_catalogue, check_tile_sources
from basemaps.hosts import csp_sources
from basemaps.models import TileSource

pytestmark = pytest.mark.django_db


def test_the_catalogue_is_complete_in_three_languages():
    assert check_catalogue() == []
    for known in CATALOGUE:
        assert set(known.name) == set(known.attribution) == {"fr", "it", "en"}


def test_every_entry_passes_the_checks_of_a_form():
    for source in install_catalogue():
        source.full_clean()
    assert check_tile_sources(databases=["default"]) == []


def test_openstreetmap_is_named_with_its_licence():
    install_catalogue()
    for slug in ("osm", "osm-france"):
        attribution = TileSource.objects.get(pk=slug).attribution
        assert "OpenStreetMap" in attribution
        assert "ODbL" in attribution


def test_what_an_organiser_changed_stays():
    install_catalogue()
    TileSource.objects.filter(pk="osm").update(name_fr="Notre carte")
    install_catalogue()
    with translation.override("fr"):
        assert TileSource.objects.get(pk="osm").name == "Notre carte"


def test_only_a_third_party_opens_the_security_policy():
    install_catalogue()
    plan = csp_sources(TileSource.objects.get(pk="ign-plan"))
    assert plan == {
        "connect-src": ["'self'", "https://data.geopf.fr"],
        "img-src": ["https://data.geopf.fr"],
    }
    assert csp_sources(TileSource.objects.get(pk="none")) == {}
    assert csp_sources(None) == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"attribution": ""}, "attribution"),
        ({"address": "http://t.example/{z}/{x}/{y}.png"}, "address"),
        ({"is_third_party": False}, "is_third_party"),
        ({"address": "https://t.example/tiles.png"}, "address"),
    ],
)
def test_a_wrong_entry_is_refused_kindly(changes, field):
    good = {"address": "https://t.example/{z}/{x}/{y}.png", "attribution": "© T"}
    fields = {"slug": "t", "name": "T", "kind": "raster", "is_third_party": True}
    with pytest.raises(ValidationError) as caught:
        TileSource(**fields | good | changes).clean()
    assert list(caught.value.error_dict) == [field]


def test_the_database_wants_https_of_others():
    with pytest.raises(IntegrityError):
        TileSource.objects.create(
            slug="t", name="T", kind="raster", address="http://t.example", is_third_party=True
        )


def test_a_basemap_without_attribution_fails_the_check():
    TileSource.objects.create(
        slug="t", name="T", kind="raster", address="https://t.example", is_third_party=True
    )
    assert [error.id for error in check_tile_sources(databases=["default"])] == ["basemaps.E001"]
