"""The settings, as an operator meets them."""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from geo.config.first_run import database

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "PLACETTE_HOSTS": "carte.example.fr",
    "PLACETTE_PROXIES": "1",
    "PLACETTE_SECRET_KEY": secrets.token_urlsafe(50),
}
SHOW = """
import json
from geo.config import settings
names = ["ALLOWED_HOSTS", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SECURE_SSL_REDIRECT", "DEBUG"]
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


def run(*command, **environment):
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_settings_pass_the_deployment_checks():
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_production_has_host_cookies_over_https():
    shown = json.loads(run("-c", SHOW, **PRODUCTION).stdout)
    assert shown == {
        "ALLOWED_HOSTS": ["carte.example.fr"],
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "SECURE_SSL_REDIRECT": True,
        "DEBUG": False,
    }


def test_production_without_a_key_stops_with_one_sentence():
    done = run("manage.py", "check", PLACETTE_HOSTS="carte.example.fr", PLACETTE_SECRET_KEY="")
    assert done.returncode == 1
    assert done.stderr == "PLACETTE_SECRET_KEY is missing: see docs/install.md.\n"


def test_without_hosts_only_this_machine_is_answered():
    assert settings.PUBLIC_HOSTS == []
    assert "*" not in settings.ALLOWED_HOSTS
    assert settings.DEBUG is False


def test_a_database_that_does_not_answer_is_told_in_one_sentence():
    done = run("manage.py", "migrate", DATABASE_URL="postgres://nobody@127.0.0.1:1/none")
    assert done.returncode == 1
    assert done.stderr.startswith("The database cannot be worked with: ")
    assert done.stderr.count("\n") == 1


def test_a_service_that_is_given_a_key_writes_none_beside_its_code(monkeypatch, tmp_path):
    monkeypatch.setattr(database, "SECRET_KEY", tmp_path / "secret_key")
    monkeypatch.setenv("PLACETTE_SECRET_KEY", "given")
    database.keep_secret_key()
    assert list(tmp_path.iterdir()) == []
    monkeypatch.delenv("PLACETTE_SECRET_KEY")
    database.keep_secret_key()
    assert len((tmp_path / "secret_key").read_text()) >= 50
