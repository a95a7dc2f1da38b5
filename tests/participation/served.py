"""A real server with several workers on the test database, for what only happens there."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import quote, urlencode

from django.db import connection

HOST = "127.0.0.1"
WORKERS = 4
SECONDS_TO_START = 30


def database_url():
    """The address of the test database, for another process."""
    values = connection.settings_dict
    user = quote(values["USER"]) + (":" + quote(values["PASSWORD"]) if values["PASSWORD"] else "")
    port = f":{values['PORT']}" if values["PORT"] else ""
    query = urlencode({"host": values["HOST"]})
    return f"postgres://{user}@{port}/{quote(values['NAME'])}?{query}"


def free_port():
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        return taken.getsockname()[1]


@contextmanager
def server(address=None):
    """Yields the port of a gunicorn with several worker processes; nothing is left behind."""
    with process(address) as (_process, port):
        yield port


@contextmanager
def process(address=None):
    """The same, with its process; `address` is a DATABASE_URL, else the test database's."""
    port = free_port()
    arguments = ["-m", "gunicorn", "geo.config.wsgi:application", "-w", str(WORKERS)]
    arguments += ["-b", f"{HOST}:{port}", "--threads", "2", "-k", "gthread", "--log-level", "error"]
    # Plain static files: none are collected for tests.
    environment = os.environ | {"DATABASE_URL": address or database_url(), "PLACETTE_DEBUG": "yes"}
    environment |= {"PLACETTE_LOG_LEVEL": "ERROR"}
    started = subprocess.Popen([sys.executable, *arguments], env=environment)  # noqa: S603
    try:
        wait_for(port, started)
        yield started, port
    finally:
        started.send_signal(signal.SIGTERM)
        started.wait(timeout=20)


@contextmanager
def worker(address=None, **environment):
    """A worker for background jobs, as a process of its own."""
    environment = {"DATABASE_URL": address or database_url(), **environment}
    started = subprocess.Popen(  # noqa: S603
        [sys.executable, "manage.py", "worker", "--patience", "0"],
        env=os.environ | environment,
        start_new_session=True,
    )
    try:
        yield started
    finally:
        started.send_signal(signal.SIGTERM)
        started.wait(timeout=20)


def wait_for(port, process):
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        try:
            ask(port, "GET", "/health/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not start")


def ask(port, method, path, body=None, headers=None):
    """(status, body) of one request; redirects are not followed."""
    connected = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        connected.request(method, path, body, headers or {})
        response = connected.getresponse()
        return response.status, response.read()
    finally:
        connected.close()
