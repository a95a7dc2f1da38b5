"""Downloads over HTTP: who, how fresh, under which name."""

import json

import pytest
from django.db import connection

from participation.consultations.versions import raise_version
from tests.factories import make_consultation, make_organisation, make_staff

GEOJSON = "contributions.geojson"
NAMES = ["contributions.geojson", "contributions.csv"]


def address(consultation, name=GEOJSON):
    return f"/data/consultations/{consultation.pk}/{name}"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("contributions.geojson", "application/geo+json"),
     ("contributions.csv", "text/csv; charset=utf-8; header=present")],
)  # fmt: skip
def test_a_file_says_what_it_is(client, consultation, name, kind):
    response = client.get(address(consultation, name))
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == f'attachment; filename="{consultation.slug}-{name}"'


@pytest.mark.parametrize("name", NAMES)
def test_head_tells_the_same_without_the_file(client, consultation, name):
    get, head = client.get(address(consultation, name)), client.head(address(consultation, name))
    assert head.getvalue() == b""
    assert head.headers == get.headers
    assert get.getvalue()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_new_nothing_sent(client, consultation, name):
    first = client.get(address(consultation, name))
    again = client.get(address(consultation, name), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    raise_version(consultation.pk)
    later = client.get(address(consultation, name), headers={"If-None-Match": first["ETag"]})
    assert later.status_code == 200
    assert later["ETag"] != first["ETag"]


def test_a_public_file_is_asked_for_again_each_time_and_open_to_other_sites(client, consultation):
    response = client.get(address(consultation))
    assert response["Cache-Control"] == "public, no-cache"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_other_methods_are_refused(client, consultation):
    assert client.post(address(consultation)).status_code == 405


def test_a_consultation_that_is_not_there_gives_404(client, consultation):
    consultation.pk = "00000000-0000-0000-0000-000000000000"
    assert client.get(address(consultation)).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_an_unpublished_consultation_is_only_there_for_its_staff(client, db, name):
    consultation = make_consultation(is_published=False)
    assert client.get(address(consultation, name)).status_code == 404
    client.force_login(make_staff(make_organisation()))
    assert client.get(address(consultation, name)).status_code == 404
    client.force_login(make_staff(consultation.organisation))
    response = client.get(address(consultation, name))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response


@pytest.mark.parametrize("name", [f"staff/{name}" for name in NAMES])
def test_staff_files_are_for_the_staff_of_the_organisation(client, consultation, name):
    assert client.get(address(consultation, name)).status_code == 403
    client.force_login(make_staff(make_organisation()))
    assert client.get(address(consultation, name)).status_code == 403
    client.force_login(make_staff(consultation.organisation, role="moderator"))
    response = client.get(address(consultation, name))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert "Access-Control-Allow-Origin" not in response


def write_elsewhere(statement):
    """As another process would: on a connection of its own, committed."""
    elsewhere = connection.copy()
    try:
        with elsewhere.cursor() as cursor:
            cursor.execute(statement)
    finally:
        elsewhere.close()


@pytest.mark.django_db(transaction=True)
def test_a_file_is_one_state_of_the_database(client, consultation):
    """What is written after the first byte is not in the file."""
    response = client.get(address(consultation))
    pieces = iter(response.streaming_content)
    start = next(pieces) + next(pieces)
    write_elsewhere("UPDATE participation_contribution SET title = 'Changé entre-temps'")
    file = json.loads(start + b"".join(pieces))
    assert len(file["features"]) == 6
    assert "Changé entre-temps" not in {f["properties"]["title"] for f in file["features"]}


@pytest.mark.django_db(transaction=True)
def test_a_reader_who_leaves_frees_the_database(client, consultation):
    response = client.get(address(consultation))
    pieces = iter(response.streaming_content)
    next(pieces), next(pieces)
    response.close()
    assert consultation.contributions.count() == 6
