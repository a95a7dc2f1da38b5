"""Contributions without a place are read, counted, filtered and downloaded, and on no map."""

import csv
import io
import json

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from participation.contributions.changing import HasPlace, edit, give_place
from participation.contributions.contributing import DrawingRefused
from participation.contributions.models import Contribution
from participation.contributions.rechecking import recheck
from tests.factories import (
    INSIDE,
    NO_PLACE,
    make_consultation,
    make_contribution,
    make_sent,
    make_staff,
    make_superuser,
    make_unplaced,
    shape,
)
from tests.participation.visibility_world import counted

pytestmark = pytest.mark.django_db
OUTSIDE = "POINT(2 48)"


@pytest.fixture
def consultation():
    return make_consultation(themes="TN")


def page(consultation):
    return reverse("participation:consultation", args=[consultation.slug])


@pytest.mark.parametrize("missing", [*NO_PLACE, "outcome"])
def test_a_place_is_there_whole_or_not_at_all(missing):
    changes = {"outcome": "unplaced"} if missing == "outcome" else {missing: None}
    contribution = make_contribution()
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.filter(pk=contribution.pk).update(**changes)


def test_without_a_place_there_is_no_pin():
    assert make_unplaced().anchor is None


def test_the_list_counts_them_and_says_how_many_are_not_on_the_map(client, consultation):
    make_contribution(consultation, title="Sur la carte")
    make_unplaced(
        consultation, "12 rue du Port", title="Nulle part", theme=consultation.themes.first()
    )
    response = client.get(page(consultation))
    assert (response.context["total"], response.context["unplaced"]) == (2, 1)
    text = response.content.decode()
    assert "Sans lieu" in text and "12 rue du Port" in text
    assert "1 contribution sans lieu n’est pas sur la carte" in " ".join(text.split())


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"place": "none"}, {"Nulle part", "Ici ou là"}),
        ({"place": "some"}, {"Sur la carte"}),
        ({"place": "some,none"}, {"Sur la carte", "Nulle part", "Ici ou là"}),
        ({"place": "none", "theme": "T"}, {"Nulle part"}),
        ({"place": "none", "q": "ici"}, {"Ici ou là"}),
    ],
)
def test_the_place_is_a_filter_of_the_list(query, titles, client, consultation):
    make_contribution(consultation, title="Sur la carte", theme=consultation.themes.first())
    make_unplaced(consultation, title="Nulle part", theme=consultation.themes.first())
    make_unplaced(consultation, title="Ici ou là", kind="report")
    context = client.get(page(consultation), query).context
    assert {row.title for row in context["page"]} == titles
    assert context["found"] == len(titles)


def test_an_unknown_place_is_told(client, consultation):
    assert "ailleurs" in client.get(page(consultation), {"place": "ailleurs"}).content.decode()


def test_where_everything_has_a_place_nothing_is_asked(client, consultation):
    make_contribution(consultation)
    assert "place=none" not in client.get(page(consultation)).content.decode()


def test_the_filter_of_the_place_stays_while_others_change(client, consultation):
    make_unplaced(consultation)
    text = client.get(page(consultation), {"place": "none"}).content.decode()
    assert '<input type="hidden" name="place" value="none">' in text
    assert "les voir toutes" in text


@pytest.mark.parametrize(("query", "count"), [("", 1), ("?place=some", 1), ("?q=sur", 1)])
def test_tiles_hold_only_what_has_a_place(query, count, client, consultation):
    make_contribution(consultation, title="Sur la carte")
    make_unplaced(consultation, title="Sur rien")
    address = reverse("api:tile", args=[consultation.pk, 1, 0, 0, 0])
    assert counted(client.get(address + query).content) == count
    assert client.get(address + "?place=none").content == b""
    assert client.get(address + "?place=none&q=sur").content == b""


def test_the_home_page_counts_them(client, consultation):
    make_contribution(consultation)
    make_unplaced(consultation)
    shown = client.get(reverse("participation:home")).context["consultations"]
    assert [one.published_count for one in shown] == [2]


def test_its_page_says_that_it_has_no_place(client):
    contribution = make_unplaced(address="Place du Marché")
    response = client.get(reverse("participation:contribution", args=[contribution.pk]))
    text = response.content.decode()
    assert "Place du Marché" in text and "n’a pas de lieu" in text
    assert "<map-view" not in text


def test_files_hold_them_with_an_empty_place(client):
    contribution = make_unplaced(title="Nulle part")
    address = "data:contributions-{}".format
    pk = contribution.consultation_id
    told = json.loads(client.get(reverse(address("geojson"), args=[pk])).getvalue())
    assert told["features"][0]["geometry"] is None
    assert told["features"][0]["properties"]["title"] == "Nulle part"
    text = client.get(reverse(address("csv"), args=[pk])).getvalue().decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text)))
    assert [row[name] for name in ("longitude", "latitude", "WKT", "share_kept")] == [""] * 4


@pytest.mark.parametrize(
    ("query", "titles"),
    [("place=none", ["Nulle part"]), ("place=some", ["Ici"]), ("q=nulle", ["Nulle part"])],
)
def test_files_take_the_filters_of_the_list(query, titles, client, consultation):
    make_contribution(consultation, title="Ici")
    make_unplaced(consultation, title="Nulle part")
    address = reverse("data:contributions-geojson", args=[consultation.pk])
    told = json.loads(client.get(f"{address}?{query}").getvalue())
    assert [feature["properties"]["title"] for feature in told["features"]] == titles


def test_the_files_of_staff_hold_them_too(client):
    contribution = make_unplaced()
    client.force_login(make_superuser())
    name = "data:contributions-staff-geojson"
    told = json.loads(client.get(reverse(name, args=[contribution.consultation_id])).getvalue())
    assert told["features"][0]["properties"]["verdict"] == "unplaced"
    assert told["features"][0]["properties"]["drawn"] is None


def test_a_new_perimeter_has_nothing_to_say_about_them():
    contribution = make_unplaced()
    assert recheck(contribution.consultation) == 0


def test_the_private_link_shows_it_and_leaves_it_without_a_place(client, consultation):
    contribution = make_unplaced(consultation, title="Nulle part")
    theme = consultation.themes.first().pk
    receipt = client.get(reverse("participation:receipt", args=[contribution.token]))
    assert "n’a pas de lieu" in receipt.content.decode()
    edited = client.post(
        reverse("participation:edit", args=[contribution.token]),
        {"kind": "proposal", "title": "Mieux dit", "language": "fr", "theme": theme},
    )
    contribution.refresh_from_db()
    assert edited.status_code == 303
    assert (contribution.title, contribution.outcome) == ("Mieux dit", "unplaced")


def test_its_author_can_give_a_place_which_is_judged():
    contribution = make_unplaced()
    with pytest.raises(DrawingRefused):
        edit(contribution, make_sent(OUTSIDE))
    edit(contribution, make_sent(INSIDE))
    contribution.refresh_from_db()
    assert (contribution.outcome, shape(contribution.anchor).wkt) == (
        "inside",
        INSIDE.replace("POINT", "POINT "),
    )


def test_staff_give_it_a_place_on_a_page(client, consultation):
    contribution = make_unplaced(consultation, "Place du Marché")
    address = reverse("participation:give_place", args=[contribution.pk])
    client.force_login(make_staff(consultation.organisation, "moderator"))
    assert "Place du Marché" in client.get(address).content.decode()
    refused = client.post(address, {"place_way": "coordinates", "coordinates": "48, 2"})
    assert refused.status_code == 422
    posted = client.post(address, {"place_way": "coordinates", "coordinates": "43.45, 8.35"})
    assert posted.status_code == 303
    contribution.refresh_from_db()
    assert (contribution.outcome, contribution.place_name) == ("inside", "Place du Marché")
    tile = client.get(reverse("api:tile", args=[consultation.pk, 1, 0, 0, 0]))
    assert counted(tile.content) == 1


def test_a_place_is_given_once():
    contribution = make_unplaced()
    give_place(contribution, shape(make_contribution().drawn))
    with pytest.raises(HasPlace):
        give_place(contribution, shape(make_contribution().drawn))


def test_nobody_else_gives_it_a_place(client, consultation):
    contribution = make_unplaced(consultation)
    address = reverse("participation:give_place", args=[contribution.pk])
    assert client.get(address).status_code == 404
    client.force_login(make_staff(make_consultation().organisation))
    assert client.post(address, {"coordinates": "43.45, 8.35"}).status_code == 403
    assert not Contribution.objects.get(pk=contribution.pk).is_placed


def test_staff_see_it_in_the_administration(client):
    contribution = make_unplaced()
    client.force_login(make_superuser())
    name = "admin:participation_contribution_{}".format
    assert client.get(reverse(name("change"), args=[contribution.pk])).status_code == 200
    listed = client.get(reverse(name("changelist")), {"outside": "no"})
    assert listed.context["cl"].result_count == 0


def test_residents_must_give_a_place(client, consultation):
    feature = {"type": "Feature", "id": str(make_sent().client_id), "geometry": None}
    feature["properties"] = {"kind": "proposal", "title": "Sans lieu", "language": "fr"}
    address = reverse("api:contributions", args=[consultation.pk])
    response = client.post(address, json.dumps(feature), content_type="application/json")
    assert response.status_code == 422
    assert not Contribution.objects.exists()
