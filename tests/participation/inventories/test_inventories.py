"""An inventory of the town beside OpenStreetMap: brought, paired, reviewed, taken away."""

import io
import re
from xml.etree import ElementTree as ET

import pytest
import shapely
from django.urls import reverse

from geo.layers.importing import FeatureRow
from geo.layers.models import Layer
from geo.names.models import Place
from geo.osm.storing import SnapshotDetails, store_snapshot
from participation.contributions.named_places import named_place, places_named
from participation.inventories.files import draft_osm
from participation.inventories.models import Finding, Inventory
from tests.factories import make_consultation, make_party, make_staff, make_superuser

pytestmark = pytest.mark.django_db
HERE = (8.345, 43.445)
TABLE = (
    "id;nom;longitude;latitude;etat\n"
    "R1;Banc du port;8.34500;43.44500;bon\n"
    "R2;Banc de la gare;8.34600;43.44600;usé\n"
    "R3;Banc sans place;;;\n"
)


def bench(number, lon, lat, **tags):
    return FeatureRow(shapely.Point(lon, lat), {"amenity": "bench"} | tags, "n", number)


@pytest.fixture
def party():
    party = make_party(presets=["bench"])
    layer = Layer.objects.create(
        slug="bancs", name="Bancs", licence="ODbL-1.0", attribution="© OSM"
    )
    known = [bench(1, 8.34503, 43.44501, name="Banc du port"), bench(2, 8.3490, 43.4445)]
    details = SnapshotDetails("file", "x", "x", presets=["bench"])
    party.before = store_snapshot(layer, known, details)
    party.save()
    return party


@pytest.fixture
def staff(client):
    client.force_login(make_superuser())
    return client


def add(staff, party, table=TABLE, **changes):
    file = io.BytesIO(table.encode())
    file.name = "bancs.csv"
    data = {
        "party": party.pk, "title": "Bancs de la ville", "sort": "bench", "reach_m": 40,
        "file": file, "licence": "Licence Ouverte 2.0", "attribution": "Ville",
    }  # fmt: skip
    return staff.post(reverse("admin:participation_inventory_add"), data | changes)


@pytest.fixture
def inventory(staff, party):
    add(staff, party)
    return Inventory.objects.get()


def page(name, inventory):
    return reverse(f"admin:participation_inventory_{name}", args=[inventory.pk])


def test_a_table_is_paired_with_what_the_map_knows(inventory):
    found = {
        (one.kind, one.row and one.row.tags["id"], one.osm_id) for one in Finding.objects.all()
    }
    assert found == {("matched", "R1", 1), ("missing", "R2", None), ("only_osm", None, 2)}
    matched = Finding.objects.get(kind="matched")
    assert matched.similarity == 1 and 2 < matched.distance_m < 4
    assert inventory.rows.licence == "Licence Ouverte 2.0"


@pytest.mark.parametrize(
    ("kind", "words"),
    [("matched", "Banc du port"), ("missing", "Banc de la gare"), ("only_osm", "n2")],
)
def test_each_kind_has_its_list(staff, inventory, kind, words):
    assert words in staff.get(f"{page('change', inventory)}?kind={kind}").text


def test_only_what_is_confirmed_stands_in_the_draft(staff, inventory):
    missing = Finding.objects.get(kind="missing")
    assert b"<node" not in staff.get(page("draft", inventory)).content
    staff.post(f"{page('change', inventory)}?kind=missing", {f"d-{missing.pk}": "confirmed"})
    draft = ET.fromstring(staff.get(page("draft", inventory)).content)  # noqa: S314 - our own
    (node,) = draft.findall("node")
    assert (draft.get("upload"), node.get("id"), node.get("lat")) == ("false", "-1", "43.4460000")
    tags = {tag.get("k"): tag.get("v") for tag in node.findall("tag")}
    assert tags == {"amenity": "bench", "name": "Banc de la gare"}


def test_the_findings_leave_under_the_licence_of_the_map(staff, inventory):
    file = staff.get(page("findings", inventory)).json()
    assert (file["license"], file["attribution"]) == (
        "ODbL-1.0",
        "© OpenStreetMap contributors, Ville",
    )
    assert {one["properties"]["finding"] for one in file["features"]} == {
        "matched", "missing", "only_osm",
    }  # fmt: skip


def test_a_pair_has_its_map_and_its_distance_in_words(staff, inventory):
    shown = staff.get(f"{page('change', inventory)}?kind=matched").text
    assert "OpenStreetMap le place 3\u00a0m au nord-est" in shown
    drawing = shown.partition('class="figure finding-map')[2].partition("</svg>")[0]
    assert drawing.count("f-town") == drawing.count("f-osm") == drawing.count("f-between") == 1
    places = re.findall(r"translate\(([\d.]+) ([\d.]+)\)", drawing)
    assert len(places) == 2 and all(0 < float(x) < 180 and 0 < float(y) < 120 for x, y in places)


def decide(staff, inventory, decisions):
    """Decide as the page does: kind → decision."""
    for kind, decision in decisions.items():
        sent = {f"d-{one.pk}": decision for one in inventory.findings.filter(kind=kind)}
        staff.post(f"{page('change', inventory)}?kind={kind}", sent)


def decisions_of(inventory):
    return dict(inventory.findings.values_list("kind", "decision"))


def test_decisions_hold_for_the_same_inventory_brought_anew(staff, party, inventory):
    made = {"matched": "confirmed", "missing": "rejected", "only_osm": "confirmed"}
    decide(staff, inventory, made)
    moved = TABLE.replace("8.34600;43.44600", "8.34612;43.44612")
    answer = add(staff, party, table=moved, title="Bancs, 2027")
    again = Inventory.objects.exclude(pk=inventory.pk).get()
    assert decisions_of(again) == made
    assert "3 décisions" in staff.get(answer.url).text


def test_without_identifiers_the_same_place_and_name_is_the_same(staff, party):
    table = TABLE.replace("id;", "etat2;")
    add(staff, party, table=table)
    first = Inventory.objects.get()
    decide(staff, first, {"matched": "confirmed", "missing": "confirmed"})
    add(staff, party, table=table.replace("Banc de la gare;8.34600", "Banc neuf;8.34700"))
    again = Inventory.objects.exclude(pk=first.pk).get()
    assert decisions_of(again)["matched"] == "confirmed"
    assert decisions_of(again)["missing"] == "undecided"


def test_a_decision_that_is_unknown_changes_nothing(staff, inventory):
    missing = Finding.objects.get(kind="missing")
    staff.post(f"{page('change', inventory)}?kind=missing", {f"d-{missing.pk}": "deleted"})
    missing.refresh_from_db()
    assert missing.decision == "undecided"


def test_a_file_without_places_is_said_so(staff, party):
    answer = add(staff, party, table="id;nom\n1;Banc\n")
    assert Inventory.objects.count() == 0
    assert "Aucun lieu" in answer.text and "Bancs de la ville" in answer.text  # typed, and kept


def test_a_map_that_was_not_asked_for_these_objects_is_no_witness(staff, party):
    answer = add(staff, party, sort="toilets")
    assert Inventory.objects.count() == 0
    assert "n’a pas été interrogée" in answer.text


def test_an_inventory_is_seen_by_its_own_town_only(client, inventory):
    member = make_staff(make_consultation().organisation)
    client.force_login(member)
    for name in ("change", "draft", "findings"):
        assert client.get(page(name, inventory)).status_code in (302, 403, 404)


def test_the_names_of_an_inventory_are_not_found_by_residents(inventory, party):
    consultation = party.consultation
    assert inventory.rows.layer.is_findable is False
    assert not places_named(consultation, "Banc de la gare").places
    own = Place.objects.filter(version=inventory.rows).values_list("pk", flat=True)
    assert [named_place(consultation, pk) for pk in own] == [None] * len(own)
    inventory.rows.layer.is_findable = True
    inventory.rows.layer.save()
    assert places_named(consultation, "Banc de la gare").places or not own


ONE = '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"nom":"%s"},"geometry":%s}]}'
BOW_TIE = (
    '{"type":"Polygon","coordinates":'
    "[[[8.34,43.44],[8.35,43.45],[8.35,43.44],[8.34,43.45],[8.34,43.44]]]}"
)
HERE_GEOJSON = '{"type":"Point","coordinates":[8.345,43.445]}'


@pytest.mark.parametrize(
    "table",
    ["", "\x00", "{", "[1,2]", "\ufeff", ONE % ("x", "null"), ONE % ("x", BOW_TIE),
     "id;nom;longitude;latitude\n1;x;1e400;5\n"],
    ids=["empty", "nul", "cut", "list", "mark", "no place", "crossing", "far"],
)  # fmt: skip
def test_a_file_that_holds_nothing_is_one_sentence(staff, party, table):
    answer = add(staff, party, table=table)
    assert answer.status_code == 200 and Inventory.objects.count() == 0


@pytest.mark.parametrize("name", ["a\\u0000b", "a\\u000bb", "a\\ud800b"])
def test_signs_that_no_file_can_hold_are_left_out_of_names(staff, party, name):
    add(staff, party, table=ONE % (name, HERE_GEOJSON))
    inventory = Inventory.objects.get()
    inventory.findings.filter(kind="missing").update(decision="confirmed")
    ET.fromstring(draft_osm(inventory))  # noqa: S314 - our own


def test_rows_that_are_left_out_are_told_by_their_number(staff, party):
    answer = staff.get(add(staff, party).url).text
    assert "1 ligne" in answer and "4" in answer


def test_two_inventories_of_one_name_are_two_layers(staff, party):
    add(staff, party)
    add(staff, party)
    one, other = Inventory.objects.select_related("rows")
    assert one.rows.layer_id != other.rows.layer_id


def test_a_file_of_too_many_rows_is_said_so(staff, party, monkeypatch):
    for name in ("bringing", "forms"):
        monkeypatch.setattr(f"participation.inventories.{name}.MOST_ROWS", 2)
    answer = add(staff, party)
    assert Inventory.objects.count() == 0 and "plus de 2 lignes" in answer.text


def test_the_layer_of_an_inventory_is_for_its_own_town(client, inventory, party):
    title = "Bancs de la ville"
    layers, layer = reverse("admin:geo_layer_changelist"), inventory.rows.layer
    own = reverse("admin:geo_layer_change", args=[layer.pk])
    maps = reverse("admin:participation_publishedlayer_add")
    client.force_login(make_staff(party.consultation.organisation))
    assert title in client.get(layers).text and client.get(own).status_code == 200
    client.force_login(make_staff(make_consultation().organisation))
    assert title not in client.get(layers).text and client.get(own).status_code != 200
    assert title not in client.get(maps).text


def test_adding_one_says_so_in_french(staff):
    page = staff.get(reverse("admin:participation_inventory_add")).text
    assert "Apporter un inventaire de la commune" in page and "de inventaire" not in page
