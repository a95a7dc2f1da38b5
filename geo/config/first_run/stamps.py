"""What is already done is not done again: a stamp is written last; a lock keeps two runs apart."""

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from geo.config.first_run.console import say

ROOT = Path(__file__).resolve().parents[3]
LOCAL = ROOT / ".local"


def digest(*paths: Path) -> str:
    """A hash of the contents of some files."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()


def is_current(stamp: Path, wanted: str) -> bool:
    try:
        return stamp.read_text() == wanted
    except OSError:
        return False


def write(stamp: Path, value: str) -> None:
    """Write a stamp whole or not at all."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    part = stamp.with_name(f"{stamp.name}.{os.getpid()}")
    try:
        part.write_text(value)
        part.replace(stamp)
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Let one run at a time through; the kernel opens the lock again if that run is killed."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another run is setting things up: waiting for it.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
