"""Django's own commands, with the private database where no other is named."""

import contextlib
import os

from django.core.management import execute_from_command_line
from django.db import OperationalError

from geo.config import translations
from geo.config.first_run import database
from geo.config.first_run.console import database_trouble

NEED_NO_DATABASE = {
    "check",
    "collectstatic",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "version",
    "--help",
    "--version",
}
SERVE_PEOPLE = {"runserver"}


def main(arguments: list[str]) -> int:
    command = arguments[1] if len(arguments) > 1 else "help"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo.config.settings")
    if command not in SERVE_PEOPLE:
        os.environ.setdefault("PLACETTE_STATEMENT_TIMEOUT", "0")
    translations.compile_all()
    with no_database() if command in NEED_NO_DATABASE else database.chosen():
        try:
            execute_from_command_line(arguments)
        except OperationalError as error:
            raise database_trouble(str(error)) from error
    return 0


def no_database() -> contextlib.AbstractContextManager:
    """For what needs none: an address that is read, and leads nowhere."""
    os.environ.setdefault("DATABASE_URL", "postgres:///none")
    return contextlib.nullcontext()
