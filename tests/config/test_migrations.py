"""Databases of earlier versions reach this one, and find back, with every row as it was."""

import gzip
import json
import threading
from pathlib import Path

import psycopg
import pytest
from django.db.migrations.loader import MigrationLoader

from geo.config.backup import fingerprint

DUMPS = sorted((Path(__file__).parent / "dumps").glob("*.sql.gz"))
FORWARD_ONLY = "procrastinate"  # its tables stay: older code does not look at them
# Rows of these come and go with the models themselves.
BOOKKEEPING = {"auth_permission", "django_content_type", "django_migrations"}
SECOND_LONG = "?options=-c%20lock_timeout%3D2s"
BACK = """
from django.core.management import call_command
for app, name in {}.items():
    call_command("migrate", app, name, verbosity=0)
"""
CHECK = """
import json
from django.test import Client
from geo.tiles.models import CellCount
from participation.consultations.models import Consultation
from participation.contributions.models import Contribution
from participation.contributions.tiles import recount_all
def counts():
    return sorted(CellCount.objects.values_list("point_set", "zoom", "tile_x", "tile_y", "count"))
found, counted, visitor = {}, counts(), Client(SERVER_NAME="localhost")
for consultation in Consultation.objects.all():
    recount_all(consultation.pk)
    page = visitor.get(f"/fr/consultations/{consultation.slug}/")
    rows = Contribution.objects.filter(consultation=consultation)
    hidden = rows.exclude(visibility="published").values_list("title", flat=True)
    found[consultation.slug] = [page.status_code, *(t for t in hidden if t in page.text)]
found["recounting changes"] = counted != counts()
print(json.dumps(found))
"""


@pytest.fixture(params=DUMPS, ids=lambda path: path.name.removesuffix(".sql.gz"))
def earlier(request, new_database):
    """The address of a database as an earlier version left it; locks are not waited for long."""
    with new_database("earlier") as address:
        with psycopg.connect(address, autocommit=True) as connected:
            connected.execute(gzip.decompress(request.param.read_bytes()))
        yield address.replace("?", f"{SECOND_LONG}&")


def numbers(address, tables=None):
    with psycopg.connect(address) as connected:
        cursor = connected.cursor()
        there = fingerprint.columns_of_tables(cursor)
        return fingerprint.take(cursor, there if tables is None else tables)


def of_people(found):
    return {
        table: facts
        for table, facts in found.items()
        if table not in BOOKKEEPING and not table.startswith(FORWARD_ONLY)
    }


def applied(address):
    """app → its last migration, as the database remembers."""
    with psycopg.connect(address) as connected:
        rows = connected.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    return dict(rows)


@pytest.fixture
def someone_writing(earlier):
    """Somebody goes on writing to contributions, and gives up where a lock takes two seconds."""
    failures, ended = [], threading.Event()

    def write():
        with psycopg.connect(earlier, autocommit=True) as connected:
            while not ended.wait(0.02):
                try:
                    connected.execute(
                        "UPDATE participation_contribution SET place_name = place_name"
                    )
                except psycopg.Error as error:
                    failures.append(str(error))

    writer = threading.Thread(target=write)
    writer.start()
    yield failures
    ended.set()
    writer.join()


def migrate(manage, address):
    done = manage(address, "migrate", "-v0")
    assert done.returncode == 0, done.stderr


def go_back(manage, address, then):
    """To what was applied `then`; apps that did not exist yet leave wholly."""
    graph = MigrationLoader(None).graph
    apps = sorted({app for app, _name in graph.leaf_nodes()} - {FORWARD_ONLY})
    targets = {app: then.get(app, "zero") for app in apps}
    # All in one process: to start one for each app takes longer than the migrations.
    done = manage(address, "shell", "--no-imports", "-c", BACK.format(targets))
    assert done.returncode == 0, done.stderr


def test_an_earlier_version_reaches_this_one_and_finds_back(earlier, manage, someone_writing):
    then, before = applied(earlier), numbers(earlier)
    tables = {table: facts["columns"] for table, facts in before.items()}
    migrate(manage, earlier)
    now = fingerprint_of_what_stayed(earlier, tables)
    wanted = {table: before[table] for table in now if now[table]["columns"] == tables[table]}
    assert {table: now[table] for table in wanted} == of_people(wanted)
    assert {t: facts["rows"] for t, facts in now.items()} == {t: before[t]["rows"] for t in now}
    assert someone_writing == []

    done = manage(earlier, "shell", "--no-imports", "-c", CHECK, PLACETTE_DEBUG="yes")
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    assert answers.pop("recounting changes") is False
    assert set(map(tuple, answers.values())) == {(200,)}

    reached = numbers(earlier)
    go_back(manage, earlier, then)
    assert of_people(numbers(earlier)) == of_people(before)
    migrate(manage, earlier)
    assert of_people(numbers(earlier)) == of_people(reached)


def fingerprint_of_what_stayed(address, tables):
    """The tables of an earlier version as they are now, by the columns that are still there."""
    with psycopg.connect(address) as connected:
        cursor = connected.cursor()
        there = fingerprint.columns_of_tables(cursor)
        stayed = {
            table: [column for column in columns if column in there[table]]
            for table, columns in tables.items()
            if table in there
        }
        return of_people(fingerprint.take(cursor, stayed))


def test_there_is_a_dump():
    assert DUMPS
