"""Contributions about objects of OpenStreetMap: a reference and a point, through every door."""

import json
import uuid

import pytest
import shapely
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from geo.layers.importing import FeatureRow
from geo.names.models import Place
from geo.places.references import (
    Reference,
    UnreadableReference,
    look_up,
    read_reference,
)
from participation.contributions.changing import edit, give_place
from participation.contributions.contributing import About, SentOtherwise, contribute
from participation.contributions.models import Contribution
from participation.contributions.objects import object_of, placed_about
from participation.contributions.place_form import PlaceForm
from participation.contributions.rechecking import recheck
from tests.factories import (
    make_consultation,
    make_contribution,
    make_sent,
    make_unplaced,
    shape,
    visitor,
)
from tests.geo.places.island import LAT, LON, box, line, point, publish, street

pytestmark = pytest.mark.django_db
BENCH = "osm/n7"
AVENUE = "osm/w1,w2"
BETWEEN = "osm/w1,w2/w3/w4"
PARK = "osm/r5"
WORDS = {"kind": "proposal", "title": "Plus d’ombre ici", "language": "fr"}


def osm(row, element, osm_id):
    return row._replace(element=element, osm_id=osm_id)


def bench(x, y, **tags):
    tags = {"amenity": "bench", "backrest": "zqbackrest", **tags}
    return FeatureRow(shapely.Point(LON + x * 0.001, LAT + y * 0.001), tags)


TOWN = [
    osm(street("Avenue zqjaures", (-5, 0), (0, 0)), "w", 1),
    osm(street("Avenue zqjaures", (0, 0), (5, 0)), "w", 2),
    osm(street("Rue zqhaute", (-3, -2), (-3, 0), (-3, 3)), "w", 3),
    osm(street("Rue zqfontaine", (2, -2), (2, 0), (2, 3)), "w", 4),
    osm(FeatureRow(box(1, 1), {"leisure": "park", "name": "Parc zqpins"}), "r", 5),
    osm(street("Route zqcol", (20, 2), (30, 2)), "w", 6),
    osm(bench(1, 0.5), "n", 7),
    osm(bench(90, 0.5), "n", 8),
    osm(point("Mairie zqmairie", 1, 0.6, amenity="townhall"), "n", 9),
]
SECRETS = ("zqjaures", "zqhaute", "zqpins", "zqcol", "zqbackrest", "zqmairie")


@pytest.fixture(autouse=True)
def town():
    return publish(TOWN, slug="osm", licence="ODbL 1.0")


@pytest.fixture
def consultation():
    return make_consultation(themes="")


def by_form(client, consultation, fields):
    address = reverse("participation:take_part", args=[consultation.slug])
    given = {"go": "send", "consent": "on", **WORDS, **fields}
    return client.post(address, given, headers={"Sec-Fetch-Site": "same-origin"})


def by_api(client, consultation, about, **changes):
    feature = {"type": "Feature", "id": str(uuid.uuid4()), "geometry": None}
    feature["properties"] = {**WORDS, "about": about}
    address = reverse("api:contributions", args=[consultation.pk])
    return client.post(address, feature | changes, content_type="application/json")


def number_of(name):
    return str(Place.objects.filter(name=name).order_by("pk").last().pk)


def through_the_form(client, consultation, about):
    assert by_form(client, consultation, {"place_way": "object", "about": about}).status_code == 303


def through_the_api(client, consultation, about):
    assert by_api(client, consultation, about).status_code == 201


def by_the_author(client, consultation, about):
    placed = placed_about(read_reference(about), consultation)
    edit(make_contribution(consultation), make_sent(placed.drawing, about=placed.about))


def by_staff(client, consultation, about):
    placed = placed_about(read_reference(about), consultation)
    give_place(make_unplaced(consultation), placed.drawing, placed.about)


DOORS = (through_the_form, through_the_api, by_the_author, by_staff)
OBJECTS = (
    (BENCH, "inside", 1),
    (AVENUE, "inside", 1),
    (BETWEEN, "inside", 1),
    (PARK, "inside", 1),
    ("osm/w6", "clipped", 0.5),
)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
@pytest.mark.parametrize(("about", "outcome", "share"), OBJECTS)
def test_every_door_stores_a_point_on_what_is_kept(
    client, consultation, town, door, about, outcome, share
):
    door(client, consultation, about)
    stored = Contribution.objects.get()
    assert (stored.about, stored.about_version) == (about, town.pk)
    assert (stored.outcome, stored.share_kept) == (outcome, pytest.approx(share, abs=0.01))
    assert stored.drawn == stored.geometry
    assert stored.geometry.geom_type == "Point"
    kept = object_of(stored).verdict.kept
    assert shapely.distance(kept, shape(stored.geometry)) < 2e-7


@pytest.mark.parametrize("door", [through_the_form, through_the_api])
def test_nothing_of_the_layer_but_the_point_and_the_reference_is_stored(client, consultation, door):
    for about, _outcome, _share in OBJECTS:
        door(client, consultation, about)
    stored = json.dumps(list(Contribution.objects.values()), default=str)
    assert not any(secret in stored for secret in SECRETS)
    assert "LINESTRING" not in stored and "POLYGON" not in stored


@pytest.mark.parametrize(
    ("about", "sentence"),
    [
        ("osm/n8", "hors du périmètre"),
        ("osm/n404", "ou n’y est plus"),
        ("nowhere/n7", "ou n’y est plus"),
        ("osm/x7", "ou n’y est plus"),
        ("osm/w1,w404", "ou n’y est plus"),
        ("osm/w1,w2/w3/w3", "ou n’y est plus"),
        ("osm/n07", "ou n’y est plus"),
        ("osm/n7'--", "ou n’y est plus"),
        (7, "ou n’y est plus"),
        ({"layer": "osm"}, "ou n’y est plus"),
    ],
)
def test_what_is_no_object_here_is_refused_with_a_sentence(client, consultation, about, sentence):
    answer = by_api(client, consultation, about)
    assert answer.status_code == 422
    assert sentence in json.dumps(answer.json()["errors"], ensure_ascii=False)
    page = by_form(client, consultation, {"place_way": "object", "about": about})
    assert page.status_code == 422
    assert not Contribution.objects.exists()


def test_a_geometry_and_an_object_are_not_taken_together(client, consultation):
    here = {"type": "Point", "coordinates": [LON, LAT]}
    answer = by_api(client, consultation, BENCH, geometry=here)
    assert list(answer.json()["errors"]) == ["about"]


def test_the_verdict_is_told_before_with_the_credit_of_the_layer(client, consultation):
    address = reverse("api:verdict", args=[consultation.pk])
    question = {"place_way": "object", "about": "osm/w6"}
    told = client.post(address, question, content_type="application/json").json()
    assert (told["outcome"], told["kept"]["type"]) == ("clipped", "LineString")
    assert told["attribution"] == "Ville de Valdora, ODbL 1.0"


def test_a_street_of_a_shared_alike_layer_is_referred_to_by_name(client, consultation):
    ends = {"place_from": number_of("Rue zqhaute"), "place_to": number_of("Rue zqfontaine")}
    place = {"place_way": "place", "place": number_of("Avenue zqjaures")}
    assert by_form(client, consultation, place | ends | {"place_as": "between"}).status_code == 303
    stored = Contribution.objects.get()
    assert stored.about == BETWEEN
    assert shape(stored.geometry).distance(line((-3, 0), (2, 0))) < 2e-7


def test_one_point_of_a_street_refers_to_nothing(client, consultation):
    place = {"place_way": "place", "place": number_of("Avenue zqjaures"), "place_as": "point"}
    assert by_form(client, consultation, place).status_code == 303
    assert Contribution.objects.get().about == ""


def test_what_may_be_copied_is_copied_as_before(client, consultation):
    publish(TOWN, slug="ouverte", licence="Licence Ouverte 2.0")
    form = PlaceForm(consultation, {"place_way": "place", "place": number_of("Parc zqpins")})
    assert form.is_valid()
    assert (form.verdict.kind, form.about) == ("area", None)


def test_rules_of_the_consultation_judge_objects_as_drawings(client, consultation):
    consultation.straddling = "refuse"
    consultation.save()
    assert by_api(client, consultation, "osm/w6").status_code == 422
    consultation.geometry_kinds = ["area"]
    consultation.save()
    assert by_api(client, consultation, BENCH).status_code == 422
    assert by_api(client, consultation, PARK).status_code == 201
    assert recheck(consultation) == 0


def test_the_same_message_is_stored_once_whatever_became_of_the_layer(consultation):
    sent = make_sent(box(1, 1), about=About(PARK, uuid.uuid4()))
    first = contribute(consultation, visitor(), sent)
    moved = make_sent(box(2, 2), client_id=sent.client_id, about=About(PARK, uuid.uuid4()))
    assert contribute(consultation, visitor(), moved).contribution == first.contribution
    other = make_sent(box(2, 2), client_id=sent.client_id)
    with pytest.raises(SentOtherwise):
        contribute(consultation, visitor(), other)


def test_the_newest_version_is_drawn_and_what_is_gone_is_said(client, consultation):
    for about in (BENCH, AVENUE, PARK):
        through_the_api(client, consultation, about)
    moved = [osm(FeatureRow(box(0, 0), TOWN[4].tags), "r", 5), TOWN[0]]
    publish(moved, slug="osm")
    publish(moved, slug="osm")
    publish(moved, slug="osm")  # the version that they were made against is gone by now
    said = {one.about: object_of(one) for one in Contribution.objects.all()}
    assert said[PARK].verdict.kept.symmetric_difference(box(0, 0)).area < 1e-12
    assert (said[PARK].label, said[PARK].remark) == ("Parc zqpins", "")
    assert said[BENCH].is_gone
    assert said[BENCH].kept == ""
    assert "plus sur la carte" in said[BENCH].remark
    assert "partie" in said[AVENUE].remark


@pytest.mark.parametrize(
    "changes",
    [
        {"about": BENCH},
        {"about_version": uuid.uuid4()},
        {"about": "osm/", "about_version": uuid.uuid4()},
        {"about": "osm/n7; Rue Haute", "about_version": uuid.uuid4()},
        {"about": "", "about_version": uuid.uuid4()},
    ],
)
def test_the_database_keeps_references_whole(changes):
    make_contribution()
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.update(**changes)


def test_the_database_refuses_a_line_with_a_reference():
    make_contribution(drawing="LINESTRING(8.34 43.45, 8.35 43.45)")
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.update(about=BENCH, about_version=uuid.uuid4())


@pytest.mark.parametrize("text", [BENCH, AVENUE, BETWEEN, "a-b_C/r1,n2/w3,w4/w5"])
def test_a_reference_is_read_and_written_alike(text):
    assert str(read_reference(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "osm", "osm/", "osm/7", "osm/n", "osm/w1/w2", "osm/w1/w2/w3/w4", "o m/n1", "osm/n1\n"]
    + ["osm/" + ",".join(f"w{number}" for number in range(1, 400)), "osm/n" + "9" * 30],
)
def test_other_texts_are_no_references(text):
    with pytest.raises(UnreadableReference):
        read_reference(text)


def test_two_questions_read_any_number_of_objects(django_assert_num_queries):
    with django_assert_num_queries(2):
        assert look_up(Reference("osm", ("w1", "w2"), (("w3",), ("w4",)))).shape.length > 0


def hide(contribution):
    Contribution.objects.filter(pk=contribution.pk).update(visibility="hidden")


def test_the_shape_is_asked_for_apart_under_the_licence_of_its_layer(client, consultation):
    through_the_api(client, consultation, "osm/w6")
    stored = Contribution.objects.get()
    address = reverse("api:object", args=[stored.pk])
    told = client.get(address).json()
    assert (told["license"], told["attribution"]) == ("ODbL 1.0", "Ville de Valdora, ODbL 1.0")
    [feature] = told["features"]
    assert feature["properties"] == {"objects": "osm/w6"}
    assert shapely.from_geojson(json.dumps(feature)).bounds[2] <= 8.375  # the edge of the perimeter
    assert stored.title not in json.dumps(told, ensure_ascii=False)
    hide(stored)
    assert client.get(address).status_code == 404


def test_what_is_about_nothing_has_no_shape_to_ask_for(client):
    address = reverse("api:object", args=[make_contribution().pk])
    assert client.get(address).status_code == 404


def test_pages_name_the_object_and_whose_data_it_is(client, consultation):
    through_the_form(client, consultation, AVENUE)
    stored = Contribution.objects.get()
    addresses = [
        reverse("participation:contribution", args=[stored.pk]),
        reverse("participation:consultation", args=[consultation.slug]),
    ]
    for address in addresses:
        page = client.get(address).content.decode()
        assert "À propos de\u00a0: Avenue zqjaures" in page
        assert ">ODbL 1.0<" in page


def test_a_list_names_any_number_of_objects_in_two_questions(client, consultation):
    for about in (BENCH, AVENUE, PARK, "osm/w6"):
        through_the_api(client, consultation, about)
    address = reverse("participation:consultation", args=[consultation.slug])
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert sum('FROM "geo_feature"' in query["sql"] for query in asked) == 2


def test_what_has_no_name_is_told_by_the_street_around_it(client, consultation):
    moved = osm(bench(0.5, 0.3), "n", 7)
    publish([*TOWN[:6], moved], slug="osm")
    through_the_api(client, consultation, BENCH)
    assert object_of(Contribution.objects.get()).label == "banc, Avenue zqjaures"
    page = client.get(reverse("participation:consultation", args=[consultation.slug]))
    assert "À propos de\u00a0: banc, Avenue zqjaures" in page.content.decode()
    publish([moved, *TOWN[2:6]], slug="osm")
    assert object_of(Contribution.objects.get()).label == "banc"


def test_names_of_other_sources_are_not_put_under_the_credit_of_this_one(client, consultation):
    publish([TOWN[0]], slug="autre", licence="Licence Ouverte 2.0")
    publish([osm(bench(-0.5, 0.3), "n", 7)], slug="osm")
    through_the_api(client, consultation, BENCH)
    assert object_of(Contribution.objects.get()).label == "banc"


def test_another_place_is_looked_for_where_an_object_was_chosen(client, consultation):
    fields = {"go": "search", "place_way": "object", "about": BENCH, "place_words": "zqhaute"}
    page = by_form(client, consultation, fields)
    assert page.context["step"] == "where"
    assert f'value="{number_of("Rue zqhaute")}"' in page.content.decode()
    assert BENCH not in page.content.decode()


def test_an_address_of_what_is_not_there_says_so_and_offers_the_other_ways(client, consultation):
    address = reverse("participation:take_part", args=[consultation.slug])
    for strange in ("osm/n404", "osm", "x" * 9000, "osm/n7/", "\x00"):
        page = client.get(address, {"about": strange})
        assert page.status_code == 200
        assert "ou n’y est plus" in page.content.decode()
    assert "À propos de\u00a0: banc" in client.get(address, {"about": BENCH}).content.decode()


def test_a_dump_of_contributions_holds_no_shape_and_no_name(client, consultation):
    for about, _outcome, _share in OBJECTS:
        through_the_api(client, consultation, about)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(row::text, ' ') FROM participation_contribution AS row"
            " UNION ALL SELECT string_agg(row::text, ' ') FROM geo_countedpoint AS row"
        )
        rows = " ".join(text for (text,) in cursor.fetchall() if text)
    assert BETWEEN in rows
    assert not any(secret in rows for secret in SECRETS)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ST_Dimension(drawn), ST_Dimension(geometry) FROM participation_contribution"
        )
        assert cursor.fetchall() == [(0, 0)]


def test_the_receipt_shows_the_object(client, consultation):
    answer = by_api(client, consultation, AVENUE)
    page = client.get(answer.json()["receipt"]).content.decode()
    assert "Avenue zqjaures" in page
    assert "d-kept line" in page


def test_files_of_contributions_hold_the_reference_and_a_point_and_nothing_else(
    client, consultation
):
    for about, _outcome, _share in OBJECTS:
        through_the_api(client, consultation, about)
    for kind in ("geojson", "csv"):
        address = reverse(f"data:contributions-{kind}", args=[consultation.pk])
        body = client.get(address).getvalue().decode()
        assert BETWEEN in body
        assert not any(secret in body for secret in SECRETS)
        assert "Line" not in body and "LINE" not in body and "olygon" not in body.lower()


def test_corrected_words_leave_the_object_even_where_it_is_gone(client, consultation):
    receipt = by_api(client, consultation, BENCH).json()["receipt"]
    publish(TOWN[:2], slug="osm")
    edit_address = f"{receipt}edit/"
    page = client.get(edit_address).content.decode()
    assert f'value="{BENCH}"' in page
    words = WORDS | {"title": "Autrement dit", "place_way": "object", "about": BENCH}
    assert client.post(edit_address, words).status_code == 303
    stored = Contribution.objects.get()
    assert (stored.title, stored.about) == ("Autrement dit", BENCH)


def test_a_new_drawing_takes_the_place_of_the_object(client, consultation):
    receipt = by_api(client, consultation, PARK).json()["receipt"]
    drawing = json.dumps({"type": "Point", "coordinates": [LON, LAT]})
    words = WORDS | {"place_way": "map", "drawing": drawing, "about": PARK}
    assert client.post(f"{receipt}edit/", words).status_code == 303
    stored = Contribution.objects.get()
    assert (stored.about, stored.about_version) == ("", None)
