"""Brings a backup back, in one transaction: what differs from the backup is never kept."""

# ruff: noqa: S608 - names come from the database or from the backup, and are quoted

import contextlib
import shutil
import subprocess
import tempfile
import zipfile

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from geo.config.backup import archive, fingerprint, programs

# What is ours in the database: neither PostGIS nor the things that belong to a table.
STANDING = """
SELECT CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
         WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, format('public.%I', relname)
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
  AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass
                  AND objid = pg_class.oid AND deptype IN ('a', 'e', 'i'))
UNION ALL
SELECT 'ROUTINE', oid::regprocedure::text
FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass
                  AND objid = pg_proc.oid AND deptype = 'e')
UNION ALL
SELECT 'TYPE', format('public.%I', typname)
FROM pg_type LEFT JOIN pg_class ON pg_class.oid = typrelid
WHERE typnamespace = 'public'::regnamespace AND (typtype IN ('d', 'e', 'r') OR relkind = 'c')
  AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_type'::regclass
                  AND objid = pg_type.oid AND deptype = 'e')
ORDER BY 1, 2"""
OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""


class Refused(Exception):
    """Nothing was changed; the text says why, and what to do."""


def standing() -> list[tuple[str, str]]:
    """(kind, name) of everything that is in the database already."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING)
        return cursor.fetchall()


def require_place(replaced: str | None) -> None:
    """An empty database, or the one whose name was typed and that nobody is using."""
    name, there = connection.settings_dict["NAME"], standing()
    if replaced is not None and replaced != name:
        raise Refused(f"--replace names “{replaced}”, and the database is “{name}”.")
    if not there:
        return
    if replaced is None:
        raise Refused(
            f"The database “{name}” is not empty. Name an empty one in DATABASE_URL, or lose "
            f"what it holds with  --replace {name}"
        )
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        [others] = cursor.fetchone()
    if others:
        raise Refused(f"Somebody is using the database ({others} connections): stop the service.")


def require_migrations(manifest: dict) -> None:
    """Rows of a newer version cannot be read by this one."""
    known = MigrationLoader(None).disk_migrations
    names = [(app, name) for app, names in manifest["migrations"].items() for name in names]
    strange = [f"{app}.{name}" for app, name in names if (app, name) not in known]
    if strange:
        made_by = f"version {manifest['version']} {manifest['commit']}".strip()
        raise Refused(
            f"The backup was made by {made_by}, which this one does not know: {strange[0]}."
        )


def restore(file: zipfile.ZipFile, manifest: dict, replaced: str | None) -> None:
    """All of it, equal to what was backed up, or nothing; raises Refused."""
    require_migrations(manifest)
    require_place(replaced)
    found = programs.find()
    with tempfile.TemporaryFile() as said:
        choices = ["-X", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--file=-"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": said}
        database = found.start("psql", *choices, f"--dbname={programs.address()}", **pipes)
        try:
            tell(database, before())
            unpack(found, file, database, said)
            tell(database, after(manifest["tables"]))
            database.stdin.close()
        except BrokenPipeError:
            pass  # it stopped at an error, which it told
        finally:
            leave(database)
        if database.returncode:
            said.seek(0)
            raise Refused(f"Nothing was changed: {programs.last_words(said.read())}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def tell(database: subprocess.Popen, sql: str) -> None:
    database.stdin.write(sql.encode())
    database.stdin.flush()


def leave(database: subprocess.Popen) -> None:
    """Without COMMIT the database forgets all that it was told."""
    with contextlib.suppress(BrokenPipeError):
        database.stdin.close()
    database.wait()


def unpack(found, file: zipfile.ZipFile, database: subprocess.Popen, said) -> None:
    """Let pg_restore turn the dump into SQL, straight into the open transaction."""
    choices = ["--no-owner", "--no-privileges", "--no-comments", "--file=-"]
    pipes = {"stdin": subprocess.PIPE, "stdout": database.stdin, "stderr": said}
    unpacking = found.start("pg_restore", *choices, **pipes)
    try:
        with file.open(archive.DATABASE) as part, unpacking.stdin as target:
            shutil.copyfileobj(part, target, archive.CHUNK)
    finally:
        unpacking.wait()
    if unpacking.returncode and database.poll() is None:
        said.seek(0)
        raise Refused(f"Nothing was changed: {programs.last_words(said.read())}")


def before() -> str:
    """The transaction begins; what stands there goes, until it is committed or comes back."""
    drops = [f"DROP {kind} IF EXISTS {name} CASCADE;" for kind, name in standing()]
    return "\n".join(["BEGIN;", "SET client_min_messages = warning;", *drops, ""])


def after(tables: dict[str, dict]) -> str:
    """The numbers of each table are compared, and only then is all of it kept."""
    checks = [check(table, facts) for table, facts in tables.items()]
    return "\n".join(["", fingerprint.WRITING, *checks, "COMMIT;", ""])


def check(table: str, facts: dict) -> str:
    wanted = f"({facts['rows']},{facts['hash']})"
    numbers = fingerprint.numbers_sql(table, facts["columns"])
    name = table.replace("'", "''")
    return f"""DO $check$ BEGIN
  IF (SELECT ROW(n, h)::text FROM ({numbers}) AS numbers(n, h)) <> '{wanted}' THEN
    RAISE EXCEPTION 'table % is not as it was backed up', '{name}';
  END IF;
END $check$;"""
