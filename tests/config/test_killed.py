"""Whatever is killed: what was acknowledged is there, exactly once."""

import http.client
import json
import os
import signal
import threading
import time
import uuid
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from geo.config.first_run import postgis
from geo.config.first_run.cluster import SOCKET_FILE, PrivateCluster
from tests.participation.served import ask, process

MAKE = """
from tests.factories import make_consultation
print(make_consultation(slug="essai").pk)
"""
pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="only Linux lists children"
)
PEOPLE = 4
KILLED = 6
PATIENCE_S = 30
SECONDS_TO_RECOVER = 10


@pytest.fixture
def consultation(new_database, manage):
    """(address, id) of a consultation in a database of its own."""
    with new_database("killed") as address:
        yield address, filled(manage, address)


def filled(manage, address):
    migrated = manage(address, "migrate", "-v0")
    assert migrated.returncode == 0, migrated.stderr
    made = manage(address, "shell", "--no-imports", "-c", MAKE)
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


class Resident(threading.Thread):
    """Sends one message after the other, each again until it is acknowledged."""

    def __init__(self, port, consultation, ended):
        super().__init__()
        self.port, self.ended = port, ended
        self.path = f"/api/consultations/{consultation}/contributions"
        self.acknowledged, self.answers = [], Counter()

    def run(self):
        while not self.ended.is_set():
            client_id = str(uuid.uuid4())
            while not self.ended.is_set() and not self.sends(client_id):
                time.sleep(0.05)

    def sends(self, client_id):
        properties = {"kind": "proposal", "theme": "T", "title": "Un banc", "language": "fr"}
        place = {"type": "Point", "coordinates": [8.35, 43.45]}
        message = {"type": "Feature", "id": client_id, "geometry": place, "properties": properties}
        try:
            status, _body = ask(
                self.port, "POST", self.path, json.dumps(message),
                {"Content-Type": "application/geo+json"},
            )  # fmt: skip
        except (OSError, http.client.HTTPException):  # also an answer that ends in the middle
            status = "broken"
        self.answers[status] += 1
        if status in {200, 201}:
            self.acknowledged.append(client_id)
        return status in {200, 201, 429}


@contextmanager
def residents(port, consultation):
    """People who write meanwhile; limits are no matter here, each is acknowledged or told."""
    ended = threading.Event()
    people = [Resident(port, consultation, ended) for _ in range(PEOPLE)]
    for person in people:
        person.start()
    try:
        yield people
    finally:
        ended.set()
        for person in people:
            person.join()


def wait_for_acknowledgements(people, number):
    until = time.monotonic() + PATIENCE_S
    while sum(len(person.acknowledged) for person in people) < number:
        assert time.monotonic() < until
        time.sleep(0.05)


def children_of(number):
    children = Path(f"/proc/{number}/task/{number}/children")
    return [int(child) for child in children.read_text().split()]


def assert_all_there(address, people):
    sent = [client_id for person in people for client_id in person.acknowledged]
    with psycopg.connect(address) as connected:
        rows = connected.execute("SELECT client_id::text FROM participation_contribution")
        stored = Counter(client_id for (client_id,) in rows)
        [counted] = connected.execute(
            "SELECT coalesce(sum(count), 0) FROM geo_cellcount WHERE zoom = 0"
        ).fetchone()
        [shown] = connected.execute(
            "SELECT count(*) FROM participation_contribution WHERE visibility = 'published'"
        ).fetchone()
    assert set(stored.values()) == {1}
    assert [client_id for client_id in sent if client_id not in stored] == []
    assert counted == shown
    return len(sent)


def forget_limits(address):
    with psycopg.connect(address, autocommit=True) as connected:
        connected.execute("DELETE FROM participation_ratecount")


def test_workers_that_are_killed_lose_nothing_that_was_acknowledged(consultation):
    address, pk = consultation
    with process(address) as (served, port), residents(port, pk) as people:
        for times in range(1, KILLED + 1):
            wait_for_acknowledgements(people, times * 10)
            os.kill(children_of(served.pid)[0], signal.SIGKILL)
            forget_limits(address)
        wait_for_acknowledgements(people, (KILLED + 1) * 10)
    assert assert_all_there(address, people) > KILLED * 10
    answers = sum((person.answers for person in people), Counter())
    assert set(answers) <= {200, 201, 429, "broken"}


def test_a_database_that_is_killed_loses_nothing_and_the_service_finds_back(
    home, manage, monkeypatch
):
    programs = postgis.find(home)
    if not postgis.has_postgis(programs.folder) and not programs.environment:
        pytest.skip("no PostGIS is installed here")
    with PrivateCluster() as used:
        pk = filled(manage, used.address)
        with process(used.address) as (_served, port), residents(port, pk) as people:
            wait_for_acknowledgements(people, 20)
            kill_server(used)
            monkeypatch.setattr(used, "make_socket_folder", used.socket_folder)
            used.start()
            since = time.monotonic()
            while not answers_well(port):
                assert time.monotonic() - since < SECONDS_TO_RECOVER
                time.sleep(0.1)
            forget_limits(used.address)
            before = sum(len(person.acknowledged) for person in people)
            wait_for_acknowledgements(people, before + 20)
        assert assert_all_there(used.address, people) >= before + 20
    answers = sum((person.answers for person in people), Counter())
    assert set(answers) <= {200, 201, 429, 503}


def kill_server(used):
    """End the server as a power cut would, with all its processes."""
    number = int((used.data / "postmaster.pid").read_text().split()[0])
    family = [number, *children_of(number)]
    for process_id in family:
        os.kill(process_id, signal.SIGKILL)
    until = time.monotonic() + PATIENCE_S
    while any(Path(f"/proc/{process_id}/exe").exists() for process_id in family):
        assert time.monotonic() < until
        time.sleep(0.05)
    if Path(f"/proc/{number}").exists():  # nobody buries it here: the next start would wait for it
        (used.data / "postmaster.pid").unlink()
        (used.socket_folder() / f"{SOCKET_FILE}.lock").unlink()


def answers_well(port):
    return ask(port, "GET", "/health/")[0] == 200
