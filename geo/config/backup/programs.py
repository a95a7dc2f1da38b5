"""PostgreSQL's own programs, as new as the server, and the way in without a password in sight."""

import contextlib
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from psycopg.conninfo import make_conninfo

from geo.config.first_run import debian, places, postgis
from geo.config.first_run.children import die_with_parent
from geo.config.first_run.console import Stopped

VERSION = re.compile(r"\) (\d+)(?:\.(\d+))?")
NOT_OF_THE_CLIENT = {"password", "options", "pool", "server_side_binding", "isolation_level"}


class NoPrograms(Exception):
    """pg_dump is missing, or older than the server; the text says what to install."""


@dataclass(frozen=True, slots=True)
class Programs:
    """A folder with pg_dump, pg_restore and psql, and what they need to run."""

    folder: Path
    environment: dict[str, str]
    version: tuple[int, int]

    def start(self, name: str, *arguments: str, **pipes) -> subprocess.Popen:
        """A program on its way; it ends when this process does."""
        return subprocess.Popen(  # noqa: S603  (fixed programs, no shell)
            [self.folder / name, *arguments],
            env=os.environ | self.environment | login(),
            preexec_fn=die_with_parent,
            **pipes,
        )


def find() -> Programs:
    """The oldest that is not older than the server: an older one writes what others refuse."""
    server = divmod(connection.pg_version, 10_000)
    known = [found for folder, settings in candidates() if (found := described(folder, settings))]
    usable = [programs for programs in known if programs.version >= server]
    if usable:
        return min(usable, key=lambda programs: programs.version)
    here = ", ".join(sorted({written(programs.version) for programs in known})) or "none"
    raise NoPrograms(
        f"PostgreSQL’s pg_dump, pg_restore and psql are needed in version {written(server)} or "
        f"newer, as the server is (here: {here}): run  sudo apt update && sudo apt install "
        f"postgresql-client-{server[0]}"
    )


def written(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"


def candidates() -> list[tuple[Path, dict[str, str]]]:
    """Folders of programs: installed, unpacked for the private database, on the path."""
    folders = [
        Path(found) for pattern in postgis.INSTALLED for found in Path("/").glob(pattern[1:])
    ]
    found = [(folder, {}) for folder in folders]
    with contextlib.suppress(OSError, Stopped):  # a service has no private database
        unpacked = places.home() / "debian"
        own = debian.environment(unpacked)
        found += [(folder, own) for folder in unpacked.glob("usr/lib/postgresql/*/bin")]
    on_path = shutil.which("pg_dump")
    return [*found, (Path(on_path).parent, {})] if on_path else found


def described(folder: Path, settings: dict[str, str]) -> Programs | None:
    if not all((folder / name).exists() for name in ("pg_dump", "pg_restore", "psql")):
        return None
    asked = subprocess.run(  # noqa: S603  (fixed program, no shell)
        [folder / "pg_dump", "--version"],
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    said = VERSION.search(asked.stdout)
    return Programs(folder, settings, (int(said[1]), int(said[2] or 0))) if said else None


def address() -> str:
    """The database, as libpq wants it; without the password, which any user could read in `ps`."""
    values = connection.settings_dict
    options = {k: v for k, v in values["OPTIONS"].items() if k not in NOT_OF_THE_CLIENT}
    named = {
        "dbname": values["NAME"],
        "user": values["USER"],
        "host": values["HOST"],
        "port": values["PORT"],
    }
    return make_conninfo("", **{k: v for k, v in named.items() if v}, **options)


def login() -> dict[str, str]:
    """The password, for the environment of a program."""
    values = connection.settings_dict
    password = values["PASSWORD"] or values["OPTIONS"].get("password")
    return {"PGPASSWORD": password} if password else {}


def last_words(said: bytes) -> str:
    """The error in what a program printed; details stay out, since they quote rows."""
    lines = [line for line in said.decode(errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines or ["it said nothing"])[0]
