"""The drill: a backup while people write, damaged copies, and the way back."""

import gzip
import json
import os
import resource
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from geo.config.backup import archive, fingerprint, programs, restoring
from tests.config.conftest import ROOT

DUMP = Path(__file__).parent / "dumps" / "2026-11-21.sql.gz"
VISIT = """
from django.test import Client
from participation.contributions.models import Contribution
visitor = Client(SERVER_NAME="localhost")
shown = Contribution.objects.published().first()
print(visitor.get(f"/fr/contributions/{shown.pk}/").status_code, visitor.get("/health/").text)
"""
# One transaction: somebody new, and a version more.
WRITE = """
WITH new AS (
  INSERT INTO participation_participant (id, created_on) VALUES (gen_random_uuid(), 'today')
)
UPDATE participation_consultation SET data_version = data_version + 1 WHERE slug = 'front-de-mer'"""
AGREEMENT = """
SELECT (SELECT data_version FROM participation_consultation WHERE slug = 'front-de-mer')
     - (SELECT count(*) FROM participation_participant)"""


@pytest.fixture(autouse=True)
def own_programs(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        try:
            programs.find()
        except programs.NoPrograms as reason:
            pytest.skip(str(reason))


@pytest.fixture(scope="module")
def full(new_database, manage):
    """The address of a database that holds something; what a test adds stays."""
    with new_database("full") as address:
        with psycopg.connect(address, autocommit=True) as connected:
            connected.execute(gzip.decompress(DUMP.read_bytes()))
        migrated = manage(address, "migrate", "-v0")
        assert migrated.returncode == 0, migrated.stderr
        yield address


@pytest.fixture(scope="module")
def somewhere(new_database):
    with new_database("empty") as address:
        yield address


@pytest.fixture
def empty(somewhere):
    """The address of an empty database."""
    with psycopg.connect(somewhere, autocommit=True) as connected:
        connected.execute("DROP SCHEMA public CASCADE")
        connected.execute("CREATE SCHEMA public")
    return somewhere


@pytest.fixture
def backup(full, manage, tmp_path):
    path = tmp_path / "made.zip"
    done = manage(full, "backup", path)
    assert done.returncode == 0, done.stderr
    return path


def numbers(address):
    with psycopg.connect(address) as connected:
        cursor = connected.cursor()
        return fingerprint.take(cursor, fingerprint.columns_of_tables(cursor))


def value(address, question):
    with psycopg.connect(address) as connected:
        return connected.execute(question).fetchone()[0]


class People(threading.Thread):
    """Write as fast as they can until they are told to stop."""

    def __init__(self, address):
        super().__init__()
        self.address, self.ended, self.written = address, threading.Event(), 0

    def run(self):
        with psycopg.connect(self.address, autocommit=True) as connected:
            while not self.ended.is_set():
                connected.execute(WRITE)
                self.written += 1

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.ended.set()
        self.join()


def test_a_backup_under_writing_comes_back_as_it_was_at_one_instant(full, empty, manage, tmp_path):
    path, agreed = tmp_path / "made.zip", value(full, AGREEMENT)
    with People(full) as people:
        done = manage(full, "backup", path)
    assert done.returncode == 0, done.stderr
    assert people.written > 100
    with archive.opened(path) as (_file, manifest):
        wanted = manifest["tables"]
    assert numbers(full) != wanted  # they went on writing
    restored = manage(empty, "restore", path)
    assert restored.returncode == 0, restored.stderr
    assert "counts and hashes equal" in restored.stdout
    assert numbers(empty) == wanted
    assert value(empty, AGREEMENT) == agreed
    visit = manage(empty, "shell", "--no-imports", "-c", VISIT, PLACETTE_DEBUG="yes")
    assert visit.stdout == "200 ok\n"


def spoiled(path, change):
    copy = path.with_name("spoiled.zip")
    copy.write_bytes(change(path.read_bytes()))
    return copy


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: b"",
        lambda whole: whole[:1],
        lambda whole: whole[:64],
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-64],
        lambda whole: whole[:-1],
        lambda whole: whole + b"\n",
        lambda whole: whole[:9] + bytes([whole[9] ^ 1]) + whole[10:],
        lambda whole: whole[:5000] + bytes([whole[5000] ^ 128]) + whole[5001:],
        lambda whole: whole[:5000] + whole[5001:],
        lambda whole: whole[:-70] + b"0" + whole[-69:],
        lambda whole: whole[:-1] + b"z",
        lambda whole: b"PK" * 5000,
    ],
)
def test_a_damaged_file_is_told_before_anything_is_touched(change, tmp_path):
    path = tmp_path / "made.zip"
    with archive.written(path) as file:
        file.writestr(archive.DATABASE, bytes(range(256)) * 100)
        listed = {"format": 1, "version": "0", "parts": {archive.DATABASE: {}}}
        file.writestr(archive.MANIFEST, json.dumps(listed))
    with archive.opened(path) as (_file, manifest):
        assert manifest == listed
    with pytest.raises(archive.Damaged), archive.opened(spoiled(path, change)):
        pass


def test_the_command_leaves_an_empty_database_empty_where_the_file_is_damaged(
    backup, empty, manage
):
    cut = spoiled(backup, lambda whole: whole[:-1000])
    done = manage(empty, "restore", cut)
    assert done.returncode == 1
    assert done.stderr.endswith("no backup of Placette. Nothing was touched.\n")
    assert numbers(empty) == {}


def test_only_the_owner_may_read_it_and_nothing_is_written_over(backup, full, manage):
    assert backup.stat().st_mode & 0o777 == 0o600
    before = backup.read_bytes()
    done = manage(full, "backup", backup)
    assert (done.returncode, "exists already" in done.stderr) == (1, True)
    assert backup.read_bytes() == before


def test_a_full_database_is_kept_unless_its_name_is_typed(backup, full, manage):
    before = numbers(full)
    name = full.partition("@/")[2].partition("?")[0]
    for words, reason in [
        ([], "is not empty"),
        (["--replace", "another"], f"the database is “{name}”"),
    ]:
        done = manage(full, "restore", backup, *words)
        assert (done.returncode, reason in done.stderr) == (1, True), done.stderr
    with psycopg.connect(full):
        done = manage(full, "restore", backup, "--replace", name)
        assert "Somebody is using the database (1 connections)" in done.stderr
    assert numbers(full) == before
    value(full, f"{WRITE} RETURNING 1")
    done = manage(full, "restore", backup, "--replace", name)
    assert done.returncode == 0, done.stderr
    assert numbers(full) == before


SIGHT = """
SELECT visibility FROM participation_contribution WHERE number = 20
ORDER BY consultation_id LIMIT 1"""
HIDE = """
UPDATE participation_contribution SET visibility = 'withdrawn' WHERE id = (
  SELECT id FROM participation_contribution WHERE number = 20 ORDER BY consultation_id LIMIT 1
);
UPDATE participation_comment SET visibility = 'hidden' WHERE id = (
  SELECT id FROM participation_comment WHERE visibility = 'published' LIMIT 1)"""
COUNTS = """
SELECT (SELECT sum(count) FROM geo_cellcount WHERE zoom = 0)
     = (SELECT count(*) FROM participation_contribution
        WHERE visibility = 'published' AND geometry IS NOT NULL)
   AND (SELECT sum(comment_count) FROM participation_contribution)
     = (SELECT count(*) FROM participation_comment WHERE visibility = 'published')"""


def test_what_was_withdrawn_since_stays_so_unless_told_otherwise(full, backup, manage):
    name = full.partition("@/")[2].partition("?")[0]
    assert value(full, SIGHT) == "published"
    with psycopg.connect(full, autocommit=True) as connected:
        connected.execute(HIDE)
    done = manage(full, "restore", backup, "--replace", name)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("Hidden or withdrawn since the backup, and so again: 2.\n")
    assert (value(full, SIGHT), value(full, COUNTS)) == ("withdrawn", True)
    done = manage(full, "restore", backup, "--replace", name, "--show-again")
    assert done.returncode == 0, done.stderr
    assert (value(full, SIGHT), value(full, COUNTS)) == ("published", True)


def packed_anew(path, change):
    """The backup with another manifest, sealed as if it were right."""
    other = path.with_name("other.zip")
    with archive.opened(path) as (old, manifest), archive.written(other) as new:
        change(manifest)
        new.writestr(archive.DATABASE, old.read(archive.DATABASE))
        new.writestr(archive.MANIFEST, json.dumps(manifest))
    return other


def test_what_differs_from_the_backup_is_never_kept(backup, full, manage):
    wrong = packed_anew(
        backup, lambda manifest: manifest["tables"]["participation_comment"].update(hash="1")
    )
    before, name = numbers(full), full.partition("@/")[2].partition("?")[0]
    done = manage(full, "restore", wrong, "--replace", name)
    assert done.returncode == 1
    assert "table participation_comment is not as it was backed up" in done.stderr
    assert numbers(full) == before


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda manifest: manifest["migrations"]["geo"].append("9999_later"), "geo.9999_later"),
        (lambda manifest: manifest["parts"].update(photos={}), "which packs other things"),
        (lambda manifest: manifest.update(format=2), "which packs other things"),
    ],
)
def test_a_backup_of_a_later_version_is_refused(change, reason, backup, empty, manage):
    done = manage(empty, "restore", packed_anew(backup, change))
    assert (done.returncode, reason in done.stderr) == (1, True), done.stderr
    assert numbers(empty) == {}


def test_a_full_disk_leaves_no_half_file(full, tmp_path):
    path = tmp_path / "made.zip"
    done = subprocess.run(
        [sys.executable, "manage.py", "backup", path],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": full},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "was not written: File too large." in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_the_password_is_not_on_the_command_line(monkeypatch):
    options = {"password": "other", "sslmode": "require", "options": "-c x=1"}
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "hush")
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    assert "hush" not in programs.address()
    assert "other" not in programs.address()
    assert "sslmode=require" in programs.address()
    assert programs.login() == {"PGPASSWORD": "hush"}


@pytest.mark.django_db
def test_older_programs_than_the_server_are_told_in_one_sentence(monkeypatch, tmp_path):
    for name in ("pg_dump", "pg_restore", "psql"):
        (tmp_path / name).write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24 (Debian)'\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setattr(programs, "candidates", lambda: [(tmp_path, {})])
    with pytest.raises(programs.NoPrograms, match=r"\(here: 9\.6\): run .*postgresql-client-15"):
        programs.find()


@pytest.mark.django_db
def test_details_of_an_error_stay_out():
    said = b"psql: x:1: ERROR:  duplicate key\nDETAIL:  Key (title)=(secret) exists.\n"
    assert programs.last_words(said) == "psql: x:1: ERROR:  duplicate key"


@pytest.mark.django_db
def test_everything_of_ours_is_seen_and_nothing_of_postgis():
    names = {name for _kind, name in restoring.standing()}
    assert "public.participation_contribution" in names
    assert "placette_fold(text)" in names
    assert not {name for name in names if "spatial_ref_sys" in name or "st_" in name}


def test_a_zip_program_opens_it(backup):
    with zipfile.ZipFile(backup) as file:
        assert file.testzip() is None
        assert sorted(file.namelist()) == [archive.DATABASE, archive.MANIFEST]
