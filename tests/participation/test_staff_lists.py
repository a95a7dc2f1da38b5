"""Whatever stands in the address of a list of the staff area, a page answers."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.factories import make_comment, make_contribution, make_superuser
from tests.participation.test_hostile_input import address_with

pytestmark = pytest.mark.django_db
JUNK = ["a\x00b", "'", "\ud800", "9" * 5000]
ALWAYS = ["q", "o", "p", "all", "e", "_facets", "_popup", "_to_field", "_changelist_filters"]
UNREADABLE = "Le filtre de cette adresse est illisible"
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


def fields_of(filters):
    """The names of the parameters of a list's filters."""
    for name in filters:
        name = name[0] if isinstance(name, tuple) else name
        yield getattr(name, "parameter_name", name)


def parameters_of(model):
    """Every parameter that the list of `model` reads, and some that it does not."""
    options = admin.site._registry[model]
    for name in fields_of(options.list_filter):
        yield from (name, f"{name}__exact", f"{name}__id__exact", f"{name}__isnull")
    if options.date_hierarchy:
        yield f"{options.date_hierarchy}__year"
    yield from ("pk", "id__exact", "nobody__knows", "a\x00b", *ALWAYS)


@pytest.fixture
def staff(client):
    make_comment(make_contribution(title="Un banc à l’ombre"))
    client.force_login(make_superuser())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_filter_of_any_list_is_an_error_of_the_server(client, staff, model):
    path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    if client.get(path).status_code == 403:
        return  # reached through another page, never as a list
    for name in parameters_of(model):
        for text in JUNK:
            address = f"{path}?{address_with(name, text)}"
            response = client.get(address, follow=True)
            assert response.status_code in (200, 400), address
            assert response.content, address


def test_a_filter_that_cannot_be_read_shows_the_whole_list_and_says_so(client, staff):
    path = reverse("admin:participation_contribution_changelist")
    for query in ("visibility__exact=%00", "created_at__year=abc"):
        page = client.get(f"{path}?{query}", follow=True)
        assert page.status_code == 200, query
        assert UNREADABLE in page.text, query
        assert "Un banc à l’ombre" in page.text, query


def test_a_list_without_junk_says_nothing_of_it(client, staff):
    path = reverse("admin:participation_contribution_changelist")
    assert UNREADABLE not in client.get(f"{path}?visibility__exact=published").text


@pytest.mark.parametrize("key", ["%00", "a%00b", "9" * 300, "..%2f", "nobody"])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_key_of_any_page_is_an_error_of_the_server(client, staff, model, key):
    path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for page in ("change", "delete", "history"):
        assert client.get(f"{path}{key}/{page}/").status_code in (302, 403, 404)
