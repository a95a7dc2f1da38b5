"""The nginx of the guide, started: what is kept, what is packed, what is gone in time."""

import gzip
import http.client
import json
import re
import socket
import ssl
import time
import uuid
from contextlib import ExitStack, contextmanager

import pytest
from django.urls import reverse

from participation.moderation.decisions import hide
from tests.factories import make_consultation, make_contribution, make_superuser
from tests.nginx import IS_HERE, ask, in_front_of
from tests.participation.served import HOST, server

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not IS_HERE, reason="nginx is not installed"),
]
KEEPS_S = 5.0


@pytest.fixture(scope="module")
def nginx(django_db_setup, tmp_path_factory):
    """The folder and the HTTPS port of an nginx in front of the service."""
    folder = tmp_path_factory.mktemp("nginx")
    with server() as backend, in_front_of(backend, folder) as (secure, plain):
        yield folder, secure, plain


def tile_of(consultation):
    consultation.refresh_from_db()
    place = [consultation.pk, consultation.data_version, 14, 8572, 5992]
    return reverse("api:tile", args=place)


def test_what_is_hidden_is_gone_within_five_seconds_though_its_tile_was_kept(nginx):
    _folder, port, _plain = nginx
    consultation = make_consultation()
    hidden = make_contribution(consultation, "POINT(8.35 43.45)", title="Zqhidden")
    path = tile_of(consultation)
    first = ask(port, path)
    assert b"Zqhidden" in first[2]
    again = ask(port, path)
    assert (again[1]["X-Cache"], again[2]) == ("HIT", first[2])
    assert again[1]["Cache-Control"] == "public, no-cache"
    hide(hidden, make_superuser(), "Essai.")
    since = time.monotonic()
    page = reverse("participation:consultation", args=[consultation.slug])
    assert b"Zqhidden" not in ask(port, page)[2]
    assert b"Zqhidden" not in ask(port, tile_of(consultation))[2]
    asked = since
    while b"Zqhidden" in ask(port, path)[2]:
        # When it was asked, not answered: and nginx counts in whole seconds.
        assert asked - since < KEEPS_S + 1
        time.sleep(0.1)
        asked = time.monotonic()


def test_a_tile_that_did_not_change_is_not_sent_again(nginx):
    _folder, port, _plain = nginx
    consultation = make_consultation()
    make_contribution(consultation)
    path = tile_of(consultation)
    etag = ask(port, path)[1]["ETag"]
    assert ask(port, path, If_None_Match=etag)[::2] == (304, b"")


def test_pages_and_static_files_arrive_packed_and_static_files_are_kept(nginx):
    _folder, port, _plain = nginx
    status, headers, body = ask(port, "/fr/", Accept_Encoding="gzip")
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert b"Placette" in gzip.decompress(body)
    assert "Set-Cookie" not in headers
    sheets = [ask(port, "/static/geo/css/base.css", Accept_Encoding="gzip") for _ in range(2)]
    assert [status for status, _headers, _body in sheets] == [200, 200]


def test_http_is_sent_to_https(nginx):
    _folder, _port, plain = nginx
    connected = http.client.HTTPConnection(HOST, plain, timeout=30)
    connected.request("GET", "/fr/", headers={"Host": "localhost"})
    response = connected.getresponse()
    answer = response.status, response.getheader("Location")
    connected.close()
    assert answer == (301, "https://localhost/fr/")


def test_writing_passes_and_the_log_knows_nobody(nginx):
    folder, port, _plain = nginx
    consultation = make_consultation()
    message = {
        "type": "Feature",
        "id": str(uuid.uuid4()),
        "geometry": {"type": "Point", "coordinates": [8.35, 43.45]},
        "properties": {"kind": "proposal", "theme": "T", "title": "Un banc", "language": "fr"},
    }
    path = reverse("api:contributions", args=[consultation.pk])
    status, _headers, body = ask(
        port, path, json.dumps(message), Content_Type="application/geo+json",
        X_Forwarded_For="203.0.113.9",
    )  # fmt: skip
    assert status == 201
    receipt = json.loads(body)["receipt"]
    ask(port, "/fr" + receipt.partition("/fr")[2])
    logged = (folder / "placette.log").read_text() + (folder / "placette.error.log").read_text()
    assert " POST 201 " in logged
    assert not re.search(r"127\.0\.0\.1|203\.0|receipts|/fr/", logged)


def test_a_flood_of_one_address_is_told_to_wait(nginx):
    _folder, port, _plain = nginx
    answers = [ask(port, "/health/")[0] for _ in range(400)]
    assert set(answers) <= {200, 429}


def test_a_class_behind_one_address_gets_its_files_however_slow_the_line(nginx):
    _folder, port, _plain = nginx
    path = "/static/npm/maplibre-gl/maplibre-gl.mjs"
    ask(port, path)  # nginx keeps it now
    with ExitStack() as under_way:
        for _ in range(80):
            under_way.enter_context(slow_reader(port, path))
        assert ask(port, "/static/geo/css/base.css")[0] == 200
        assert ask(port, "/health/")[0] == 200


@contextmanager
def slow_reader(port, path):
    """Somebody who asked for a file and takes nothing of it from the line."""
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect((HOST, port))
        with ssl._create_unverified_context().wrap_socket(line) as wrapped:  # noqa: S323
            # More than the buffers of the system take.
            wrapped.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() * 20)
            yield


def test_a_large_body_is_refused_unless_staff_send_it(nginx):
    _folder, port, _plain = nginx
    large = b"x" * 3_500_000
    assert ask(port, "/fr/help/", large)[0] == 413
    assert ask(port, "/fr/admin/login/", large)[0] != 413
