"""Databases of their own, beside the one that the tests share."""

import os
import re
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from geo.config.first_run import debian, places, postgis

ROOT = Path(__file__).resolve().parents[2]


def address_of(database: str) -> str:
    """DATABASE_URL for another database of the server that the tests use."""
    chosen = settings.DATABASES["default"]
    login = f"{chosen['USER']}:{chosen['PASSWORD']}" if chosen["PASSWORD"] else chosen["USER"]
    return f"postgres://{login}@/{database}?host={chosen['HOST']}&port={chosen['PORT'] or 5432}"


def name_beside(database: str, name: str) -> str:
    """A name that no other run of the tests on this server takes."""
    return re.sub(r"\W", "_", f"{database}_{name}").lower()


@pytest.fixture(scope="module")
def new_database(django_db_setup, django_db_blocker):
    """A context manager: an empty database for as long as it is used, and its address."""

    @contextmanager
    def make(name):
        name = name_beside(connection.settings_dict["NAME"], name)
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")  # a busy disk: dropping waits for it
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {name}")
            try:
                yield address_of(name)
            finally:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")

    return make


@pytest.fixture
def own_database(new_database):
    with new_database("own") as address:
        yield address


@pytest.fixture(scope="session")
def manage():
    """Runs a command on a database, as an operator would."""

    def run(address, *words, text=None, **environment):
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, words)],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": address} | environment,
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def programs_here() -> postgis.Programs | None:
    """PostgreSQL as it stands on this machine; nothing is fetched for a test."""
    unpacked = places.home() / "debian"
    if (places.home() / "debian-stamp").exists():
        folder = next(unpacked.glob("usr/lib/postgresql/*/bin"))
        return postgis.Programs(folder, debian.environment(unpacked))
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return postgis.installed() or (postgis.Programs(folders[-1]) if folders else None)


@pytest.fixture
def home(monkeypatch):
    programs = programs_here()
    if programs is None:
        pytest.skip("no PostgreSQL is installed here")
    with tempfile.TemporaryDirectory(prefix="placette, l'été ") as name:
        folder = Path(name)
        folder.chmod(0o755)  # root lends the server to another user, who passes through
        monkeypatch.setattr(places, "home", lambda: folder)
        monkeypatch.setattr(postgis, "find", lambda home: programs)
        yield folder
