"""How staff choose the map after a carto-party."""

import html
import re

import pytest
from django.urls import reverse

from tests.factories import make_staff, make_superuser
from tests.participation.carto_parties.test_comparing import AFTER, BEFORE, layer, party, taken

__all__ = ["layer", "party"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, party):
    client.force_login(make_superuser())
    return reverse("admin:participation_cartoparty_after", args=[party.pk])


def within(party, layer, features, name, **changes):
    """A snapshot of the perimeter of the party."""
    version = party.consultation.perimeter.current_id
    return taken(layer, features, name, perimeter_version=version, **changes)


def test_a_snapshot_under_the_same_conditions_becomes_the_map_after(client, page, party, layer):
    party.before = within(party, layer, BEFORE, "x")
    party.after = None
    party.save()
    after = within(party, layer, AFTER, "y")
    client.post(page, {"snapshot": after.snapshot.pk})
    party.refresh_from_db()
    assert party.after_id == after.pk
    assert "objet redessiné" in client.get(f"/fr/carto-parties/{party.slug}/recap/").text


def test_one_under_other_conditions_is_refused_with_its_reason(client, page, party, layer):
    party.before = within(party, layer, BEFORE, "x")
    party.after = None
    party.save()
    other = within(party, layer, AFTER, "y", presets=["bench", "toilets"])
    answer = client.post(page, {"snapshot": other.snapshot.pk}).text
    party.refresh_from_db()
    assert party.after_id is None
    assert "pas les mêmes sortes d’objets" in answer


def test_the_import_of_the_map_after_asks_what_the_map_before_asked(client, page, party, layer):
    party.before = within(party, layer, BEFORE, "x", presets=["bench", "toilets"])
    party.save()
    link = re.search(r'href="([^"]*osmsnapshot/add/[^"]*)"', client.get(page).text)
    form = client.get(html.unescape(link[1])).context["form"]
    assert form["presets"].value() == ["bench", "toilets"]
    assert form["consultation"].value() == str(party.consultation_id)


def test_who_may_not_change_the_party_does_not_see_the_page(client, page):
    client.force_login(make_staff())
    assert client.get(page).status_code in (302, 403, 404)
