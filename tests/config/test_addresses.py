"""The front door: languages, cookies, health, errors."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("it-IT,it;q=0.9", "it"), ("en-GB", "en"), ("fr", "fr"), ("de,pt;q=0.5", "fr"), ("", "fr")],
)
def test_the_root_leads_to_the_visitors_language_then_french(client, accepted, language):
    answer = client.get("/", headers={"accept-language": accepted})
    assert (answer.status_code, answer["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in answer["Vary"]


@pytest.mark.parametrize("address", ["/", "/fr/", "/it/", "/fr/nowhere/", "/health/"])
def test_reading_sets_no_cookie(client, address):
    assert client.get(address).cookies == {}


def test_health_says_ok(client):
    answer = client.get("/health/")
    assert (answer.content, answer["Cache-Control"].split(",")[0]) == (b"ok", "max-age=0")


def test_a_page_that_is_not_there_says_so_in_the_language_of_the_page(client):
    answer = client.get("/it/nowhere/")
    assert answer.status_code == 404
    assert b'lang="it"' in answer.content


def test_a_foreign_host_name_is_refused(client):
    assert client.get("/health/", headers={"host": "evil.example"}).status_code == 400


def test_pages_forbid_scripts_and_frames_of_others(client):
    policy = client.get("/fr/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_an_error_of_ours_shows_a_page_and_no_detail(settings):
    settings.ROOT_URLCONF = "tests.config.broken_urls"
    answer = Client(raise_request_exception=False).get("/broken/")
    assert answer.status_code == 500
    assert b"canary" not in answer.content
    assert b"<html" in answer.content


@pytest.mark.parametrize(
    ("address", "kind"), [("/slow/", "text/html"), ("/api/slow/", "application/problem+json")]
)
def test_when_the_database_gives_up_everybody_is_asked_to_try_again(settings, address, kind):
    settings.ROOT_URLCONF = "tests.config.broken_urls"
    answer = Client().get(address)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer["Content-Type"].startswith(kind)
    assert b"canary" not in answer.content
