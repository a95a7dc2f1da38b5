"""`manage.py test`: the tests, by pytest, on the database of this clone."""

import os

import pytest

from geo.config import translations
from geo.config.first_run import database
from geo.config.first_run.stamps import ROOT


def main(arguments: list[str]) -> int:
    os.chdir(ROOT)
    translations.compile_all()
    with database.chosen():
        return int(pytest.main(arguments[2:]))
