"""The island of Valdora on a database of its own, served by real worker processes."""

import os
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import quote, urlencode

import psycopg
from django.db import connection
from psycopg import sql

from tests.participation.served import free_port, wait_for, worker

HOST = "127.0.0.1"
ADMIN = "agent"
ORGANISER = "organisatrice"  # works for one town, and may do nothing else
ADMIN_PASSWORD = "une-phrase-assez-longue"
# In one process: each start of Django costs more than a second.
SET_UP = f"""
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_demo")
call_command("createsuperuser", interactive=False, username="{ADMIN}", email="")
from participation.accounts.models import User
from participation.consultations.models import Consultation, Membership
town = Consultation.objects.get(title_it="Il lungomare, dalla stazione al faro").organisation
who = User.objects.create_user("{ORGANISER}", password="{ADMIN_PASSWORD}", is_staff=True)
Membership.objects.create(organisation=town, user=who, role="organiser")
"""


# Every process of one run copies the same.
ISLAND = f"island_{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"


@contextmanager
def island():
    """Yields the address of a service that shows the demonstration; nothing is left behind."""
    with own_database() as url, serving(environment_of(url)) as port, worker(url):
        yield f"http://{HOST}:{port}"


def environment_of(url):
    return os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tests.browser.island_settings",
        "DJANGO_SUPERUSER_PASSWORD": ADMIN_PASSWORD,
        "PLACETTE_LOG_LEVEL": "ERROR",
        "PLACETTE_STATEMENT_TIMEOUT": "60",
    }


@contextmanager
def own_database():
    """Yields the DATABASE_URL of a copy of the island, dropped in the end."""
    values = connection.settings_dict
    name = f"{values['NAME']}_browser_{os.getpid()}"
    reach = {key: value for key, value in reachable(values).items() if value}
    with psycopg.connect(dbname="postgres", autocommit=True, **reach) as server:
        with alone(server):
            if not exists(server, ISLAND):
                lay_out(server, values)
            change(server, "CREATE DATABASE {} TEMPLATE {}", name, ISLAND)
        try:
            yield url_of(values, name)
        finally:
            change(server, "DROP DATABASE {} WITH (FORCE)", name)
            with alone(server):
                change(server, "DROP DATABASE IF EXISTS {}", ISLAND)


@contextmanager
def alone(server):
    """While the other processes of this run wait."""
    server.execute("SELECT pg_advisory_lock(hashtext(%s))", [ISLAND])
    try:
        yield
    finally:
        server.execute("SELECT pg_advisory_unlock(hashtext(%s))", [ISLAND])


def exists(server, name):
    return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()


def change(server, words, *names):
    server.execute(sql.SQL(words).format(*map(sql.Identifier, names)))


def lay_out(server, values):
    """Lay the island out, once: it takes the time of several tests."""
    change(server, "CREATE DATABASE {}", ISLAND)
    try:
        django(environment_of(url_of(values, ISLAND)), "shell", "--no-imports", "--command", SET_UP)
    except BaseException:
        change(server, "DROP DATABASE {} WITH (FORCE)", ISLAND)
        raise


def reachable(values):
    return {
        "host": values["HOST"],
        "port": values["PORT"],
        "user": values["USER"],
        "password": values["PASSWORD"],
    }


def url_of(values, name):
    user = quote(values["USER"]) + (":" + quote(values["PASSWORD"]) if values["PASSWORD"] else "")
    port = f":{values['PORT']}" if values["PORT"] else ""
    return f"postgres://{user}@{port}/{quote(name)}?{urlencode({'host': values['HOST']})}"


def django(environment, *words):
    subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "django", *words],
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


@contextmanager
def serving(environment):
    port = free_port()
    words = ["-m", "gunicorn", "geo.config.wsgi:application", "--workers", "2", "--threads", "4"]
    words += ["--bind", f"{HOST}:{port}", "--worker-class", "gthread", "--log-level", "error"]
    process = subprocess.Popen([sys.executable, *words], env=environment)  # noqa: S603
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)
