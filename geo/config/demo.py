"""`manage.py demo`: the island of Valdora, served on this machine."""

import gc
import os
import secrets
import signal
import socket
import sys
from types import FrameType

import django
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from gunicorn.app.base import BaseApplication

from geo.config import static_files, translations
from geo.config.first_run import database, options, port
from geo.config.first_run.console import database_trouble, say
from geo.config.worker_beside import worker_beside

STAFF = "staff"
ONE_AT_A_TIME = 0x506C6163  # the key of an advisory lock, the same for every demo on a database


def main(arguments: list[str]) -> int:
    chosen = options.read(arguments[2:])
    with port.take(chosen.port) as taken:
        if chosen.reset:
            database.forget()
            say("The demonstration was thrown away.")
        with database.chosen():
            prepare()
            serve(taken)
    return 0


def prepare() -> None:
    """Bring files and database to where this version wants them; little is left the second time."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "geo.config.settings"
    os.environ.pop("PLACETTE_HOSTS", None)  # a demonstration is for this machine only
    translations.compile_all()
    django.setup()
    static_files.collect()
    try:
        prepare_database()
    except OperationalError as error:
        raise database_trouble(str(error)) from error
    finally:
        connection.close()


def prepare_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
    migrate()
    load_island()
    make_staff()


def migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)


def load_island() -> None:
    """Load the demonstration, whole or not at all, where there is no consultation yet."""
    if not apps.get_model("participation", "Consultation").objects.exists():
        say("Bringing in the island of Valdora …")
        with transaction.atomic():
            call_command("load_demo")


def make_staff() -> None:
    """One staff account, whose password is shown this once."""
    users = get_user_model().objects
    if users.filter(username=STAFF).exists():
        return
    password = secrets.token_urlsafe(12)
    users.create_superuser(STAFF, password=password)
    say(f"Staff account: name {STAFF}, password {password} (shown only this once)")


class Service(BaseApplication):
    """gunicorn inside this process: nothing is left behind when it ends."""

    def __init__(self, taken: socket.socket) -> None:
        self.port = taken.getsockname()[1]
        self.descriptor = taken.detach()  # gunicorn closes it
        super().__init__()

    def load_config(self) -> None:
        choices = {
            "bind": f"fd://{self.descriptor}",
            "workers": min(3, (os.cpu_count() or 1) + 1),
            "worker_class": "gthread",
            "threads": 4,
            "preload_app": True,
            "loglevel": "warning",
            "graceful_timeout": 5,  # on few cores three processes take seconds to end
            "control_socket_disable": True,
            "when_ready": self.announce,
        }
        for name, value in choices.items():
            self.cfg.set(name, value)

    def load(self):
        return get_wsgi_application()

    def announce(self, server) -> None:
        signal.signal(signal.SIGHUP, end)  # gunicorn would start anew when the terminal closes
        address = f"http://{port.HOST}:{self.port}/"
        say(f"Placette is at {address} (staff: {address}fr/admin/). Ctrl-C stops it.")


def end(number: int, frame: FrameType | None) -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def serve(taken: socket.socket) -> None:
    """Serve until told to stop, by processes forked from this one."""
    sys.stdout.flush()  # else each of them says once more what was loaded
    gc.freeze()  # else each copies what all share, only to tidy it up before it ends
    with worker_beside(taken):
        Service(taken).run()
