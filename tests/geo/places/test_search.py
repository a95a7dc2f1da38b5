"""Places are found by their names, as people write them."""

import pytest
import shapely

from geo.layers.importing import FeatureRow
from geo.perimeters.ground import Ground
from geo.places.search import find_places
from tests.geo.places.island import TOWN, area, publish, street
from tests.participation.hostile import CONTROLS, MARKUP, SQL

pytestmark = pytest.mark.django_db
SQUARE = shapely.box(8.325, 43.425, 8.375, 43.475)


@pytest.fixture
def ground():
    return Ground.of(SQUARE, 2154)


def names(question, ground):
    return [place.name for place in find_places(question, ground)]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("avenue jean jaures", "Avenue Jean-Jaurès"),
        ("AVENUE JEAN JAURÈS", "Avenue Jean-Jaurès"),
        ("av. j", "Avenue Jean-Jaurès"),
        ("aveune jean jaures", "Avenue Jean-Jaurès"),
        ("jaures jean", "Avenue Jean-Jaurès"),
        ("jaur", "Avenue Jean-Jaurès"),
        ("boulevard jean jaures", "Avenue Jean-Jaurès"),
        ("bd saint roch", "Boulevard St-Roch"),
        ("boulevard st roch", "Boulevard St-Roch"),
        ("fontiane", "Rue de la Fontaine"),
        ("rue fontaine", "Rue de la Fontaine"),
        ("v. garibaldi", "Via Garibaldi"),
        ("garibladi", "Via Garibaldi"),
        ("parc pins", "Parc des Pins"),
        ("port val", "Port-Valdora"),
        ("rpt fontaine", "Rond-Point de la Fontaine"),
    ],
)
def test_a_name_is_found_as_people_write_it(ground, question, name):
    publish([*TOWN, street("Rond-Point de la Fontaine", (8, 8), (9, 9))])
    assert names(question, ground)[:1] == [name]


@pytest.mark.parametrize("question", ["", "  ", "%", "_", "\x00", "zzzz", "rue zzzz", "’", "-"])
def test_what_is_no_name_finds_nothing(ground, question):
    publish()
    assert names(question, ground) == []


@pytest.mark.parametrize(
    "question", [*MARKUP, *CONTROLS, *SQL, "x" * 10_240, "a " * 5_120, "\ud800"]
)
def test_whatever_is_asked_gets_an_answer(ground, question):
    publish()
    assert isinstance(find_places(question, ground), list)


def test_a_wildcard_is_not_one(ground):
    publish()
    assert names("%ontaine", ground) == names("ontaine", ground)


def test_a_place_tells_its_kind_its_commune_and_its_other_name(ground):
    publish([*TOWN, street("Place Neuve", (6, 0), (7, 0), **{"name:it": "Piazza Nuova"})])
    found = find_places("piazza nuova", ground)[0]
    assert (found.name, found.also, found.kind, found.commune) == (
        "Place Neuve",
        "Piazza Nuova",
        "street",
        "Port-Valdora",
    )
    assert found.box == pytest.approx((8.356, 43.45, 8.357, 43.45), abs=1e-5)


def test_what_lies_inside_comes_before_what_lies_outside(ground):
    publish([street("Rue Haute Vieille", (0, 0), (1, 0)), street("Rue Haute", (30, 0), (31, 0))])
    found = find_places("rue haute", ground)
    assert [(place.name, place.is_inside) for place in found] == [
        ("Rue Haute Vieille", True),
        ("Rue Haute", False),
    ]


def test_a_road_is_inside_where_a_part_of_it_is(ground):
    publish([street("Route du Col", (20, 0), (200, 0))])
    assert find_places("route du col", ground)[0].is_inside


def test_what_is_far_away_is_left_out(ground):
    publish([street("Rue Haute", (3_000, 0), (3_001, 0))])
    assert names("rue haute", ground) == []


def test_a_commune_stands_for_its_town_and_for_the_same_one_of_another_layer(ground):
    publish()
    publish([area("Port-Valdora", -9, -9, 18, boundary="administrative")], slug="communes")
    assert [place.kind for place in find_places("port-valdora", ground)] == ["commune"]


def test_of_two_layers_the_one_that_may_be_copied_answers(ground):
    publish([street("Rue Haute", (0, 0), (1, 0))], slug="osm", licence="ODbL 1.0")
    publish([street("Rue Haute", (0, 0), (1, 0))], slug="ville", licence="Licence Ouverte 2.0")
    (found,) = find_places("rue haute", ground)
    assert found.is_copyable


def test_only_the_version_that_is_shown_is_searched(ground):
    publish([street("Rue Ancienne", (0, 0), (1, 0))])
    publish([street("Rue Nouvelle", (0, 0), (1, 0))])
    assert names("rue ancienne", ground) == []
    assert names("rue nouvelle", ground) == ["Rue Nouvelle"]


def test_at_most_eight_are_told(ground):
    publish([street(f"Rue du Puits {at}", (at, at), (at + 0.5, at)) for at in range(12)])
    assert len(names("puits", ground)) == 8


def test_a_word_longer_than_the_database_takes_is_found_by_its_beginning(ground):
    publish([street("㍿" * 280 + " Haute", (0, 0), (1, 0))])
    assert len(names("haute", ground)) == len(names("㍿" * 90, ground)) == 1


@pytest.mark.parametrize(("question", "most"), [("rue", 4), ("aveune jaen juares", 5)])
def test_a_question_is_answered_with_few_queries(
    ground, django_assert_max_num_queries, question, most
):
    publish([FeatureRow(row.geometry, row.tags) for row in TOWN])
    with django_assert_max_num_queries(most):
        find_places(question, ground)
