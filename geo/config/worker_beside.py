"""A worker beside the demonstration: in a process of its own, which ends with it."""

import contextlib
import logging
import os
import signal
import socket
import time
from collections.abc import Iterator

from django.core.management import call_command

from geo.config.first_run.children import die_with_parent

logger = logging.getLogger(__name__)
PATIENCE_S = 2


@contextlib.contextmanager
def worker_beside(taken: socket.socket) -> Iterator[None]:
    """Have a worker as long as the context lasts; `taken` belongs to the service alone."""
    mother = os.getpid()
    child = os.fork()  # the apps are loaded: a new process would load them once more
    if child == 0:
        taken.close()
        _be_worker(mother)
    try:
        yield
    finally:
        if os.getpid() == mother:  # and not a process of the service, forked from this one
            _end(child)


def _be_worker(mother: int) -> None:
    """Work until told to stop; a job that is under way is given back."""
    code = 1
    try:
        die_with_parent()
        if os.getppid() == mother:
            call_command("worker", patience=0)
        code = 0
    except Exception:
        logger.exception("the worker of the demonstration stopped")
    finally:
        os._exit(code)


def _end(child: int) -> None:
    until = time.monotonic() + PATIENCE_S
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(child, signal.SIGTERM)
        while os.waitpid(child, os.WNOHANG) == (0, 0):
            if time.monotonic() > until:
                os.kill(child, signal.SIGKILL)
            time.sleep(0.02)
