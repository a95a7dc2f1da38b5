"""The page of a carto-party: announced before, followed while it runs, for everyone or for nobody."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_cell, make_consultation, make_party, make_superuser

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
LATER = {"starts_at": timezone.now() + HOUR, "ends_at": timezone.now() + 4 * HOUR}
WORDS = {
    "meeting_place_fr": "Place du Marché",
    "audience_fr": "Tout le monde",
    "preparation_fr": "De bonnes chaussures",
}


def page(client, party, name="carto_party"):
    return client.get(reverse(f"participation:{name}", args=[party.slug]))


def test_it_announces_what_where_when_and_for_whom(client):
    shown = page(client, make_party(**LATER | WORDS)).content.decode()
    for words in ("Bancs", "Place du Marché", "Tout le monde", "De bonnes chaussures"):
        assert words in shown
    assert "#valdora-bancs" in shown
    assert "Il manque du monde" not in shown


def test_progress_is_said_in_words_and_counts_what_holds_now(client):
    party = make_party()
    late = timezone.now() - HOUR
    for number, values in enumerate(
        [{"status": "done"}, {"status": "checked"}, {"status": "taken", "lock_until": late}, {}]
    ):
        make_cell(party, code=f"A{number + 1}", **values)
    shown = page(client, party).content.decode()
    assert "<b>2</b>" in shown
    assert "carreaux relevés sur 4" in shown
    assert "<b>2</b> libres" in shown


def test_the_live_part_holds_the_progress_and_no_page_around(client):
    party = make_cell().party
    shown = page(client, party, "carto_party_live").content.decode()
    assert "carreau relevé sur 1" in shown
    assert '"A1": "free"' in shown
    assert "<html" not in shown and "data-over" not in shown


def test_nothing_is_asked_for_again_when_it_is_over(client):
    cell = make_cell(make_party(starts_at=timezone.now() - 9 * HOUR, ends_at=timezone.now() - HOUR))
    shown = page(client, cell.party).content.decode()
    assert "data-over" in shown
    assert "cartopartie est terminée" in shown


def test_the_table_says_what_the_map_says_in_the_order_of_the_map(client):
    party = make_party()
    for code in ("B1", "A10", "A2"):
        make_cell(party, code=code)
    shown = page(client, party).content.decode()
    places = [shown.index(f'id="row-{code}"') for code in ("A2", "A10", "B1")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "hidden", [{"is_published": False}, {"consultation": {"is_published": False}}]
)
def test_what_is_not_published_is_not_there_but_for_staff(client, hidden):
    values = dict(hidden)
    if "consultation" in values:
        values["consultation"] = make_consultation(**values["consultation"])
    cell = make_cell(make_party(**values))
    slug = cell.party.slug
    names = [("participation:carto_party", [slug]), ("participation:carto_party_live", [slug])]
    names += [("participation:cell", [slug, "A1"]), ("api:cells", [slug])]
    names += [("api:cell_gpx", [slug, "A1"])]
    addresses = [reverse(name, args=arguments) for name, arguments in names]
    assert {client.get(address).status_code for address in addresses} == {404}
    client.force_login(make_superuser())
    assert {client.get(address).status_code for address in addresses} == {200}


def test_the_pages_ask_the_database_as_often_for_many_cells_as_for_one(
    client, django_assert_max_num_queries
):
    party = make_party()
    for number in range(1, 30):
        make_cell(party, code=f"A{number}")
    page(client, party)
    with django_assert_max_num_queries(9):
        page(client, party)
