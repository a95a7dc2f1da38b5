"""Databases of their own, beside the one that the tests share."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def address_of(database: str) -> str:
    """DATABASE_URL for another database of the server that the tests use."""
    chosen = settings.DATABASES["default"]
    login = f"{chosen['USER']}:{chosen['PASSWORD']}" if chosen["PASSWORD"] else chosen["USER"]
    return f"postgres://{login}@/{database}?host={chosen['HOST']}&port={chosen['PORT'] or 5432}"


@pytest.fixture(scope="module")
def new_database(django_db_setup, django_db_blocker, worker_id):
    """A context manager: an empty database for as long as it is used, and its address."""

    @contextmanager
    def make(name):
        name = f"placette_{name}_test_{worker_id}"
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
