"""Makes a backup of one instant, while the service goes on writing."""

import json
import subprocess
import tempfile
import tomllib
import zipfile
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from geo.config.backup import archive, fingerprint, programs
from geo.config.first_run.stamps import ROOT

EXTENSIONS = ("postgis", "pg_trgm", "unaccent")


class NotDumped(Exception):
    """pg_dump gave up; the text is its last error."""


def make(path: Path) -> dict:
    """Write a backup to `path`, whole or not at all; returns its manifest."""
    found = programs.find()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        [snapshot] = cursor.fetchone()
        with archive.written(path) as file:
            manifest = described(cursor)
            manifest["parts"] = {archive.DATABASE: dump(found, snapshot, file)}
            file.writestr(archive.MANIFEST, json.dumps(manifest, indent=1))
    return manifest


def described(cursor) -> dict:
    """What the backup says of itself."""
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    migrations = {}
    for app, name in cursor.fetchall():
        migrations.setdefault(app, []).append(name)
    return {
        "format": archive.FORMAT,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "version": version(),
        "commit": commit(),
        "postgresql": programs.written(divmod(connection.pg_version, 10_000)),
        "migrations": migrations,
        "tables": fingerprint.take(cursor, fingerprint.columns_of_tables(cursor)),
    }


def version() -> str:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def commit() -> str:
    """The commit of the code, where it came by git."""
    asked = ["git", "-c", "safe.directory=*", "-C", ROOT, "rev-parse", "--short=12", "HEAD"]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError:
        return ""
    return done.stdout.strip()


def dump(found: programs.Programs, snapshot: str, file: zipfile.ZipFile) -> dict:
    """Put what pg_dump writes into the archive, as the snapshot sees it."""
    choices = ["--format=custom", f"--snapshot={snapshot}", "--no-password"]
    choices += [f"--extension={name}" for name in EXTENSIONS]
    choices += ["--exclude-table-data=public.spatial_ref_sys"]  # of PostGIS, and its owner's alone
    with tempfile.TemporaryFile() as said:
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": said}
        dumping = found.start("pg_dump", *choices, f"--dbname={programs.address()}", **pipes)
        try:
            part = archive.fill(file, archive.DATABASE, dumping.stdout)
        finally:
            dumping.stdout.close()
            dumping.wait()
        if dumping.returncode:
            said.seek(0)
            raise NotDumped(programs.last_words(said.read()))
    return part
