"""Opening a consultation of a place, from servers that are played here."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
import shapely
from django.core.management import CommandError, call_command
from django.db import connection

from geo.layers.models import Feature, Layer
from geo.osm.extracts import ExtractReport, OsmFeature
from geo.osm.nominatim import Place
from geo.osm.overpass import Answer
from geo.perimeters.models import Perimeter
from participation.accounts.models import User
from participation.consultations.models import Consultation, Organisation
from participation.management.commands import open_consultation
from participation.opening import finding
from tests.geo.osm.overpass_server import BASE, node, overpass_server, place, way

pytestmark = pytest.mark.django_db
AREA = shapely.box(8.34, 43.44, 8.36, 43.46)
RING = [list(corner) for corner in AREA.exterior.coords]
NAME = "Port-Valdora, Genova, Liguria, Italia"


@pytest.fixture
def server(settings):
    with overpass_server() as played:
        settings.OVERPASS_URL = settings.NOMINATIM_URL = played.url
        played.places = [place(NAME, RING)]
        ends = [node(1, 8.345, 43.45), node(2, 8.355, 43.45), node(3, 8.35, 43.45, place="town")]
        played.elements = [*ends, way(1, [1, 2], highway="residential", name="Via al Faro")]
        yield played


class Known:
    """What the servers would say, without a process for each question."""

    def __init__(self):
        self.name, self.area, self.maps_asked = NAME, AREA, 0
        street = shapely.LineString([(8.345, 43.45), (8.355, 43.45)])
        self.features = [OsmFeature("w", 1, 0, None, {"highway": "residential"}, street)]

    def place(self, _name):
        first = self.name.partition(", ")[0]
        return Place(first, self.name, "r1", self.area, "nominatim.example")

    def answer(self, _area, _conditions, **_more):
        self.maps_asked += 1
        date = datetime.fromisoformat(BASE)
        return Answer(self.features, date, "0" * 64, "overpass.example", ExtractReport())


@pytest.fixture
def known(monkeypatch):
    told = Known()
    monkeypatch.setattr(open_consultation, "find_place", told.place)
    monkeypatch.setattr(finding, "fetch", told.answer)
    return told


def opened(*arguments, **options):
    said = io.StringIO()
    call_command("open_consultation", *arguments, stdout=said, **options)
    return said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_opens_and_the_other_says_that_it_is_there(known):
    start = Barrier(3)

    def try_to(_number):
        start.wait()
        try:
            return opened("Port-Valdora, Italia")
        except CommandError as refusal:
            return f"refused: {refusal}"
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        said = sorted(pool.map(try_to, range(3)), key=lambda one: one.startswith("refused"))
    assert "is ready to edit" in said[0]
    assert all("There is already a consultation named port-valdora" in one for one in said[1:])
    assert Consultation.objects.count() == Perimeter.objects.count() == 1


def test_a_place_becomes_a_draft_that_is_ready_to_edit(server):
    opened("Port-Valdora, Italia")
    draft = Consultation.objects.get(slug="port-valdora")
    assert draft.title_it == "Port-Valdora, parliamone"
    assert (draft.languages, draft.time_zone, draft.is_published) == (["it"], "Europe/Rome", False)
    assert draft.perimeter.metric_srid == 32632
    assert draft.perimeter.current.area.extent == pytest.approx(AREA.bounds)
    assert "ODbL" in draft.perimeter.current.origin
    assert draft.organisation.countries == ["IT"]
    assert (draft.themes.count(), draft.phases.count()) == (4, 4)
    drawn = Feature.objects.shown(draft.basemap.address)
    assert set(drawn.values_list("kind", flat=True)) == {"street", "town"}


def test_its_map_is_a_layer_of_its_own_under_its_licence(known):
    opened("Port-Valdora, Italia")
    basemap = Consultation.objects.get().basemap
    version = Layer.objects.get(slug=basemap.address).current
    assert (basemap.kind, basemap.is_third_party) == ("local", False)
    assert "OpenStreetMap" in basemap.attribution_it
    assert version.licence == "ODbL-1.0"
    assert "overpass.example, 2026-11-20" in version.source


def test_the_report_says_where_to_go_on(known, settings):
    settings.PUBLIC_HOSTS, settings.HTTPS = ["carte.example"], True
    said = opened("Port-Valdora, Italia")
    assert "https://carte.example/it/consultations/port-valdora/" in said
    assert "published" in said


def test_staff_see_the_draft_and_nobody_else(known, client):
    opened("Port-Valdora, Italia")
    page = "/it/consultations/port-valdora/"
    assert client.get(page).status_code == 404
    client.force_login(User.objects.create_superuser("chief"))
    assert "Port-Valdora, parliamone" in client.get(page).content.decode()


def test_a_second_time_is_refused_before_anybody_is_asked_for_a_map(known):
    opened("Port-Valdora, Italia")
    with pytest.raises(CommandError, match="already a consultation named port-valdora"):
        opened("Port-Valdora, Italia")
    assert known.maps_asked == 1
    assert Consultation.objects.count() == Perimeter.objects.count() == 1


def test_a_country_that_is_not_known_is_told(known):
    known.name = "Monaco"
    assert "France is assumed" in opened("Monaco")
    assert Consultation.objects.get().organisation.countries == ["FR"]


def test_a_long_name_makes_a_short_address(known):
    known.name = f"{'Saint-Rémy-en-Bouzemont-' * 4}Isson, France"
    opened("Saint-Rémy")
    draft = Consultation.objects.get()
    assert draft.slug == "saint-remy-en-bouzemont-saint-remy-en-bouzemo"
    assert Layer.objects.get().slug == f"{draft.slug}-fond"


@pytest.mark.parametrize("slug", ["À côté", "a/b", "x" * 46])
def test_an_address_that_cannot_be_is_said(known, slug):
    with pytest.raises(CommandError, match="letters a to z"):
        call_command("open_consultation", "Port-Valdora", "--slug", slug)
    assert known.maps_asked == 0


def test_what_the_organiser_says_wins(known):
    opened("Port-Valdora", country=["FR", "IT"], organisation="Ville", slug="port")
    draft = Consultation.objects.get(slug="port")
    assert (draft.languages, draft.perimeter.metric_srid) == (["fr", "it"], 3035)
    assert draft.organisation.name == "Ville"


def test_a_server_that_is_unwell_leaves_nothing_behind(server):
    server.mode, server.place_mode = "remark", "normal"
    with pytest.raises(CommandError, match="only a part"):
        opened("Port-Valdora, Italia")
    assert not Consultation.objects.exists()
    assert not Perimeter.objects.exists()
    assert not Organisation.objects.exists()
    assert not Layer.objects.exists()


def test_a_map_without_anything_is_refused(known):
    known.features = []
    with pytest.raises(CommandError, match="nothing here that a map could show"):
        opened("Port-Valdora, Italia")
    assert not Consultation.objects.exists()


def test_a_region_is_too_large(known):
    known.area = shapely.box(8.0, 43.0, 8.5, 43.5)
    with pytest.raises(CommandError, match="500"):
        opened("Liguria")
    assert known.maps_asked == 0


@pytest.mark.parametrize("arguments", [{}, {"place": "A", "extract": "b.osm"}])
def test_either_a_place_or_an_extract(arguments):
    with pytest.raises(CommandError, match="not both"):
        opened(**arguments)


EXTRACT = """<osm version="0.6">
<node id="1" lon="8.34" lat="43.44"/><node id="2" lon="8.36" lat="43.44"/>
<node id="3" lon="8.36" lat="43.46"/><node id="4" lon="8.34" lat="43.46"/>
<way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/></way>
<way id="2"><nd ref="1"/><nd ref="3"/><tag k="highway" v="residential"/></way>
<relation id="7"><member type="way" ref="1" role="outer"/><tag k="type" v="boundary"/>
<tag k="boundary" v="administrative"/><tag k="name" v="Saint-Elme"/></relation>
</osm>"""


def test_offline_an_extract_is_enough(tmp_path, settings):
    settings.OVERPASS_URL = settings.NOMINATIM_URL = "https://nobody.invalid"
    path = tmp_path / "island.osm"
    path.write_text(EXTRACT)
    said = opened(extract=path, boundary="Saint-Elme")
    draft = Consultation.objects.get(slug="saint-elme")
    assert draft.title_fr == "Saint-Elme, parlons-en"
    assert "France is assumed" in said
    assert draft.perimeter.current.origin.startswith("island.osm\nboundary=Saint-Elme")
    with pytest.raises(CommandError, match="already a consultation"):
        opened(extract=path, boundary="Saint-Elme")
