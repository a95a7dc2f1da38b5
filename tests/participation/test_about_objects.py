"""Contributions about objects of OpenStreetMap: a reference and a point, through every door."""

import json
import uuid

import pytest
import shapely
from django.db import IntegrityError, transaction
from django.urls import reverse

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
from tests.geo.places.island import LAT, LON, box, line, publish
from tests.participation.about_world import (
    AVENUE,
    BENCH,
    BETWEEN,
    OBJECTS,
    PARK,
    SECRETS,
    TOWN,
    by_api,
    by_form,
    number_of,
    through_the_api,
    through_the_form,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town():
    return publish(TOWN, slug="osm", licence="ODbL 1.0")


@pytest.fixture
def consultation():
    return make_consultation(themes="")


def by_the_author(client, consultation, about):
    placed = placed_about(read_reference(about), consultation)
    edit(make_contribution(consultation), make_sent(placed.drawing, about=placed.about))


def by_staff(client, consultation, about):
    placed = placed_about(read_reference(about), consultation)
    give_place(make_unplaced(consultation), placed.drawing, placed.about)


DOORS = (through_the_form, through_the_api, by_the_author, by_staff)


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
