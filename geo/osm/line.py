"""The line to live servers of OpenStreetMap: one question, in a child process, with a deadline.

osmnx waits and asks again without end where a server is busy, and its settings belong to a whole
process. So each question has a process of its own (`asking`), a fresh Python that imports no
Django; it ends at the deadline, with this process, and when whoever waits gives up.
"""

import json
import logging
import os
import selectors
import subprocess  # noqa: S404 - the child is one of our own modules
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic

from geo.files.jail import end_child
from geo.osm.asking import BUSY
from geo.osm.failures import (
    LiveFailure,
    OverpassBusy,
    OverpassIncomplete,
    OverpassRefused,
    OverpassSlow,
    OverpassTooMuch,
    OverpassUnreachable,
    OverpassUnreadable,
    PlaceUnknown,
)

CHILD = Path(__file__).with_name("asking.py")
DEADLINE_S = 300
TIMEOUT_S = 60  # for the server to think, and for each piece to come
MEMORY = 3 * 1024**3
FILE_BYTES = 500 * 1024**2
BEAT_S = 1  # between two looks at whether whoever waits has given up
PASSED_ON = (  # how to reach the world from here, as the operator set it
    *("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "LD_LIBRARY_PATH"),
)
FAILURES = {
    "slow": OverpassSlow,
    "unreachable": OverpassUnreachable,
    "unreadable": OverpassUnreadable,
    "refused": OverpassRefused,
    "incomplete": OverpassIncomplete,
    "too_much": OverpassTooMuch,
    "unknown": PlaceUnknown,
}
Progress = Callable[[int, int], None]
log = logging.getLogger(__name__)


@contextmanager
def room() -> Iterator[Path]:
    """A new and empty folder for one question: nothing that was answered before lies in it."""
    with tempfile.TemporaryDirectory(prefix="placette-osm-", ignore_cleanup_errors=True) as folder:
        yield Path(folder).resolve()


def ask(
    request: dict, folder: Path, server: str, *, deadline_s: float, progress: Progress | None = None
) -> dict:
    """Return what the child answers, which leaves its files in `folder`; raises LiveFailure.

    server: its name for people; progress: called each second, may raise to give up.
    """
    limits = {"memory": MEMORY, "file_bytes": FILE_BYTES, "seconds": int(deadline_s) + 1}
    child = _started(folder)
    try:
        with suppress(BrokenPipeError):  # a child that is dead says so below
            child.stdin.write(json.dumps({"timeout": TIMEOUT_S} | request | limits).encode())
            child.stdin.write(b"\n")
            child.stdin.flush()  # and stays open: its end would end the child
        return _answer(child, server, monotonic() + deadline_s, progress)
    finally:
        end_child(child)


def _started(folder: Path) -> subprocess.Popen:
    own = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    own |= {"HOME": str(folder), "TMPDIR": str(folder), "MPLCONFIGDIR": str(folder)}
    return subprocess.Popen(  # noqa: S603 - no shell, no argument from outside
        [sys.executable, "-I", "-B", str(CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=own | {"LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"},
        start_new_session=True,
    )


def _answer(
    child: subprocess.Popen, server: str, deadline: float, progress: Progress | None
) -> dict:
    seen = 0
    for line in _lines(child, deadline, progress):
        told = json.loads(line)
        if "status" in told:
            return _result(told, server)
        seen = told["seen"]
    if monotonic() < deadline:
        log.error("The child that asks %s ended without a word.", server)
        raise OverpassTooMuch(server)
    raise OverpassBusy(server, str(seen)) if seen in BUSY else OverpassSlow(server)


def _result(told: dict, server: str) -> dict:
    if told["status"] == "ok":
        return told
    if told["status"] == "failed":
        log.error("The child that asks %s failed: %s", server, told["told"])
        raise OverpassUnreadable(server)
    failure: type[LiveFailure] = FAILURES[told["status"]]
    if failure is OverpassRefused and int(told["told"]) in BUSY:
        failure = OverpassBusy
    raise failure(server, told["told"])


def _lines(child: subprocess.Popen, deadline: float, progress: Progress | None) -> Iterator[bytes]:
    """Yield the lines of the child until it ends, or the deadline does."""
    rest = b""
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while (left := deadline - monotonic()) > 0:
            if selector.select(min(left, BEAT_S)):
                piece = os.read(child.stdout.fileno(), 65536)
                if not piece:
                    return
                *whole, rest = (rest + piece).split(b"\n")
                yield from whole
            if progress:
                progress(0, 0)
