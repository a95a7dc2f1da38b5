"""The list and the map around a place that somebody named."""

import pytest
from django.urls import reverse

from participation.contributions.filters import Filters
from tests.factories import make_consultation, make_contribution
from tests.geo.places.island import publish
from tests.geo.tiles.test_clusters import layers

pytestmark = pytest.mark.django_db
NEAR = "8.34500,43.44900,8.35500,43.45100"


@pytest.fixture
def consultation():
    publish()
    return make_consultation()


def listed(client, consultation, **query):
    return client.get(reverse("participation:consultation", args=[consultation.slug]), query)


def test_the_list_and_its_counts_keep_to_the_surroundings(client, consultation):
    near = make_contribution(consultation, theme=consultation.themes.first(), title="Ici")
    make_contribution(consultation, "POINT(8.33 43.46)", title="Ailleurs")
    make_contribution(
        consultation, "LINESTRING(8.34 43.44, 8.36 43.46)", title="Une ligne qui passe"
    )
    page = listed(client, consultation, near=NEAR, near_name="Rue Haute")
    assert [row.title for row in page.context["page"]] == ["Une ligne qui passe", "Ici"]
    assert (page.context["found"], page.context["total"]) == (2, 3)
    counts = {theme.pk: theme.count for theme in page.context["filters"].themes}
    assert counts[near.theme_id] == 1
    assert "Autour de\u00a0: Rue Haute" in page.content.decode()


def test_the_map_shows_the_same(consultation):
    make_contribution(consultation)
    make_contribution(consultation, "POINT(8.33 43.46)")
    near = Filters(near=(8.345, 43.449, 8.355, 43.451))
    for filters, number in ((Filters(), 2), (near, 1)):
        found = layers(consultation, 0, filters=filters)
        features = [*found.get("clusters", []), *found.get("points", [])]
        assert sum(feature["properties"].get("count", 1) for feature in features) == number


@pytest.mark.parametrize(
    "near",
    ["x", "1,2,3", "nan,1,2,3", "8.4,43.4,8.3,43.5", "inf,0,1,1", "1e400,0,1,1", "'", "\x00"],
)
def test_what_is_no_box_is_told_and_everything_shown(client, consultation, near):
    make_contribution(consultation)
    page = listed(client, consultation, near=near)
    assert page.context["found"] == 1
    assert "Ce lieu n’a pas pu être lu" in page.content.decode()


def test_without_a_script_words_lead_to_links(client, consultation):
    make_contribution(consultation)
    page = listed(client, consultation, near_words="jaures")
    ((place, address),) = page.context["near_places"]
    assert place.name == "Avenue Jean-Jaurès"
    assert f'href="{address.replace("&", "&amp;")}"' in page.content.decode()
    around = client.get(reverse("participation:consultation", args=[consultation.slug]) + address)
    assert around.context["found"] == 1


def test_other_filters_and_the_surroundings_go_together(client, consultation):
    make_contribution(consultation, title="Un banc")
    make_contribution(consultation, title="Un arbre")
    page = listed(client, consultation, near=NEAR, q="banc")
    assert page.context["found"] == 1
    assert "near=8.34500" in page.context["filters"].themes[0].address
