"""Pages of the list that begin where the one before ended."""

import datetime
import re
from html import unescape

import pytest
from django.urls import reverse

from participation.contributions.models import Contribution
from participation.contributions.tiles import recount_all
from participation.moderation import decisions
from tests.factories import (
    make_consultation,
    make_contribution,
    make_participant,
    make_superuser,
)
from tests.participation.visibility_world import sign_in

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 5, 1, 12, tzinfo=datetime.UTC)
SORTS = ["recent", "oldest", "comments"]


@pytest.fixture
def consultation():
    """45 contributions, some of them of the same moment and with as many comments."""
    consultation = make_consultation()
    for number in range(45):
        moment = NOON + datetime.timedelta(minutes=number // 3)
        make_contribution(consultation, created_at=moment, comment_count=number % 4)
    return consultation


def opened(client, consultation, query=""):
    address = reverse("participation:consultation", args=[consultation.slug])
    return client.get(address + query)


def link(answer, rel):
    found = re.search(rf'rel="{rel}" href="([^"]+)"', answer.content.decode())
    return found and unescape(found[1])


def numbers(answer):
    return [row.number for row in answer.context["page"]]


def walk(client, consultation, first, rel):
    """The pages from `first` on, following the links."""
    pages, query = [], first
    while query:
        answer = opened(client, consultation, query)
        pages.append(numbers(answer))
        query = link(answer, rel)
    return pages


@pytest.mark.parametrize("sort", SORTS)
def test_following_the_links_shows_each_once_in_order_there_and_back(client, consultation, sort):
    forth = walk(client, consultation, f"?sort={sort}", "next")
    counted_off = [
        numbers(opened(client, consultation, f"?sort={sort}&page={n}")) for n in (1, 2, 3)
    ]
    assert forth == counted_off
    assert sorted(sum(forth, [])) == list(range(1, 46))
    assert walk(client, consultation, f"?sort={sort}&page=3", "prev")[1:] == forth[1::-1]


def test_what_is_written_meanwhile_pushes_nothing_onto_the_next_page(client, consultation):
    first = opened(client, consultation)
    make_contribution(consultation)
    second = opened(client, consultation, link(first, "next"))
    assert not set(numbers(first)) & set(numbers(second))
    assert len(numbers(second)) == 20


def test_a_link_to_a_page_stands_when_its_edge_is_hidden(client, consultation):
    first = opened(client, consultation)
    query = link(first, "next")
    edge = Contribution.objects.get(consultation=consultation, number=numbers(first)[-1])
    decisions.hide(edge, make_superuser(), "hors sujet")
    second = opened(client, consultation, query)
    assert numbers(second) == numbers(opened(client, consultation, "?page=2"))


@pytest.mark.parametrize("edge", ["after=", "after=-1", "before=x", "after=9999999999", "after=²"])
def test_an_edge_that_makes_no_sense_is_passed_over(client, consultation, edge):
    assert numbers(opened(client, consultation, f"?page=2&{edge}")) == numbers(
        opened(client, consultation, "?page=2")
    )


def test_filters_and_view_stay_in_the_links(client, consultation):
    Contribution.objects.update(kind="report")
    recount_all(consultation.pk)
    query = link(opened(client, consultation, "?kind=report&sort=oldest&view=list"), "next")
    assert re.fullmatch(r"\?kind=report&sort=oldest&page=2&after=\d+&view=list", query)


def test_authors_meet_their_own_pending_ones_in_their_place(client, consultation):
    author = make_participant()
    moment = NOON + datetime.timedelta(minutes=8, seconds=1)
    pending = make_contribution(
        consultation, created_at=moment, participant=author, visibility="pending"
    )
    others = walk(client, consultation, "?page=1", "next")
    sign_in(client, author)
    shown = walk(client, consultation, "?page=1", "next")
    assert sum(shown, []).count(pending.number) == 1
    assert pending.number not in sum(others, [])


@pytest.mark.parametrize("query", ["", "?page=2&after=26", "?page=2&before=5", "?page=3"])
def test_a_page_asks_as_many_questions_however_deep(
    client, consultation, django_assert_max_num_queries, query
):
    with django_assert_max_num_queries(12):
        opened(client, consultation, query)
