"""A place by its name: a point, the line of a street or of a part of it, an area."""

import pytest
from django.urls import reverse

from geo.names.models import Place
from participation.contributions.models import Contribution
from participation.contributions.place_form import PlaceForm
from tests.factories import make_consultation
from tests.geo.places.island import TOWN, publish, street

pytestmark = pytest.mark.django_db
AVENUE, HIGH, FOUNTAIN = "Avenue Jean-Jaurès", "Rue Haute", "Rue de la Fontaine"
TOGETHER = [
    street(AVENUE, (-5, 0), (-3, 0), (0, 0), (3, 0), (5, 0)),
    *(row for row in TOWN if row.tags["name"] != AVENUE),
]


def number_of(name):
    return str(Place.objects.filter(name=name).order_by("pk").last().pk)


def form_for(consultation, name="", **fields):
    given = {"place_way": "place", "place": number_of(name) if name else ""} | fields
    form = PlaceForm(consultation, given)
    form.is_valid()
    return form


@pytest.fixture
def consultation():
    publish(TOGETHER, licence="Licence Ouverte 2.0")
    return make_consultation()


def test_a_street_is_taken_from_end_to_end(consultation):
    form = form_for(consultation, AVENUE)
    assert (form.verdict.outcome, form.verdict.kind) == ("inside", "line")
    assert form.shape.length == pytest.approx(0.010)


def test_a_street_between_two_others_is_a_part_of_it(consultation):
    ends = {"place_from": number_of(HIGH), "place_to": number_of(FOUNTAIN)}
    form = form_for(consultation, AVENUE, place_as="between", **ends)
    assert form.verdict.kind == "line"
    assert form.shape.length == pytest.approx(0.003)


def test_a_street_may_be_one_point(consultation):
    form = form_for(consultation, AVENUE, place_as="point")
    assert form.verdict.kind == "point"


def test_a_park_is_an_area(consultation):
    form = form_for(consultation, "Parc des Pins")
    assert form.verdict.kind == "area"


def test_a_point_lies_where_the_street_is_inside(consultation):
    publish([street("Route du Col", (20, 0), (25, 0), (200, 0))], slug="autre")
    form = form_for(consultation, "Route du Col", place_as="point")
    assert form.verdict.outcome == "inside"


def test_where_lines_are_not_taken_a_street_is_a_point(consultation):
    consultation.geometry_kinds = ["point"]
    assert form_for(consultation, AVENUE, place_as="whole").verdict.kind == "point"


def test_of_share_alike_layers_only_a_point_is_taken():
    publish(TOGETHER, slug="osm", licence="ODbL 1.0")
    consultation = make_consultation()
    ends = {"place_from": number_of(HIGH), "place_to": number_of(FOUNTAIN)}
    for part in ("", "whole", "between", "point"):
        form = form_for(consultation, AVENUE, place_as=part, **ends)
        assert form.verdict.kind == "point"
    assert form_for(consultation, "Parc des Pins").verdict.kind == "point"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"place": "99999999"}, "Choisissez un lieu dans la liste."),
        ({"place_words": "jaures"}, "Choisissez un lieu dans la liste."),
        ({"place": "1' OR 1=1"}, ""),
        ({"place": "9" * 40}, ""),
    ],
)
def test_what_is_no_place_is_refused_with_a_sentence(consultation, fields, sentence):
    form = form_for(consultation, **fields)
    assert form.verdict is None
    assert sentence in " ".join(form.errors["place"])


def test_two_streets_that_leave_nothing_between_are_refused(consultation):
    same = number_of(HIGH)
    form = form_for(consultation, AVENUE, place_as="between", place_from=same, place_to=same)
    assert "Choisissez-en deux autres" in form.errors["place"][0]


def test_a_crossing_that_was_not_chosen_is_asked_for(consultation):
    form = form_for(consultation, AVENUE, place_as="between", place_from=number_of(HIGH))
    assert form.errors["place"] == ["Choisissez un lieu dans la liste."]


def post(client, consultation, **fields):
    address = reverse("participation:take_part", args=[consultation.slug])
    return client.post(address, fields, headers={"Sec-Fetch-Site": "same-origin"})


def test_without_a_script_a_search_shows_places_to_choose(client, consultation):
    page = post(client, consultation, go="search", place_words="av jaures").content.decode()
    assert f'name="place" value="{number_of(AVENUE)}"' in page
    assert "1 lieu trouvé" in page


def test_without_a_script_the_part_of_a_chosen_street_is_asked(client, consultation):
    fields = {"place_words": "jaures", "place": number_of(AVENUE)}
    page = post(client, consultation, go="place", **fields).content.decode()
    for words in ("bout à l’autre", "Entre deux rues", "En un point", HIGH, FOUNTAIN):
        assert words in page


def test_a_new_search_lets_go_of_the_chosen_place(client, consultation):
    fields = {"place_words": "pins", "place": number_of(AVENUE)}
    page = post(client, consultation, go="search", **fields).content.decode()
    assert f'value="{number_of("Parc des Pins")}"' in page
    assert f'value="{number_of(AVENUE)}"' not in page


def test_enter_in_the_field_of_another_way_goes_on_with_that_way(client, consultation):
    fields = {"place_way": "coordinates", "coordinates": "43.45, 8.35"}
    response = post(client, consultation, go="search", **fields)
    assert response.context["step"] == "what"


def test_words_that_find_nothing_are_answered_with_a_sentence(client, consultation):
    page = post(client, consultation, go="search", place_words="zzzz").content.decode()
    assert "Aucun lieu de ce nom" in page


def test_the_line_of_a_street_is_stored_from_the_form(client, consultation):
    ends = {"place_from": number_of(HIGH), "place_to": number_of(FOUNTAIN)}
    words = {"kind": "proposal", "theme": consultation.themes.first().pk, "title": "Des arbres"}
    response = post(
        client,
        consultation,
        go="send",
        place_way="place",
        place=number_of(AVENUE),
        place_as="between",
        consent="on",
        **ends,
        **words,
    )
    assert response.status_code == 303
    assert Contribution.objects.get().geometry.length == pytest.approx(0.003)


def test_the_chosen_place_is_asked_for_by_the_page(client, consultation):
    address = reverse("participation:named_place", args=[consultation.slug])
    page = client.get(address, {"place": number_of(AVENUE), "place_as": "between"})
    assert 'value="between" checked' in page.content.decode()
    assert not page.cookies
    for strange in ("", "x", "0", "9" * 40, "-1", "\x00"):
        assert client.get(address, {"place": strange}).status_code == 404


def test_who_checks_reads_the_name_that_was_chosen(client, consultation):
    fields = {"place_way": "place", "place": number_of(HIGH), "place_words": HIGH}
    point = post(client, consultation, go="what", place_as="point", **fields)
    assert point.context["place_sentence"].startswith(HIGH)
    line = post(client, consultation, go="what", place_as="whole", **fields)
    assert line.context["place_sentence"].startswith("Ligne de")
    assert HIGH in line.context["place_sentence"]
    other = fields | {"place_way": "coordinates", "coordinates": "43.45, 8.35"}
    assert HIGH not in post(client, consultation, go="what", **other).context["place_sentence"]
