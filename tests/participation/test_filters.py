"""The filters of the list: what they find, what they count, what they leave out."""

import pytest
from django.core import signing
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from participation.accounts.visitors import COOKIE, SALT
from participation.contributions.filters import read_filters
from tests.factories import make_comment, make_consultation, make_contribution

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    consultation = make_consultation(themes="TNS")
    t, n, _s = consultation.themes.all()
    make_contribution(consultation, title="Une traversée à la gare", theme=t)
    make_contribution(consultation, title="Ombre à la gare", theme=n, kind="report")
    make_contribution(consultation, title="Pins", text="Près du LYCÉE.", theme=n)
    return consultation


def page(client, consultation, query=""):
    address = reverse("participation:consultation", args=[consultation.slug])
    return client.get(f"{address}?{query}").context


def titles(context):
    return [row.title for row in context["page"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Pins", "Ombre à la gare", "Une traversée à la gare"]),
        ("theme=N", ["Pins", "Ombre à la gare"]),
        ("theme=T,N&kind=proposal", ["Pins", "Une traversée à la gare"]),
        ("theme=T&theme=N&kind=report", ["Ombre à la gare"]),
        ("q=gare", ["Ombre à la gare", "Une traversée à la gare"]),
        ("q=TRAVERSEE", ["Une traversée à la gare"]),
        ("q=lycée+pins", ["Pins"]),
        ("q=lycee+gare", []),
        ("q=%25", []),
        ("q=_", []),
        ("sort=oldest", ["Une traversée à la gare", "Ombre à la gare", "Pins"]),
        ("theme=S", []),
    ],
)
def test_what_the_filters_find(client, consultation, query, found):
    context = page(client, consultation, query)
    assert titles(context) == found
    assert context["found"] == len(found)
    assert context["total"] == 3


def test_each_theme_is_counted_under_the_other_filters(client, consultation):
    filters = page(client, consultation, "theme=T&q=gare")["filters"]
    assert [(theme.letter, theme.is_on, theme.count) for theme in filters.themes] == [
        ("T", True, 1),
        ("N", False, 1),
        ("S", False, 0),
    ]
    assert [(kind.value, kind.count) for kind in filters.kinds] == [("proposal", 1), ("report", 0)]


def test_the_addresses_of_the_filters_keep_the_others(client, consultation):
    filters = page(client, consultation, "theme=T&q=gare&sort=oldest")["filters"]
    assert filters.themes[1].address == "?theme=T,N&q=gare&sort=oldest"
    assert filters.themes[0].address == "?q=gare&sort=oldest"
    assert filters.query == "theme=T&q=gare&sort=oldest"


def test_the_tiles_are_asked_under_the_same_filters(client, consultation):
    address = page(client, consultation, "theme=N&q=gare&sort=oldest&page=2")["tiles_url"]
    assert address.endswith("/{z}/{x}/{y}.mvt?theme=N&q=gare")


def test_the_most_discussed_come_first(client, consultation):
    make_comment(consultation.contributions.get(number=2))
    assert titles(page(client, consultation, "sort=comments"))[0] == "Ombre à la gare"


def test_unknown_values_are_told_and_left_out(client, consultation):
    context = page(client, consultation, "theme=Z&kind=rating&sort=random&view=list")
    assert len(context["warnings"]) == 3
    assert context["found"] == 3


def test_long_searches_are_cut_and_told(consultation):
    chosen = read_filters(QueryDict("q=" + "a+" * 60), consultation)
    assert chosen.words == " ".join(["a"] * 8)
    assert chosen.warnings


def test_every_page_of_a_long_list_shows_each_contribution_once(client):
    consultation = make_consultation()
    made = {make_contribution(consultation).pk for _ in range(45)}
    shown = [row.pk for n in (1, 2, 3) for row in page(client, consultation, f"page={n}")["page"]]
    assert len(shown) == len(set(shown)) == 45
    assert set(shown) == made


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_takes_a_constant_number_of_queries(client, count, django_assert_num_queries):
    consultation = make_consultation(themes="TNS")
    for theme in list(consultation.themes.all()) * (count // 3 + 1):
        make_contribution(consultation, theme=theme)
    address = reverse("participation:consultation", args=[consultation.slug])
    client.get(address)
    with django_assert_num_queries(QUERIES):
        client.get(f"{address}?theme=T,N&q=quai&kind=proposal")


# consultation, phases, themes; counts of all, counts of the search; rows; metric system; layers on
# the map; carto-parties; what is felt; crossings of it
QUERIES = 12


def test_a_search_that_finds_too_many_says_so(client, consultation, monkeypatch):
    monkeypatch.setattr("participation.contributions.tallies.MOST_COUNTED", 1)
    monkeypatch.setattr("participation.contributions.listing.MOST_COUNTED", 1)
    context = page(client, consultation, "q=gare")
    assert context["found"] == 2
    assert len(context["warnings"]) == 1


def test_authors_find_and_count_their_own_pending(client, consultation):
    own = make_contribution(consultation, title="À relire", visibility="pending")
    request_of(client, own.participant)
    context = page(client, consultation)
    assert titles(context)[0] == "À relire"
    assert (context["total"], context["found"]) == (4, 4)
    client.cookies.clear()
    assert page(client, consultation)["total"] == 3


def request_of(client, participant):
    """Gives the client the cookie of somebody who wrote."""
    signed = signing.get_cookie_signer(salt=COOKIE + SALT).sign(str(participant.pk))
    client.cookies[COOKIE] = signed


def test_large_counts_are_grouped():
    values = {"filters": {"is_any": True}, "found": 25000, "total": 100000}
    with override("fr"):
        said = render_to_string("participation/parts/count.html", values)
    assert " ".join(said.split()) == "25 000 contributions sur 100 000"
