"""Real objects of Monaco, given as a live server gives them."""

import io
from pathlib import Path

import osmium
import pytest
import shapely
from django.core.management import call_command

from geo.layers.models import Feature
from geo.osm.extracts import ExtractReport, read_extract
from geo.osm.overpass import fetch
from geo.osm.presets import PRESETS, conditions_of, matches
from geo.perimeters.boundaries import choose_boundaries, read_boundaries
from participation.consultations.models import Consultation
from tests.geo.osm.overpass_server import overpass_server, place

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "osm"
OLD, NEW = DATA / "monaco-2012-07-06.osm.gz", DATA / "monaco-2022-07-19.osm.pbf"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"{DATA} is not there")
EVERYWHERE = shapely.box(7.38, 43.70, 7.51, 43.76)
WORDS = {"n": "node", "w": "way", "r": "relation"}


def as_a_server_says_it(path):
    """Every object of an extract as `out;` writes it: without versions, dates and people."""
    for item in osmium.FileProcessor(str(path)):
        one = {"type": WORDS[item.type_str()], "id": item.id, "tags": dict(item.tags)}
        if item.is_node():
            one |= {"lon": item.location.lon, "lat": item.location.lat}
        elif item.is_way():
            one |= {"nodes": [node.ref for node in item.nodes]}
        else:
            members = [(WORDS[member.type], member.ref, member.role) for member in item.members]
            keys = ("type", "ref", "role")
            one |= {"members": [dict(zip(keys, member, strict=True)) for member in members]}
        yield one


@pytest.fixture
def server(settings):
    with overpass_server() as played:
        settings.OVERPASS_URL = settings.NOMINATIM_URL = played.url
        yield played


def identity(feature):
    return (feature.element, feature.osm_id)


def test_a_live_answer_and_a_file_say_the_same_of_every_object(server):
    conditions = [*conditions_of(PRESETS), {"building": True}, {"highway": True}, {"landuse": True}]
    server.elements = list(as_a_server_says_it(NEW))
    live = {identity(one): one for one in fetch(EVERYWHERE, conditions).features}
    keep = lambda tags: matches(tags, conditions)  # noqa: E731
    read = {identity(one): one for one in read_extract(NEW, ExtractReport(), keep=keep)}
    far = {key for key, one in read.items() if not EVERYWHERE.intersects(one.geometry)}
    assert live.keys() == read.keys() - far
    assert len(live) > 3000
    assert all(live[key].tags == read[key].tags for key in live)
    assert all(shapely.equals_exact(live[key].geometry, read[key].geometry) for key in live)


@pytest.mark.django_db
def test_a_place_that_is_asked_for_looks_like_the_one_of_the_extract(server):
    with OLD.open("rb") as file:
        (boundary,) = choose_boundaries(read_boundaries(file, trusted=True), ["Monaco"])
    (ring, *_rest) = shapely.get_parts(boundary.geometry)
    corners = [list(corner) for corner in ring.exterior.coords]
    server.elements = list(as_a_server_says_it(OLD))
    server.places = [place("Monaco", corners)]
    call_command("open_consultation", "Monaco", stdout=io.StringIO())
    draft = Consultation.objects.get(slug="monaco")
    drawn = Feature.objects.shown(draft.basemap.address)
    assert drawn.filter(kind="land").exists()
    assert drawn.filter(kind="building").count() > 900
    assert draft.title_fr == "Monaco, parlons-en"
