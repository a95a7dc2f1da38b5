"""A perimeter in the making: what was sent, answered and chosen is not lost on the way."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import override

from geo.files.models import Upload
from geo.perimeters.models import PerimeterDraft, PerimeterVersion
from tests.geo.files.samples import areas, shapefile, written, zipped
from tests.geo.perimeters.files import EAST, ISLET, TWO, feature, text

pytestmark = pytest.mark.django_db
ADD = "/en/admin/geo/perimeter/add/"


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def sent(*files, client, **fields) -> str:
    """The address of the draft that these files made."""
    response = client.post(ADD, {"name": "Nice", "countries": ["FR"], "files": files} | fields)
    assert response.status_code == 302
    return response["Location"]


def geojson(*features, name="communes.geojson"):
    return SimpleUploadedFile(name, text(*features))


def zip_of(folder, *left_out: str, **options) -> SimpleUploadedFile:
    """A Shapefile in Lambert-93 without some of its parts."""
    parts = shapefile(folder, 2154, **options)
    kept = {name: content for name, content in parts.items() if not name.endswith(left_out)}
    return SimpleUploadedFile("communes.zip", zipped(kept))


def keys_in(page: str) -> list[str]:
    return re.findall(r'value="([0-9a-f]{12}-[0-9]+)"', page)


def chosen_in(page: str) -> list[str]:
    return re.findall(r'value="([0-9a-f]{12}-[0-9]+)" checked', page)


def test_every_area_can_be_chosen_with_what_is_known_of_it(admin_client):
    page = admin_client.get(sent(geojson(*TWO), client=admin_client)).text
    assert len(keys_in(page)) == len(chosen_in(page)) == 2
    assert "Nice" in page and "code 06088" in page and "89.6\xa0km²" in page
    assert "2 of 2 chosen" in page and page.count("choice-outline is-chosen") == 2


def test_what_was_typed_and_chosen_survives_an_error(admin_client):
    address = sent(geojson(*TWO), client=admin_client)
    first, second = keys_in(admin_client.get(address).text)
    fields = {"name": "", "countries": ["FR", "IT"], "offered": "1", "chosen": [second]}
    response = admin_client.post(address, fields | {"go": "join"})
    assert response.status_code == 422 and "This field is required" in response.text
    page = admin_client.get(address).text
    assert chosen_in(page) == [second] != [first]
    assert page.count('value="IT"') == 1 and re.search(r'value="IT"[^>]* checked', page)


def test_a_file_can_be_added_and_taken_away_without_losing_the_choice(admin_client):
    address = sent(geojson(*TWO), client=admin_client)
    key = keys_in(admin_client.get(address).text)[0]
    fields = {"name": "Both", "countries": ["FR"], "offered": "1", "chosen": [key]}
    more = {"go": "add", "more": [geojson(feature([ISLET], name="Islet"), name="islet.json")]}
    page = admin_client.post(address, fields | more, follow=True).text
    assert len(keys_in(page)) == 3 and len(chosen_in(page)) == 2 and 'value="Both"' in page
    islet = re.search(r'value="(remove:[0-9a-f-]+)"[^>]*>Remove<span class="vh"> islet', page)[1]
    page = admin_client.post(address, fields | {"go": islet}, follow=True).text
    assert chosen_in(page) == [key] and Upload.objects.count() == 1


def test_the_chosen_areas_of_several_files_are_joined_and_the_draft_forgotten(admin_client):
    east = geojson(feature([EAST], name="Ventimiglia"), name="comuni.geojson")
    address = sent(geojson(TWO[0]), east, client=admin_client)
    keys = keys_in(admin_client.get(address).text)
    fields = {"name": "Border", "countries": ["FR", "IT"], "offered": "1", "chosen": keys}
    response = admin_client.post(address, fields | {"go": "join"})
    version = PerimeterVersion.objects.get()
    assert str(version.pk) in response["Location"] and version.perimeter.metric_srid == 3035
    assert version.origin == "communes.geojson\ncomuni.geojson"
    assert not Upload.objects.exists() and not PerimeterDraft.objects.exists()
    again = admin_client.get(address, follow=True)
    assert "send them again" in again.text


def test_the_origin_names_what_was_chosen_where_it_was_not_all(admin_client):
    address = sent(geojson(*TWO), client=admin_client)
    key = keys_in(admin_client.get(address).text)[1]  # by name: Est, Nice
    fields = {"name": "Nice", "offered": "1", "chosen": [key], "go": "join"}
    admin_client.post(address, fields)
    assert PerimeterVersion.objects.get().origin == "communes.geojson (1/2): Nice"


def test_nobody_sees_the_draft_of_another(admin_client, client, django_user_model):
    address = sent(geojson(*TWO), client=admin_client)
    client.force_login(django_user_model.objects.create_superuser("other"))
    assert client.get(address).status_code == 302
    assert "communes.geojson" not in client.get(address, follow=True).text


def test_a_draft_is_gone_after_a_day(admin_client):
    sent(geojson(*TWO), client=admin_client)
    PerimeterDraft.objects.update(created_at=timezone.now() - datetime.timedelta(hours=25))
    Upload.objects.update(created_at=timezone.now() - datetime.timedelta(hours=25))
    sent(geojson(*TWO), client=admin_client)
    assert PerimeterDraft.objects.count() == Upload.objects.count() == 1


def test_more_areas_than_a_list_can_hold_are_chosen_by_conditions(admin_client, monkeypatch):
    monkeypatch.setattr("geo.perimeters.offering.MOST_OFFERED", 1)
    address = sent(geojson(*TWO), client=admin_client)
    assert "too many areas to list" in admin_client.get(address).text
    fields = {"name": "Nice", "countries": ["FR"], "go": "join"}
    response = admin_client.post(address, fields | {"where": "code"})
    assert response.status_code == 422 and "Write property=value" in response.text
    response = admin_client.post(address, fields | {"where": "code=99999"})
    assert "Its properties look like this: code = 06088, 06150" in response.text
    admin_client.post(address, fields | {"where": "code=06088"})
    assert PerimeterVersion.objects.get().origin == "communes.geojson\ncode=06088"


def test_an_encoding_that_is_not_said_is_asked_with_names_in_each(admin_client, tmp_path):
    file = zip_of(tmp_path, ".cpg", encoding="ISO-8859-1")
    address = sent(file, client=admin_client)
    page = admin_client.get(address).text
    assert "In which line do the names look right?" in page and "Join the chosen" not in page
    assert "Villefranche-sur-Mer, Èze et Saint-Étienne-de-Tinée (cp1252)" in page
    field = re.search(r'name="([0-9a-f]+-encoding)"', page)[1]
    about = {"name": "Kept", "countries": ["FR"], "go": "answer"}
    page = admin_client.post(address, about | {field: "cp1252"}, follow=True).text
    assert "Èze et Saint-Étienne" in page and "Change the answer" in page and "Kept" in page


def test_a_coordinate_system_that_is_not_said_is_asked(admin_client, tmp_path):
    address = sent(zip_of(tmp_path, ".prj", encoding="UTF-8"), client=admin_client)
    page = admin_client.get(address).text
    field = re.search(r'name="([0-9a-f]+-srid)"', page)[1]
    fields = {"name": "Nice", "countries": ["FR"], "go": "answer"}
    assert "does not exist" in admin_client.post(address, fields | {field: "999999"}).text
    page = admin_client.post(address, fields | {field: "2154"}, follow=True).text
    assert "EPSG:2154" in page and len(keys_in(page)) == 2


def test_a_layer_is_asked_where_there_are_several_and_can_be_changed(admin_client, tmp_path):
    path = written(tmp_path, ".gpkg", layer="communes")
    written(tmp_path, ".gpkg", areas(2154), layer="cantons", append=True)
    file = SimpleUploadedFile("map.gpkg", path.read_bytes())
    address = sent(file, client=admin_client)
    page = admin_client.get(address).text
    field = re.search(r'name="([0-9a-f]+-layer)"', page)[1]
    fields = {"name": "Nice", "countries": ["FR"], "go": "answer", field: "cantons"}
    page = admin_client.post(address, fields, follow=True).text
    assert "EPSG:2154, cantons" in page
    again = re.search(r'value="(ask:[0-9a-f-]+)"', page)[1]
    page = admin_client.post(address, fields | {"go": again}, follow=True).text
    assert 'value="communes"' in page


EXTRACT = """<osm version="0.6">
<node id="1" lat="43.60" lon="7.20" version="1"/><node id="2" lat="43.60" lon="7.30" version="1"/>
<node id="3" lat="43.70" lon="7.25" version="1"/>
<way id="11" version="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/></way>
<relation id="21" version="1"><member type="way" ref="11" role="outer"/>
<tag k="type" v="boundary"/><tag k="boundary" v="administrative"/><tag k="name" v="Nice"/>
<tag k="admin_level" v="8"/></relation>
<relation id="22" version="1"><member type="way" ref="11" role="outer"/>
<member type="way" ref="99" role="outer"/>
<tag k="type" v="boundary"/><tag k="boundary" v="administrative"/><tag k="name" v="Alpes-Maritimes"/>
<tag k="admin_level" v="6"/></relation></osm>"""


def test_the_boundaries_of_an_extract_are_offered_and_none_is_chosen_before_somebody_does(
    admin_client,
):
    file = SimpleUploadedFile("nice.osm", EXTRACT.encode())
    address = sent(file, client=admin_client)
    page = admin_client.get(address).text
    assert len(keys_in(page)) == 1 and not chosen_in(page) and "admin_level 8" in page
    assert "some of their ways are missing: Alpes-Maritimes" in page
    fields = {"name": "Nice", "offered": "1", "chosen": keys_in(page)}
    admin_client.post(address, fields | {"go": "keep"})
    assert chosen_in(admin_client.get(address).text) == keys_in(page)
    admin_client.post(address, fields | {"go": "join"})
    origin = "nice.osm\n© OpenStreetMap contributors, ODbL 1.0"
    assert PerimeterVersion.objects.get().origin == origin
