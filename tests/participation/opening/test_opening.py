"""Opening a consultation of a place, from servers that are played here."""

import io

import pytest
import shapely
from django.core.management import CommandError, call_command

from geo.layers.models import Layer
from geo.perimeters.models import Perimeter
from participation.accounts.models import User
from participation.consultations.models import Consultation, Organisation
from tests.geo.osm.overpass_server import node, overpass_server, place, way

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


def opened(*arguments, **options):
    said = io.StringIO()
    call_command("open_consultation", *arguments, stdout=said, **options)
    return said.getvalue()


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


def test_its_map_is_drawn_from_a_layer_of_its_own_under_its_licence(server):
    opened("Port-Valdora, Italia")
    basemap = Consultation.objects.get().basemap
    layer = Layer.objects.get(slug=basemap.address)
    assert (basemap.kind, basemap.is_third_party) == ("local", False)
    assert "OpenStreetMap" in basemap.attribution_it
    assert layer.current.licence == "ODbL-1.0"
    assert "2026-11-20" in layer.current.source
    assert set(layer.current.features.values_list("kind", flat=True)) == {"street", "town"}


def test_the_report_says_where_to_go_on(server, settings):
    settings.PUBLIC_HOSTS, settings.HTTPS = ["carte.example"], True
    said = opened("Port-Valdora, Italia")
    assert "https://carte.example/it/consultations/port-valdora/" in said
    assert "published" in said


def test_staff_see_the_draft_and_nobody_else(server, client):
    opened("Port-Valdora, Italia")
    page = "/it/consultations/port-valdora/"
    assert client.get(page).status_code == 404
    client.force_login(User.objects.create_superuser("chief"))
    assert "Port-Valdora, parliamone" in client.get(page).content.decode()


def test_a_second_time_is_refused_before_anybody_is_asked_for_a_map(server):
    opened("Port-Valdora, Italia")
    asked = len(server.asked)
    with pytest.raises(CommandError, match="already a consultation named port-valdora"):
        opened("Port-Valdora, Italia")
    assert len(server.asked) == asked + 1
    assert Consultation.objects.count() == Perimeter.objects.count() == 1


def test_a_country_that_is_not_known_is_told(server):
    server.places = [place("Monaco", RING)]
    assert "France is assumed" in opened("Monaco")
    assert Consultation.objects.get().organisation.countries == ["FR"]


def test_a_long_name_makes_a_short_address(server):
    server.places = [place(f"{'Saint-Rémy-en-Bouzemont-' * 4}Isson, France", RING)]
    opened("Saint-Rémy")
    draft = Consultation.objects.get()
    assert draft.slug == "saint-remy-en-bouzemont-saint-remy-en-bouzemo"
    assert Layer.objects.get().slug == f"{draft.slug}-fond"


@pytest.mark.parametrize("slug", ["À côté", "a/b", "x" * 46])
def test_an_address_that_cannot_be_is_said(server, slug):
    with pytest.raises(CommandError, match="letters a to z"):
        call_command("open_consultation", "Port-Valdora", "--slug", slug)
    assert server.asked == []


def test_what_the_organiser_says_wins(server):
    opened("Port-Valdora", country=["FR", "IT"], organisation="Ville", slug="port")
    draft = Consultation.objects.get(slug="port")
    assert (draft.languages, draft.perimeter.metric_srid) == (["fr", "it"], 3035)
    assert draft.organisation.name == "Ville"


@pytest.mark.parametrize(
    ("mode", "said"),
    [("remark", "only a part"), ("page", "no answer that can be read"), ("500", "refused")],
)
def test_a_server_that_is_unwell_leaves_nothing_behind(server, mode, said):
    server.mode, server.place_mode = mode, "normal"
    with pytest.raises(CommandError, match=said):
        opened("Port-Valdora, Italia")
    assert not Consultation.objects.exists()
    assert not Perimeter.objects.exists()
    assert not Organisation.objects.exists()
    assert not Layer.objects.exists()


def test_a_map_without_anything_is_refused(server):
    server.elements = []
    with pytest.raises(CommandError, match="nothing here that a map could show"):
        opened("Port-Valdora, Italia")
    assert not Consultation.objects.exists()


def test_a_region_is_too_large(server):
    ring = [list(corner) for corner in shapely.box(8.0, 43.0, 8.5, 43.5).exterior.coords]
    server.places = [place("Liguria, Italia", ring)]
    with pytest.raises(CommandError, match="500"):
        opened("Liguria")
    assert len(server.asked) == 1


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
