"""Nobody but staff fills the disk with files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import make_consultation

pytestmark = pytest.mark.django_db


def large():
    return {"file": SimpleUploadedFile("large.bin", b"x" * 3_000_000), "go": "what"}


def test_a_large_file_of_a_resident_is_refused_unread(client):
    address = f"/fr/consultations/{make_consultation().slug}/take-part/"
    assert client.post(address, large()).status_code == 413
    assert client.post("/fr/admin/login/", large()).status_code == 413


def test_staff_may_send_what_a_perimeter_takes_and_no_more(admin_client, monkeypatch):
    address = "/fr/admin/geo/perimeter/add/"
    assert admin_client.post(address, large()).status_code == 422
    monkeypatch.setattr("geo.config.uploads.FILE_BYTES", 1_000_000)
    refused = admin_client.post(address, large())
    assert refused.status_code == 413 and "50\N{NO-BREAK SPACE}Mo" in refused.text
