"""What is packed for slow lines, and what is not."""

import gzip

import pytest
from django.http import HttpResponse
from django.urls import reverse

from geo.config.packing import PackingMiddleware
from tests.factories import make_contribution

pytestmark = pytest.mark.django_db
PACKED = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def consultation():
    return make_contribution().consultation


@pytest.mark.parametrize("headers", [{}, {"Accept-Encoding": "identity"}])
def test_pages_are_packed_for_those_who_can_unpack_them(client, consultation, headers):
    address = reverse("participation:consultation", args=[consultation.slug])
    plain, packed = client.get(address, headers=headers), client.get(address, headers=PACKED)
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 2
    assert b"<html" in gzip.decompress(packed.content)


@pytest.mark.parametrize(
    ("kind", "encoding"),
    [("application/geo+json", "gzip"), ("application/json", "gzip"), ("image/png", ""),
     ("application/vnd.mapbox-vector-tile", "")],
)  # fmt: skip
def test_text_is_packed_and_what_is_packed_already_is_not(rf, kind, encoding):
    pack = PackingMiddleware(lambda request: HttpResponse("x" * 1000, content_type=kind))
    assert pack(rf.get("/", headers=PACKED)).get("Content-Encoding", "") == encoding


def test_streams_go_out_as_they_are_made(client, consultation):
    address = f"/data/consultations/{consultation.pk}/contributions.geojson"
    answer = client.get(address, headers=PACKED)
    assert answer.streaming
    assert "Content-Encoding" not in answer
