"""The nginx of the guide, started: what is kept, what is packed, what is gone in time."""

import gzip
import http.client
import json
import os
import re
import shutil
import ssl
import subprocess
import time
import uuid
from pathlib import Path

import pytest
from django.urls import reverse

from participation.moderation.decisions import hide
from tests.config.conftest import ROOT
from tests.factories import make_consultation, make_contribution, make_superuser
from tests.participation.served import HOST, free_port, server

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not (shutil.which("nginx") or Path("/usr/sbin/nginx").exists()),
        reason="nginx is not installed",
    ),
]
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
SITE = ROOT / "docs" / "server" / "nginx.conf"
AROUND = """
{user}
daemon off; pid {folder}/pid; error_log {folder}/error.log;
worker_processes 1;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/site;
}}
"""
KEEPS_S = 5.0


def write_site(folder, backend, plain, secure):
    """The site of the guide, its paths and ports moved so that anybody may start it."""
    site = SITE.read_text().replace("carte.example.fr", "localhost")
    for old, new in [
        ("unix:/run/placette/socket", f"{HOST}:{backend}"),
        ("/var/lib/nginx/placette", f"{folder}/cache"),
        ("/etc/ssl/certs/placette.pem", f"{folder}/pem"),
        ("/etc/ssl/private/placette.key", f"{folder}/key"),
        ("/var/log/nginx/", f"{folder}/"),
        ("listen 80;", f"listen {HOST}:{plain};"),
        ("listen 443 ssl http2;", f"listen {HOST}:{secure} ssl http2;"),
    ]:
        assert old in site
        site = site.replace(old, new)
    user = "user root;" if os.geteuid() == 0 else ""  # the folders of tests are closed to others
    (folder / "site").write_text(re.sub(r"listen \[::\].*\n", "", site))
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))


@pytest.fixture(scope="module")
def nginx(django_db_setup, tmp_path_factory):
    """The folder and the HTTPS port of an nginx in front of the service."""
    folder, secure, plain = tmp_path_factory.mktemp("nginx"), free_port(), free_port()
    key = ["-keyout", folder / "key", "-out", folder / "pem", "-subj", "/CN=localhost"]
    making = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *key]
    subprocess.run(making, check=True, capture_output=True)
    folder.chmod(0o755)
    with server() as backend:
        write_site(folder, backend, plain, secure)
        command = [NGINX, "-p", folder, "-c", folder / "nginx.conf"]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        running = subprocess.Popen(command)
        try:
            wait_for(secure)
            yield folder, secure, plain
        finally:
            running.terminate()
            running.wait(timeout=20)


def wait_for(port):
    for _ in range(100):
        try:
            assert ask(port, "/health/")[2] == b"ok"
        except OSError:
            time.sleep(0.1)
        else:
            return


def ask(port, path, body=None, **headers):
    """(status, headers, body) of one request over HTTPS."""
    context = ssl._create_unverified_context()  # noqa: S323  (signed by this test)
    connected = http.client.HTTPSConnection(HOST, port, timeout=30, context=context)
    try:
        sent = {"Host": "localhost"} | {k.replace("_", "-"): v for k, v in headers.items()}
        connected.request("POST" if body is not None else "GET", path, body, sent)
        response = connected.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connected.close()


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


def test_a_large_body_is_refused_unless_staff_send_it(nginx):
    _folder, port, _plain = nginx
    large = b"x" * 3_500_000
    assert ask(port, "/fr/help/", large)[0] == 413
    assert ask(port, "/fr/admin/login/", large)[0] != 413
