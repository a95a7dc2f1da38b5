"""The two roles of the guide: the service reads and writes rows, and changes no table."""

import json
import os
import re
import subprocess
import sys
import time
import uuid

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from geo.config.backup import programs
from tests.config.conftest import ROOT, name_beside
from tests.participation.served import ask, server, worker

PATIENCE_S = 30
FOLDER = ROOT / "docs" / "server"
MAKE = """
from tests.factories import make_consultation, make_contribution, make_superuser
from participation.moderation.decisions import hide
consultation = make_consultation(slug="essai")
hide(make_contribution(consultation), make_superuser(), "Essai.")
print(consultation.pk)
"""


def own_names(text, name):
    """The SQL of the guide for other roles and another database: servers are shared by tests."""
    return re.sub(r"\bplacette\b", name, text.replace("placette_owner", f"{name}_owner"))


def drop(cursor, name):
    cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    for role in (name, f"{name}_owner"):
        cursor.execute(f"DROP ROLE IF EXISTS {role}")


@pytest.fixture(scope="module")
def roles(django_db_setup, django_db_blocker):
    """name → the address of the guide's database for the owner and for the service."""
    name = name_beside(connection.settings_dict["NAME"], "roles")
    host = settings.DATABASES["default"]["HOST"]
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        try:
            found = programs.find()
        except programs.NoPrograms as reason:
            pytest.skip(str(reason))
        cursor.execute("SET statement_timeout = 0")
        drop(cursor, name)
        run_sql(found, "postgres", own_names((FOLDER / "database.sql").read_text(), name))
        addresses = {
            "owner": f"postgres://{name}_owner@/{name}?host={host}",
            "service": f"postgres://{name}@/{name}?host={host}",
            "append-only": lambda: run_sql(
                found, name, own_names((FOLDER / "append-only.sql").read_text(), name)
            ),
            "name": name,
        }
        try:
            psycopg.connect(addresses["service"]).close()
        except psycopg.OperationalError:
            drop(cursor, name)
            pytest.skip("this server wants a password of every role")
        yield addresses
        drop(cursor, name)


def run_sql(found, database, text):
    values = connection.settings_dict
    place = ["--host", values["HOST"], "--username", values["USER"], "--dbname", database]
    command = [found.folder / "psql", "-X", "--quiet", "--set=ON_ERROR_STOP=1", *place]
    surroundings = os.environ | found.environment
    done = subprocess.run(
        command, env=surroundings, input=text, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def consultation(roles, manage):
    """Tables made by the owner, with a consultation in them and a decision."""
    migrated = manage(roles["owner"], "migrate", "-v0")
    assert migrated.returncode == 0, migrated.stderr
    roles["append-only"]()
    made = manage(roles["owner"], "shell", "--no-imports", "-c", MAKE)
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def test_the_service_works_with_its_role(consultation, roles):
    message = {
        "type": "Feature",
        "id": str(uuid.uuid4()),
        "geometry": {"type": "Point", "coordinates": [8.35, 43.45]},
        "properties": {"kind": "proposal", "theme": "T", "title": "Un banc", "language": "fr"},
    }
    path = f"/api/consultations/{consultation}/contributions"
    with server(roles["service"]) as port:
        headers = {"Content-Type": "application/geo+json"}
        status, body = ask(port, "POST", path, json.dumps(message), headers)
        assert (status, json.loads(body)["visibility"]) == (201, "published")
        status, page = ask(port, "GET", "/fr/consultations/essai/")
        assert (status, b"Un banc" in page) == (200, True)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE more (id int)",
        "CREATE SCHEMA more",
        "CREATE EXTENSION hstore",
        "DROP TABLE participation_comment",
        "ALTER TABLE participation_comment ADD COLUMN more int",
        "CREATE INDEX ON participation_comment (text)",
        "TRUNCATE participation_ratecount",
        "DROP FUNCTION placette_fold(text)",
        "DELETE FROM participation_moderationdecision",
        "UPDATE participation_moderationdecision SET reason = 'Autre.'",
    ],
)
def test_the_service_can_change_no_table_and_no_decision(statement, consultation, roles):
    with (
        psycopg.connect(roles["service"]) as connected,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connected.execute(statement)


START_A_JOB = """
from geo.jobs.messages import send
from geo.jobs.models import Job
job = Job.objects.create(kind="nothing", title="Essai", language="fr")
send(job)
"""


def test_a_worker_works_with_the_role_of_the_service(consultation, roles, manage):
    started = manage(roles["service"], "shell", "--no-imports", "-c", START_A_JOB)
    assert started.returncode == 0, started.stderr
    with worker(roles["service"]), psycopg.connect(roles["service"], autocommit=True) as connected:
        until = time.monotonic() + PATIENCE_S
        while connected.execute("SELECT state FROM geo_job").fetchone() != ("failed",):
            assert time.monotonic() < until
            time.sleep(0.05)
        assert is_healthy(roles["service"])
    assert not is_healthy(roles["service"])


def is_healthy(address):
    """What the health check of the container says."""
    command = [sys.executable, FOLDER / "worker_healthy.py"]
    environment = os.environ | {"DATABASE_URL": address}
    return subprocess.run(command, env=environment, check=False).returncode == 0


def test_a_restored_table_is_open_to_the_service_again(consultation, roles, manage, tmp_path):
    path = tmp_path / "made.zip"
    made = manage(roles["owner"], "backup", path)
    assert made.returncode == 0, made.stderr
    restored = manage(roles["owner"], "restore", path, "--replace", roles["name"])
    assert restored.returncode == 0, restored.stderr
    with psycopg.connect(roles["service"]) as connected:
        [rows] = connected.execute("SELECT count(*) FROM participation_contribution").fetchone()
        assert rows >= 1
        connected.execute("INSERT INTO participation_participant VALUES (gen_random_uuid(), now())")


def test_the_service_may_make_a_backup_but_not_restore_one(consultation, roles, manage, tmp_path):
    path = tmp_path / "made.zip"
    made = manage(roles["service"], "backup", path)
    assert made.returncode == 0, made.stderr
    refused = manage(roles["service"], "restore", path, "--replace", roles["name"])
    assert refused.returncode == 1
    assert "Nothing was changed: " in refused.stderr
    assert "must be owner" in refused.stderr
