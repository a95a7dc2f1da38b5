"""The readers of the environment."""

import pytest

from geo.config import env


@pytest.mark.parametrize(
    ("written", "read"), [("yes", True), ("0", False), ("On", True), ("", True)]
)
def test_a_flag_is_read(monkeypatch, written, read):
    monkeypatch.setenv("PLACETTE_X", written)
    assert env.flag("PLACETTE_X", default=True) is read


@pytest.mark.parametrize("written", ["maybe", "2", "oui oui"])
def test_a_flag_that_is_neither_is_refused_by_name(monkeypatch, written):
    monkeypatch.setenv("PLACETTE_X", written)
    with pytest.raises(env.BadEnvironment, match="PLACETTE_X is “" + written):
        env.flag("PLACETTE_X", default=True)


@pytest.mark.parametrize("written", ["-1", "1.5", "many", "²", "٣"])
def test_a_number_that_is_none_is_refused(monkeypatch, written):
    monkeypatch.setenv("PLACETTE_X", written)
    with pytest.raises(env.BadEnvironment, match="whole number"):
        env.number("PLACETTE_X", default=0)


def test_a_list_forgets_spaces_and_empty_words(monkeypatch):
    monkeypatch.setenv("PLACETTE_X", " a.fr, ,b.it ,")
    assert env.words("PLACETTE_X") == ["a.fr", "b.it"]


def test_a_database_address_is_read_whole(monkeypatch):
    monkeypatch.setenv(
        "DATABASE_URL", "postgres://anne%40x:p%2Fw@db.example:5433/ma%20base?sslmode=require"
    )
    read = env.database("DATABASE_URL")
    assert (read["USER"], read["PASSWORD"], read["NAME"]) == ("anne@x", "p/w", "ma base")
    assert (read["HOST"], read["PORT"]) == ("db.example", "5433")
    assert read["OPTIONS"] == {"sslmode": "require"}


def test_a_database_address_may_name_a_socket(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://placette@/placette?host=/var/run/postgresql")
    read = env.database("DATABASE_URL")
    assert (read["HOST"], read["OPTIONS"]) == ("/var/run/postgresql", {})


@pytest.mark.parametrize(
    "written",
    ["", "http://x/y", "postgres://host", "postgres://host/", "postgres://h:x/y", "postgres://[/y"],
)
def test_an_unusable_database_address_is_refused(monkeypatch, written):
    monkeypatch.setenv("DATABASE_URL", written)
    with pytest.raises(env.BadEnvironment, match="DATABASE_URL"):
        env.database("DATABASE_URL")
