"""Finding a place by its name, on a server played here."""

import pytest

from geo.osm.failures import OverpassRefused, OverpassUnreadable, PlaceUnknown
from geo.osm.nominatim import find_place
from geo.osm.services import BadServer
from tests.geo.osm.overpass_server import overpass_server, place

RING = [[8.3, 43.4], [8.4, 43.4], [8.4, 43.5], [8.3, 43.5], [8.3, 43.4]]


@pytest.fixture
def server(settings):
    with overpass_server() as played:
        settings.NOMINATIM_URL = played.url
        yield played


def test_a_place_is_found_with_its_area_its_number_and_its_country(server):
    name = "Port-Valdora, Liguria, Italia"
    server.places = [place("Punto", None, importance=0.9), place(name, RING)]
    found = find_place("Port-Valdora, Italia")
    assert (found.name, found.country, found.osm_id) == ("Port-Valdora", "Italia", "r4000000")
    assert found.area.bounds == (8.3, 43.4, 8.4, 43.5)
    assert server.asked == ["Port-Valdora, Italia"]


@pytest.mark.parametrize("places", [[], [place("Punto", None)]])
def test_a_name_without_an_area_is_unknown(server, places):
    server.places = places
    with pytest.raises(PlaceUnknown):
        find_place("Nowhere")


@pytest.mark.parametrize(
    ("mode", "failure"), [("page", OverpassUnreadable), ("500", OverpassRefused)]
)
def test_what_is_no_answer_says_nothing_about_the_place(server, mode, failure):
    server.mode = mode
    with pytest.raises(failure):
        find_place("Port-Valdora")


@pytest.mark.parametrize(
    "url", ["", "ftp://a.example/", "http://overpass.example", "https://a:b@c.example", "https://"]
)
def test_an_address_that_cannot_be_asked_is_told(settings, url):
    settings.NOMINATIM_URL = url
    with pytest.raises(BadServer, match="PLACETTE_NOMINATIM_URL"):
        find_place("Port-Valdora")
