"""The first page of the staff area leads to all that somebody may do, and says where to begin."""

import re

import pytest
from django.contrib import admin

from geo.config.staff_index import GROUPS
from tests.factories import make_organisation, make_staff, make_superuser

pytestmark = pytest.mark.django_db
INDEX = "/en/admin/"
# what an organiser finds nowhere: accounts and groups of accounts
FOR_SUPERUSERS = {"user", "group"}
REACHED_OTHERWISE = {"datasetversion", "perimeterversion"}


def lists_on(client):
    """The names of the lists to which the page leads."""
    return set(re.findall(r'href="/en/admin/\w+/(\w+)/"', client.get(INDEX).text))


def registered():
    names = {model._meta.model_name for model in admin.site._registry}
    return names - REACHED_OTHERWISE


def test_an_organiser_finds_every_list_but_those_of_accounts(client):
    client.force_login(make_staff(make_organisation()))
    assert lists_on(client) == registered() - FOR_SUPERUSERS


def test_a_moderator_finds_what_is_moderated(client):
    client.force_login(make_staff(make_organisation(), role="moderator"))
    found = lists_on(client)
    assert {"contribution", "comment", "moderationdecision"} <= found
    assert not {"perimeter", "layer", "dataset"} & found


def test_every_list_has_its_place_in_a_group(client):
    client.force_login(make_superuser())
    assert lists_on(client) == registered()
    assert {one.lower() for *_, names in GROUPS for one in names} == registered()


def test_staff_of_no_organisation_are_told_so(client):
    client.force_login(make_staff(None))
    page = client.get(INDEX).text
    assert "works for no organisation yet" in page
    assert not {"consultation", "contribution", "perimeter"} & lists_on(client)
