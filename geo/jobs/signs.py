"""Signs of life: how far a job is, seen by everybody while its own work is seen by nobody yet."""

import time
from collections.abc import Callable
from contextlib import contextmanager
from uuid import UUID

from django.db import OperationalError, connection

from geo.jobs.ending import Cancelled, Interrupted

PAUSE_S = 0.3  # between two signs
LOCK_PATIENCE = "10s"
WRITE = """
UPDATE geo_job SET done = %s, total = %s, message = %s, heartbeat = now()
WHERE id = %s RETURNING cancel_requested"""


def key_of(job_id: UUID) -> int:
    """Return the key of the advisory lock that a worker holds as long as it lives on a job."""
    return int.from_bytes(job_id.bytes[:8], signed=True)


@contextmanager
def own_line(job_id: UUID):
    """A connection beside that of the work, which holds the lock of the job; None if it is taken.

    The server drops the lock with the connection: whoever dies is known to be dead at once.
    """
    line = connection.copy()
    try:
        yield line if _locks(line, job_id) else None
    finally:
        line.close()


def _locks(line, job_id: UUID) -> bool:
    with line.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(f"SET lock_timeout = '{LOCK_PATIENCE}'")
        try:
            cursor.execute("SELECT pg_advisory_lock(%s)", [key_of(job_id)])
        except OperationalError:
            return False
    return True


class Progress:
    """What the function of a job calls as `progress(done, total, message)`, as often as it likes.

    line: the connection on which signs are written; is_stopping: asked whether the worker ends.
    """

    def __init__(self, job_id: UUID, line, is_stopping: Callable[[], bool]):
        self.job_id, self.line, self.is_stopping = job_id, line, is_stopping
        self.done = self.total = 0
        self.written_at = float("-inf")

    def __call__(self, done: int, total: int = 0, message: str = "") -> None:
        self.done, self.total = max(int(done), 0), max(int(total), 0)
        if self.is_stopping():
            raise Interrupted
        if time.monotonic() - self.written_at >= PAUSE_S:
            self.write(str(message))

    def write(self, message: str) -> None:
        with self.line.cursor() as cursor:
            cursor.execute(WRITE, [self.done, self.total, message, self.job_id])
            row = cursor.fetchone()
        self.written_at = time.monotonic()
        if row is None or row[0]:
            raise Cancelled
