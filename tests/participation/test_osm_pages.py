"""Staff bring OpenStreetMap in from a page: said, sent, done by a job, reported."""

from datetime import UTC, datetime

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from geo.files.models import Upload
from geo.jobs import signs
from geo.jobs.models import Job
from geo.layers.models import Feature, Layer
from geo.osm import storing
from geo.osm.models import OsmSnapshot
from geo.osm.presets import matches
from tests.factories import (
    make_consultation,
    make_party,
    make_perimeter,
    make_staff,
    make_superuser,
)
from tests.geo.osm.overpass_server import node, overpass_server
from tests.participation.test_import_osm import BENCHES, TREE

pytestmark = pytest.mark.django_db
ADD = "/fr/admin/geo/osmsnapshot/add/"


@pytest.fixture
def consultation():
    return make_consultation(slug="front-de-mer")


@pytest.fixture
def send(client, consultation):
    client.force_login(make_superuser())

    def sending(content=BENCHES, **changes):
        said = {
            "consultation": consultation.pk,
            "presets": ["bench"],
            "conditions": "",
            "cutting": "clip",
            "name": "OpenStreetMap",
        }
        if content is not None:
            text = f'<osm version="0.6">{content}</osm>'.encode()
            said["file"] = SimpleUploadedFile("valdora.osm", text)
        return client.post(ADD, said | changes)

    return sending


def page_of(client, response):
    return client.get(response["Location"]).content.decode()


def test_the_form_names_presets_in_the_language_of_the_reader(client, send):
    page = client.get(ADD).content.decode()
    assert "Traversées piétonnes" in page
    assert page.count('name="presets"') == 17


def test_a_file_becomes_a_layer_through_a_job_that_leads_to_the_report(client, send):
    job_page = page_of(client, send(presets=["bench", "tree"], content=BENCHES + TREE))
    snapshot = OsmSnapshot.objects.get()
    address = reverse("admin:geo_osmsnapshot_change", args=[snapshot.pk])
    assert "5 objets sont affichés maintenant" in job_page
    assert address in job_page
    report = client.get(address).content.decode()
    assert "Bancs</th><td>4</td>" in report
    assert Layer.objects.get(slug="front-de-mer-osm").current == snapshot.version
    assert not Upload.objects.exists()


def test_an_import_leads_back_to_the_page_for_whose_sake_it_was_begun(client, send):
    page = "/fr/admin/participation/cartoparty/1/after/"
    assert f'value="{page}"' in client.get(f"{ADD}?onward={page}").text
    assert f'href="{page}"' in page_of(client, send(onward=page))


@pytest.mark.parametrize("page", ["https://elsewhere.example/", "//elsewhere.example/", "/" * 300])
def test_it_leads_nowhere_else(client, send, page):
    assert "job-onward" not in page_of(client, send(onward=page))


def test_conditions_too_long_for_an_address_are_no_obstacle(client, send):
    long = "\n".join(f"amenity={letter * 60}" for letter in "abcdefghij")
    assert "4 objets" in page_of(client, send(conditions=long))


def test_the_second_import_is_told_beside_the_first(client, send):
    send()
    send(content=BENCHES + TREE.replace('"natural" v="tree"', '"amenity" v="bench"'))
    newest = OsmSnapshot.objects.first()
    report = client.get(reverse("admin:geo_osmsnapshot_change", args=[newest.pk])).content.decode()
    assert "<td>4</td><td>5</td><td>+1</td>" in report
    assert OsmSnapshot.objects.count() == 2


def test_what_is_refused_stays_typed_and_its_file_stays_sent(client, send):
    send()
    one = BENCHES[: BENCHES.index("</node>") + len("</node>")]
    job_page = page_of(client, send(content=one, conditions="highway=*"))
    assert "moins de la moitié" in job_page
    assert Feature.objects.shown("front-de-mer-osm").count() == 4
    job = Job.objects.filter(state="failed").get()
    again = client.get(job.back).content.decode()
    assert "valdora.osm" in again
    assert "highway=*</textarea>" in again
    upload = Upload.objects.get().pk
    send(content=None, upload=upload, conditions="highway=*", accept_fewer="on")
    assert Feature.objects.shown("front-de-mer-osm").count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"content": None}, "Choisissez un fichier"),
        ({"presets": []}, "Choisissez ce qu’il faut chercher"),
        ({"conditions": "bench"}, "n’est pas une condition"),
        ({"consultation": ""}, "Ce champ est obligatoire"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_started(send, changes, sentence):
    response = send(**changes)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Job.objects.exists()


def test_a_form_that_is_refused_keeps_its_file(send):
    page = send(conditions="bench").content.decode()
    assert "valdora.osm est déjà là" in page
    upload = Upload.objects.get().pk
    assert send(content=None, upload=upload).status_code == 302
    assert Feature.objects.shown("front-de-mer-osm").count() == 4


def test_the_same_again_is_filled_in_for_the_same_consultation(client, send, consultation):
    send(conditions="natural=tree")
    report = client.get(f"/fr/admin/geo/osmsnapshot/{OsmSnapshot.objects.get().pk}/change/")
    page = client.get(report.context["again_address"]).content.decode()
    assert f'<option value="{consultation.pk}" selected' in page
    assert "natural=tree</textarea>" in page
    assert 'value="OpenStreetMap"' in page


def test_a_file_that_is_no_extract_is_one_sentence_on_the_page_of_the_job(client, send):
    table = SimpleUploadedFile("table.osm", b"a;b\n1;2\n")
    assert "Ce n’est pas un extrait" in page_of(client, send(content=None, file=table))
    assert not Layer.objects.exists()


def test_an_import_that_is_cancelled_midway_leaves_the_old_layer_whole(client, send, monkeypatch):
    send()
    shown = Layer.objects.get().current
    monkeypatch.setattr(storing, "STEP", 1)
    monkeypatch.setattr(signs, "PAUSE_S", 0)

    def cancelled_meanwhile(*asked):
        Job.objects.filter(state="running").update(cancel_requested=True)
        return matches(*asked)

    monkeypatch.setattr(storing, "matches", cancelled_meanwhile)
    job_page = page_of(client, send(content=BENCHES + TREE, presets=["bench", "tree"]))
    assert "tout est comme avant" in job_page
    assert Layer.objects.get().current == shown
    assert Feature.objects.count() == 4


def test_an_organiser_chooses_among_their_own_consultations_only(client, consultation):
    other = make_consultation(slug="ailleurs", title_fr="Ailleurs")
    client.force_login(make_staff(consultation.organisation))
    page = client.get(ADD).content.decode()
    assert str(consultation.pk) in page
    assert str(other.pk) not in page
    said = {"consultation": other.pk, "presets": ["bench"], "cutting": "clip", "name": "x"}
    assert client.post(ADD, said).status_code == 422


def test_residents_and_moderators_find_nothing_there(client, consultation):
    assert client.get(ADD).status_code == 302
    client.force_login(make_staff(consultation.organisation, role="moderator"))
    assert client.get(ADD).status_code == 403


@pytest.fixture
def server(settings):
    with overpass_server() as played:
        settings.OVERPASS_URL = played.url
        played.elements = [node(1, 8.35, 43.45, amenity="bench")]
        yield played


def test_the_page_names_the_server_before_it_is_asked(client, send, settings):
    settings.OVERPASS_URL = "https://overpass.example/api"
    assert "interroge overpass.example" in client.get(ADD).content.decode()


def test_openstreetmap_as_it_is_now_needs_no_file(client, send, server):
    job_page = page_of(client, send(content=None, source="live"))
    assert "1 objet est affiché maintenant" in job_page
    snapshot = OsmSnapshot.objects.get()
    report = client.get(
        reverse("admin:geo_osmsnapshot_change", args=[snapshot.pk])
    ).content.decode()
    assert "source=live" in report
    assert len(server.asked) == 1


def test_a_day_of_the_past_can_be_asked_for(client, send, server):
    send(content=None, source="live", at="2026-10-01")
    assert '[date:"2026-09-30T22:00:00Z"]' in server.asked[0]
    assert OsmSnapshot.objects.get().osm_date < datetime(2026, 10, 2, tzinfo=UTC)


def test_a_server_that_is_unwell_is_one_sentence_and_what_was_chosen_stays(client, send, server):
    server.mode = "remark"
    job_page = page_of(client, send(content=None, source="live", conditions="highway=*"))
    assert "qu’une partie de la réponse" in job_page
    again = client.get(Job.objects.get().back).content.decode()
    assert "highway=*</textarea>" in again
    assert 'value="live" id="id_source_1" checked' in again
    assert not Layer.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"at": "2999-01-01"}, "Choisissez un jour passé"),
        ({"presets": []}, "Choisissez ce qu’il faut chercher"),
    ],
)
def test_what_no_server_is_asked_is_said_at_once(send, server, changes, sentence):
    response = send(content=None, source="live", **changes)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert server.asked == []


def test_a_perimeter_that_is_too_large_for_a_server_is_said_at_once(client, server):
    region = make_consultation(perimeter=make_perimeter(shapely.box(8, 43, 8.5, 43.5)))
    client.force_login(make_superuser())
    said = {"consultation": region.pk, "presets": ["bench"], "cutting": "clip", "name": "x"}
    response = client.post(ADD, said | {"source": "live"})
    assert response.status_code == 422
    assert "500\u00a0km²" in response.content.decode()


def test_a_snapshot_that_nothing_stands_on_is_deleted_with_its_objects(client, send):
    send()
    send(content=BENCHES + TREE, presets=["bench", "tree"], accept_fewer="on")
    old, shown = OsmSnapshot.objects.order_by("taken_at")
    assert "Supprimer cet instantané" in client.get(place("change", old)).text
    assert "Supprimer cet instantané" not in client.get(place("change", shown)).text
    assert client.get(place("delete", old)).status_code == 200
    client.post(place("delete", old), {"post": "yes"})
    client.post(place("delete", shown), {"post": "yes"})
    assert [one.pk for one in OsmSnapshot.objects.all()] == [shown.pk]
    assert not Feature.objects.filter(version=old.version_id).exists()


def test_one_that_a_carto_party_compares_is_not_deleted(client, send, consultation):
    send()
    send(content=BENCHES + TREE, presets=["bench", "tree"], accept_fewer="on")
    old = OsmSnapshot.objects.order_by("taken_at").first()
    make_party(consultation=consultation, before=old.version, layer=old.version.layer)
    assert "Bancs, ombre" in client.get(place("delete", old)).text
    client.post(place("delete", old), {"post": "yes"})
    assert OsmSnapshot.objects.count() == 2


def test_organisers_of_another_town_delete_none(client, send):
    send()
    send(content=BENCHES + TREE, presets=["bench", "tree"], accept_fewer="on")
    old = OsmSnapshot.objects.order_by("taken_at").first()
    client.force_login(make_staff(make_consultation().organisation))
    assert client.post(place("delete", old), {"post": "yes"}).status_code == 403
    assert OsmSnapshot.objects.count() == 2


def place(name, snapshot):
    return reverse(f"admin:geo_osmsnapshot_{name}", args=[snapshot.pk])
