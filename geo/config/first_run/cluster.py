"""The private database: a PostGIS server of this clone alone, reached through a socket only.

It runs while some command of this clone uses it. Users hold a shared lock that the kernel drops
when they die; the last one to leave stops the server.
"""

import fcntl
import os
import shlex
import shutil
import socket
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Self
from urllib.parse import quote

from geo.config.first_run import places, postgis, stamps
from geo.config.first_run.children import run
from geo.config.first_run.console import Stopped, reason_in, say

NAME = "placette"
LONGEST_SOCKET = 107
SOCKET_FILE = ".s.PGSQL.5432"
CONFIGURATION = """
listen_addresses = ''
unix_socket_permissions = 0700
jit = off
max_connections = 60
shared_buffers = 256MB
log_min_messages = warning
timezone = 'UTC'
log_timezone = 'UTC'
"""


class PrivateCluster:
    """One use of the private database: `with PrivateCluster() as cluster: cluster.address`."""

    def __init__(self) -> None:
        self.home = places.home()
        self.folder = self.home / "postgres"
        self.data = self.folder / "data"
        self.user = places.server_user()
        self.programs = postgis.find(self.home)
        self.process = os.getpid()

    @property
    def address(self) -> str:
        """The DATABASE_URL of the private database."""
        return f"postgres://{NAME}@/{NAME}?host={quote(str(self.socket_folder()), safe='')}"

    def __enter__(self) -> Self:
        with stamps.alone(self.home / "postgres.lock"):
            self.make()
            self.lease = (self.home / "postgres.users").open("a")
            fcntl.flock(self.lease, fcntl.LOCK_SH)
            try:
                if not self.is_running():
                    self.start()
            except BaseException:
                self.leave()
                raise
        return self

    def __exit__(self, *error: object) -> None:
        if os.getpid() != self.process:
            return  # a worker forked from this process: the lease is its parent's
        with stamps.alone(self.home / "postgres.lock"):
            self.leave()

    def leave(self) -> None:
        fcntl.flock(self.lease, fcntl.LOCK_UN)
        if self.is_last():
            self.stop()
        self.lease.close()

    def is_last(self) -> bool:
        try:
            fcntl.flock(self.lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def make(self) -> None:
        """Make the cluster whole, under another name until it is."""
        if self.data.exists():
            self.refuse_other_version()
            return
        say("Making the private database …")
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.user is not None:
            os.chown(self.folder, self.user, -1)
        part = self.folder / "data.part"
        shutil.rmtree(part, ignore_errors=True)
        choices = ["--username", NAME, "--auth=trust", "--encoding=UTF8", "--no-instructions"]
        locale = "en_US.UTF-8" if os.uname().sysname == "Darwin" else "C.UTF-8"
        self.program("initdb", "--pgdata", part, *choices, f"--locale={locale}")
        with (part / "postgresql.conf").open("a") as file:
            file.write(CONFIGURATION)
        self.program("postgres", "--single", "-D", part, "postgres", text=f"CREATE DATABASE {NAME}")
        part.rename(self.data)

    def refuse_other_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != self.programs.major:
            raise Stopped(
                f"The private database was made by PostgreSQL {made_by}, and this machine now has "
                f"{self.programs.major}: python3 manage.py demo --reset makes a new one."
            )

    def program(self, name: str, *arguments: str | Path, text: str | None = None) -> str:
        environment = {**self.programs.environment, "LC_MESSAGES": "C"}
        command = [self.programs.folder / name, *arguments]
        return run(command, environment=environment, folder=Path("/"), user=self.user, text=text)

    def socket_folder(self) -> Path:
        """Where the socket is: in the cluster's folder, or elsewhere if that path cannot be used."""
        try:
            return Path((self.home / "postgres.socket").read_text())
        except OSError:
            return self.folder / "socket"

    def make_socket_folder(self) -> Path:
        inside = self.folder / "socket"
        # A comma would part the path in two: clients read a list of hosts.
        if len(bytes(inside / SOCKET_FILE)) <= LONGEST_SOCKET and "," not in str(inside):
            inside.mkdir(mode=0o700, exist_ok=True)
            folder = inside
        else:
            folder = Path(tempfile.mkdtemp(prefix="placette-", dir="/tmp"))  # noqa: S108  (private)
            stamps.write(self.home / "postgres.socket", str(folder))
        if self.user is not None:
            os.chown(folder, self.user, -1)
        return folder

    def is_running(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self.socket_folder() / SOCKET_FILE))
            except OSError:
                return False
        return True

    def start(self) -> None:
        log = self.folder / "log"
        log.unlink(missing_ok=True)
        # A list of folders, in which quotes keep a comma; handed on by pg_ctl through a shell.
        choices = "-k " + shlex.quote(f'"{self.make_socket_folder()}"')
        try:
            self.program(
                "pg_ctl", "start", "-w", "-t", "60", "-D", self.data, "-l", log, "-o", choices
            )
        except BaseException as error:
            said = log.read_text(errors="replace") if log.exists() else ""
            self.stop()
            if isinstance(error, Stopped) and said:
                last = " ".join(said.strip().splitlines()[-2:])
                raise Stopped(reason_in(said) or f"The database did not start: {last}") from None
            raise

    def stop(self) -> None:
        for mode in ("fast", "immediate"):  # a full disk may keep it from ending in good order
            with suppress(Stopped):  # it was not running
                self.program("pg_ctl", "stop", "-w", "-t", "20", "-m", mode, "-D", self.data)
            if not self.is_running():
                break
        elsewhere = self.home / "postgres.socket"
        if elsewhere.exists():
            shutil.rmtree(self.socket_folder(), ignore_errors=True)
            elsewhere.unlink()

    def forget(self) -> None:
        """Throw the private database away, unless somebody is using it."""
        with (
            stamps.alone(self.home / "postgres.lock"),
            (self.home / "postgres.users").open("a") as users,
        ):
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Stopped(
                    "Another command of this clone is using the database: stop it first."
                ) from None
            self.stop()
            shutil.rmtree(self.folder, ignore_errors=True)
