"""A real server with one worker, and a client that measures what comes."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection


@dataclass(frozen=True)
class Answer:
    """One answer: seconds to its first byte and to its end, its size, its status."""

    first_s: float
    whole_s: float
    size: int
    status: int


class Server:
    def __init__(self, port, worker):
        self.port = port
        self.worker = worker

    def memory_mb(self, peak=False):
        """Resident memory of the worker, now or at its peak."""
        field = "VmHWM" if peak else "VmRSS"
        for line in Path(f"/proc/{self.worker}/status").read_text().splitlines():
            if line.startswith(field):
                return int(line.split()[1]) / 1024
        raise LookupError(field)

    def cpu_s(self):
        """Processor time of the worker and of the databases' processes that serve it, so far.

        On a machine that does other work as well it says more than the clock.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE application_name = %s", [name_of(self.port)]
            )
            processes = [self.worker, *(pid for (pid,) in cursor.fetchall())]
        ticks = sum(ticks_of(process) for process in processes)
        return ticks / os.sysconf("SC_CLK_TCK")

    def get(self, address):
        caller = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        start = time.perf_counter()
        caller.request("GET", address)
        response = caller.getresponse()
        size = len(response.read(1))
        first = time.perf_counter() - start
        while piece := response.read(1 << 18):
            size += len(piece)
        return Answer(first, time.perf_counter() - start, size, response.status)


def name_of(port):
    """Under which the database knows the connections of a server."""
    return f"bench-{port}"


def ticks_of(process):
    """User and system time of a process: fields 14 and 15 of its stat, after its name."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:  # ended meanwhile
        return 0
    return int(fields[11]) + int(fields[12])


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def serving(application="geo.config.wsgi:application", workers=1, threads=1):
    """gunicorn on a free port, stopped at the end."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}",
        "--workers", str(workers), "--timeout", "600", "--log-level", "error", "--keep-alive", "60",
        "--worker-class", "gthread", "--threads", str(threads),
    ]  # fmt: skip
    environment = {"PYTHONPATH": ".", "PYTHONWARNINGS": "ignore", "PGAPPNAME": name_of(port)}
    process = subprocess.Popen(command, env=os.environ | environment)  # noqa: S603
    try:
        yield Server(port, wait_for_worker(process, port))
    finally:
        process.terminate()
        process.wait(20)


def wait_for_worker(process, port):
    for _try in range(200):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        with socket.socket() as caller:
            if children and caller.connect_ex(("127.0.0.1", port)) == 0:
                time.sleep(1)
                return int(children[-1])
        time.sleep(0.1)
    raise TimeoutError("The server did not start.")
