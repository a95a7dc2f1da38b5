"""Contributions about objects of OpenStreetMap: what is read from the layer, and where it is shown."""

import json

import pytest
import shapely
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from geo.layers.importing import FeatureRow
from participation.contributions.models import Contribution
from participation.contributions.objects import object_of
from tests.factories import (
    make_consultation,
    make_contribution,
)
from tests.geo.places.island import LAT, LON, box, publish
from tests.participation.about_world import (
    AVENUE,
    BENCH,
    BETWEEN,
    OBJECTS,
    PARK,
    SECRETS,
    TOWN,
    WORDS,
    bench,
    by_api,
    by_form,
    number_of,
    osm,
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
