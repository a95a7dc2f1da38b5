"""Tiles are answered early, and as safely as everything else."""

import psycopg
import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from participation.contributions import tiles
from tests.factories import make_contribution, make_staff
from tests.participation.visibility_world import counted


def address(consultation):
    consultation.refresh_from_db()
    return reverse("api:tile", args=[consultation.pk, consultation.data_version, 18, 0, 0])


@pytest.mark.django_db
def test_a_tile_asks_the_database_once_and_never_who_asks(client, django_assert_num_queries):
    consultation = make_contribution().consultation
    client.force_login(make_staff(consultation.organisation))
    tile = address(consultation)
    with django_assert_num_queries(0):  # through Django; its own statement goes beside
        answer = client.get(tile)
    assert answer.status_code == 200
    assert not hasattr(answer.wsgi_request, "session")
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.django_db
def test_a_tile_has_the_headers_that_keep_it_what_it_is(client):
    answer = client.get(address(make_contribution().consultation))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer["Content-Length"] == "0"


@pytest.mark.django_db
def test_tiles_are_plain_http_nowhere_either(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get(address(make_contribution().consultation))
    assert (answer.status_code, answer["Location"][:6]) == (301, "https:")


@pytest.mark.django_db
def test_a_tile_under_a_foreign_host_name_is_refused(client):
    tile = address(make_contribution().consultation)
    assert client.get(tile, headers={"host": "evil.example"}).status_code == 400


@pytest.mark.django_db
def test_when_the_database_gives_up_on_a_tile_the_map_is_asked_to_try_again(client, monkeypatch):
    def give_up(*_arguments, **_names):
        raise OperationalError("canceling statement due to statement timeout")

    tile = address(make_contribution().consultation)
    monkeypatch.setattr(tiles, "drawn_tile", give_up)
    answer = client.get(tile)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db(transaction=True)
def test_a_tile_is_asked_again_where_the_connection_broke(client):
    consultation = make_contribution().consultation
    tile = address(consultation).replace("/18/0/0", "/0/0/0")
    assert counted(client.get(tile).content) == 1
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    assert counted(client.get(tile).content) == 1
