"""The demonstration, started as people start it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 120


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def read(address):
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310  (our own)
        return answer.read()


def addresses_of_a_visit(service):
    """Style sheets, images and modules of the home page and of its first consultation."""
    home = read(f"{service}/fr/").decode()
    page = read(service + re.search(r"/fr/consultations/[\w-]+/", home)[0]).decode()
    modules = json.loads(re.search(r'importmap"[^>]*>(.*?)</script>', page)[1])["imports"]
    named = re.findall(r'(?:href|src)="(/static/[^"]+)"', home + page)
    return {service + address for address in [*modules.values(), *named]}


def start(port, tmp_path, **environment):
    return subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--port", str(port)],
        cwd=ROOT,
        env=os.environ | {"PLACETTE_STATIC_ROOT": str(tmp_path / "static")} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def hear(process):
    """What the demonstration says until it is ready, or ends."""
    said, until = "", time.monotonic() + PATIENCE_S
    while "Placette is at" not in said and time.monotonic() < until:
        line = process.stderr.readline()
        if not line:
            break
        said += line
    return said


def wait_for_a_worker(address):
    """It says so in the database, and takes its word back when it ends in good order."""
    until = time.monotonic() + PATIENCE_S
    while not workers(address):
        assert time.monotonic() < until
        time.sleep(0.05)


def workers(address):
    with psycopg.connect(address) as connected:
        return connected.execute("SELECT count(*) FROM procrastinate_workers").fetchone()[0]


def is_gone(process):
    """Whether nothing is left of it, nor of what it started."""
    try:
        os.killpg(process.pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_it_serves_pages_and_their_modules_and_ends_without_leaving_a_process(
    own_database, free_port, tmp_path
):
    said, told = [], []
    for end in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        process = start(free_port, tmp_path, DATABASE_URL=own_database)
        try:
            said.append(hear(process))
            for address in addresses_of_a_visit(f"http://127.0.0.1:{free_port}"):
                assert read(address)
            wait_for_a_worker(own_database)
        finally:
            process.send_signal(end)
            loaded, complaints = process.communicate(timeout=30)
        told.append(loaded)
        assert complaints == ""
        assert is_gone(process)
        assert workers(own_database) == 0
    assert re.search(r"name staff, password \S{12,} \(shown only this once\)", said[0])
    assert said[1] == said[2]
    assert told[0].count("features of the island are drawn") == 1
    assert told[1:] == ["", ""]
    assert re.fullmatch(rf"Placette is at http://127.0.0.1:{free_port}/ .*\n", said[1])


def test_a_port_in_use_is_told_before_anything_is_done(free_port, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port))
        taken.listen()
        process = start(free_port, tmp_path)
        said = process.communicate(timeout=PATIENCE_S)[1]
    assert process.returncode == 1
    assert said.startswith(f"Port {free_port} is in use")
    assert said.count("\n") == 1
    assert not (tmp_path / "static").exists()


def test_reset_never_touches_a_database_that_was_named(own_database, free_port, tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "demo", "--reset", "--port", str(free_port)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": own_database},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "DATABASE_URL names another" in done.stderr
