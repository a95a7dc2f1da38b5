"""The nginx of the guide in front of a service, started: for tests, and for benches with HTTP/2."""

import base64
import hashlib
import http.client
import os
import re
import shutil
import ssl
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

from tests.participation.served import HOST, free_port

SITE = Path(__file__).resolve().parents[1] / "docs" / "server" / "nginx.conf"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
IS_HERE = Path(NGINX).exists()
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


@contextmanager
def in_front_of(backend, folder):
    """Yields (port of HTTPS, port of HTTP) of an nginx that hands everything to port `backend`."""
    secure, plain = free_port(), free_port()
    key = ["-keyout", folder / "key", "-out", folder / "pem", "-subj", "/CN=localhost"]
    making = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *key]
    subprocess.run(making, check=True, capture_output=True)
    folder.chmod(0o755)
    write_site(folder, backend, plain, secure)
    command = [NGINX, "-p", folder, "-c", folder / "nginx.conf"]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    running = subprocess.Popen(command)
    try:
        wait_for(secure)
        yield secure, plain
    finally:
        running.terminate()
        running.wait(timeout=20)


def write_site(folder, backend, plain, secure):
    """The site of the guide, its paths and ports moved so that anybody may start it."""
    site = SITE.read_text().replace("carte.example.fr", "localhost")
    for old, new in [
        ("unix:/run/placette/socket", f"{HOST}:{backend}"),
        ("/var/lib/nginx/placette", f"{folder}/cache"),
        ("/etc/ssl/certs/placette.pem", f"{folder}/pem"),
        ("/etc/ssl/private/placette.key", f"{folder}/key"),
        ("/var/log/nginx/", f"{folder}/"),
        ("Host $host;", f"Host localhost:{secure};"),  # tiles have whole addresses, with the port
        ("listen 80;", f"listen {HOST}:{plain};"),
        ("listen 443 ssl http2;", f"listen {HOST}:{secure} ssl http2;"),
    ]:
        assert old in site
        site = site.replace(old, new)
    user = "user root;" if os.geteuid() == 0 else ""  # the folders of tests are closed to others
    (folder / "site").write_text(re.sub(r"listen \[::\].*\n", "", site))
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))


def fingerprint(certificate):
    """The hash of its public key, by which Chromium can be told to trust it."""
    whole = ["openssl", "x509", "-in", certificate, "-pubkey", "-noout"]
    public = subprocess.run(whole, check=True, capture_output=True).stdout
    key = ["openssl", "pkey", "-pubin", "-outform", "der"]
    der = subprocess.run(key, input=public, check=True, capture_output=True).stdout
    return base64.b64encode(hashlib.sha256(der).digest()).decode()


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
    context = ssl._create_unverified_context()  # noqa: S323  (signed right here)
    connected = http.client.HTTPSConnection(HOST, port, timeout=30, context=context)
    try:
        sent = {"Host": "localhost"} | {k.replace("_", "-"): v for k, v in headers.items()}
        connected.request("POST" if body is not None else "GET", path, body, sent)
        response = connected.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connected.close()
