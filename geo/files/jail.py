"""Runs what opens files of others in a child process without network, secrets or much of anything.

The child is a fresh Python, not a fork of the service: it inherits no connection, no setting and
no memory. It shuts itself in (`confinement`), proves it, and only then opens the file. Where the
kernel has no seccomp, a network namespace of its own (`unshare`) does; where there is neither,
`in_jail` refuses, unless the file is the operator's own.
"""

import json
import logging
import os
import secrets
import selectors
import shutil
import signal
import subprocess  # noqa: S404 - the child is one of our own modules
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import BinaryIO

from geo.files.frames import Spooled, unpack
from geo.files.refusals import FileCode, UnreadableFile

CHILD = Path(__file__).with_name("child.py")
PATIENCE_S = 1  # between two looks at whether the answer is still wanted
Waiting = Callable[[], None]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may take: seconds (of the processor, and of the clock), bytes."""

    seconds: int = 30
    memory: int = 2 * 1024**3
    file_bytes: int = 200 * 1024**2  # of any one file that it writes
    answer_bytes: int = 512 * 1024**2


LIMITS = Limits()


def in_jail(
    task: str,
    source: BinaryIO | bytes,
    arguments: dict | None = None,
    *,
    limits: Limits = LIMITS,
    trusted: bool = False,
) -> list[bytes]:
    """Return the pieces of bytes that a task answers to a file.

    task: "package.module:function", called in the child as function(path, arguments), which
    returns an iterable of bytes or raises UnreadableFile; its module must not import Django.
    source: the file, copied under a name of our own; arguments: what JSON can carry, under 32 kB.
    trusted: the operator's own file, read even where no child can be shut in.
    Raises UnreadableFile: what the task raised, CLOSED, TOO_COSTLY, or DAMAGED where the child died.
    """
    wall = wall_of_this_machine()
    if wall == "none" and not trusted:
        raise UnreadableFile(FileCode.CLOSED)
    with _room() as room:
        path = room / secrets.token_hex(16)
        _copy(source, path)
        return _ask(task, path, arguments or {}, limits, wall)


@contextmanager
def spooled_in_jail(
    task: str,
    source: BinaryIO | bytes,
    arguments: dict | None = None,
    *,
    limits: Limits = LIMITS,
    trusted: bool = False,
    waiting: Waiting = lambda: None,
) -> Iterator[Spooled]:
    """The answer of a task, as `in_jail` asks it, in a file of its own: for what is large.

    waiting: called each second at least until the answer is there; may raise, to give up.
    Nothing is handed over before the child said everything.
    """
    wall = wall_of_this_machine()
    if wall == "none" and not trusted:
        raise UnreadableFile(FileCode.CLOSED)
    with _room() as room, Spooled() as spooled:
        path = room / secrets.token_hex(16)
        _copy(source, path)
        with _asked(task, path, arguments or {}, limits, wall) as child:
            _spool(child, limits, spooled, waiting)
        yield spooled


def wall_of_this_machine() -> str:
    """Return what shuts a child in here: "seccomp", "network" (a namespace) or "none"."""
    try:
        return _standing_wall()
    except LookupError:
        return "none"


@lru_cache(maxsize=1)
def _standing_wall() -> str:
    """Return what was seen to stand; raise LookupError, which is not remembered, without any."""
    for wall in ("seccomp", "network"):
        if _stands(wall):
            return wall
    raise LookupError


def _stands(wall: str) -> bool:
    if wall == "network" and shutil.which("unshare") is None:
        return False
    with _room() as room:
        try:
            _ask("", room / "nothing", {}, LIMITS, wall)
        except UnreadableFile:
            return False
    return True


@contextmanager
def _room() -> Iterator[Path]:
    """An empty folder that only this user can enter, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="placette-", ignore_cleanup_errors=True) as folder:
        yield Path(folder).resolve()


def _copy(source: BinaryIO | bytes, path: Path) -> None:
    if isinstance(source, bytes):
        path.write_bytes(source)
    else:
        with path.open("wb") as copy:
            shutil.copyfileobj(source, copy, 1024 * 1024)
    path.chmod(0o400)


def _ask(task: str, path: Path, arguments: dict, limits: Limits, wall: str) -> list[bytes]:
    with _asked(task, path, arguments, limits, wall) as child:
        return _read_answer(child, limits)


@contextmanager
def _asked(
    task: str, path: Path, arguments: dict, limits: Limits, wall: str
) -> Iterator[subprocess.Popen]:
    """A child that has got its request; ended afterwards, whatever happens."""
    request = asdict(limits) | {"task": task, "path": str(path), "arguments": arguments}
    command = [sys.executable, "-I", "-B", str(CHILD)]
    if wall == "network":
        command = [shutil.which("unshare"), "-rn", "--", *command]
    child = _started(command, path.parent)
    try:
        with suppress(BrokenPipeError):  # a child that is dead already says why later
            child.stdin.write(json.dumps(request | {"wall": wall}).encode())
            child.stdin.close()
        yield child
    finally:
        end_child(child)


def _started(command: list[str], room: Path) -> subprocess.Popen:
    try:
        return subprocess.Popen(  # noqa: S603 - no shell, no argument from outside
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=room,
            env=_environment(room),
            start_new_session=True,
        )
    except OSError as error:
        log.exception("No child can be started to read files.")
        raise UnreadableFile(FileCode.TOO_COSTLY) from error


def _environment(room: Path) -> dict[str, str]:
    """Return all that the child knows of its surroundings: no secret, no address."""
    own = {
        "HOME": str(room),
        "TMPDIR": str(room),
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
        "PROJ_NETWORK": "OFF",
        "GDAL_NUM_THREADS": "1",
        "GDAL_HTTP_PROXY": "http://127.0.0.1:9",
        "GDAL_VRT_ENABLE_PYTHON": "NO",
        "CPL_VSIL_CURL_ALLOWED_FILENAME": "/nothing",
        "OGR_GPKG_FOREIGN_KEY_CHECK": "NO",
    }
    if "LD_LIBRARY_PATH" in os.environ:  # without which some Pythons do not start
        own["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
    return own


def _read_answer(child: subprocess.Popen, limits: Limits) -> list[bytes]:
    deadline = monotonic() + limits.seconds
    written = b"".join(_pieces(child, deadline, limits.answer_bytes))
    try:
        status, *frames = unpack(written)
        status = json.loads(status)
    except ValueError as error:
        raise _death(child, deadline) from error
    if status["status"] == "ok":
        return frames
    raise _refusal(status)


def _spool(child: subprocess.Popen, limits: Limits, spooled: Spooled, waiting: Waiting) -> None:
    """Write the answer of a child to a file, as long as it is in time and not too much."""
    deadline = monotonic() + limits.seconds
    for piece in _pieces(child, deadline, limits.answer_bytes, waiting):
        spooled.write(piece)
    try:
        status = json.loads(spooled.close_and_index())
    except ValueError as error:
        raise _death(child, deadline) from error
    if status["status"] != "ok":
        raise _refusal(status)


def _pieces(
    child: subprocess.Popen, deadline: float, most: int, waiting: Waiting = lambda: None
) -> Iterator[bytes]:
    """Yield all that the child writes, as long as it is in time and not too much."""
    size = 0
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while (left := deadline - monotonic()) > 0:
            waiting()
            if not selector.select(min(left, PATIENCE_S)):
                continue
            piece = os.read(child.stdout.fileno(), 1024 * 1024)
            size += len(piece)
            if size > most:
                raise UnreadableFile(FileCode.TOO_COSTLY)
            if not piece:
                return
            yield piece
    raise UnreadableFile(FileCode.TOO_COSTLY)


def _refusal(status: dict) -> UnreadableFile:
    if status["status"] == "refused":
        return UnreadableFile(FileCode(status["code"]), **status["facts"])
    if status["status"] == "memory":
        return UnreadableFile(FileCode.TOO_COSTLY)
    if status["status"] == "open":
        return UnreadableFile(FileCode.CLOSED)
    log.error("A child that reads files failed: %s", status["error"])
    return UnreadableFile(FileCode.DAMAGED)


def _death(child: subprocess.Popen, deadline: float) -> UnreadableFile:
    """Return why a child ended without an answer: its limits, or a file that broke a library."""
    try:
        code = child.wait(max(deadline - monotonic(), 0.1))
    except subprocess.TimeoutExpired:
        return UnreadableFile(FileCode.TOO_COSTLY)
    costly = code in {-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGXFSZ}
    return UnreadableFile(FileCode.TOO_COSTLY if costly else FileCode.DAMAGED)


def end_child(child: subprocess.Popen) -> None:
    """End the child and whatever it started."""
    if child.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    child.stdout.close()
    with suppress(BrokenPipeError):
        child.stdin.close()
