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


@contextmanager
def island():
    """Yields the address of a service that shows the demonstration; nothing is left behind."""
    with own_database() as url:
        environment = os.environ | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "tests.browser.island_settings",
            "DJANGO_SUPERUSER_PASSWORD": ADMIN_PASSWORD,
            "PLACETTE_LOG_LEVEL": "ERROR",
            "PLACETTE_STATEMENT_TIMEOUT": "60",
        }
        django(environment, "shell", "--no-imports", "--command", SET_UP)
        with serving(environment) as port, worker(url):
            yield f"http://{HOST}:{port}"


@contextmanager
def own_database():
    """Yields the DATABASE_URL of an empty database, dropped in the end."""
    values = connection.settings_dict
    name = f"{values['NAME']}_browser_{os.getpid()}"
    reach = {key: value for key, value in reachable(values).items() if value}
    with psycopg.connect(dbname="postgres", autocommit=True, **reach) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield url_of(values, name)
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            server.execute(drop)


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
