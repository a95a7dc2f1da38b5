"""Typed readers of the environment; every variable read here is described in docs/install.md."""

import os
from urllib.parse import parse_qsl, unquote, urlsplit

YES, NO = {"1", "yes", "true", "on"}, {"0", "no", "false", "off"}


class BadEnvironment(Exception):
    """A variable of the environment holds something that cannot be used."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value in YES | NO:
        return value in YES
    raise BadEnvironment(f"{name} is “{value}”: write yes or no.")


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isascii() or not value.isdecimal():
        raise BadEnvironment(f"{name} is “{value}”: write a whole number.")
    return int(value)


def words(name: str) -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def database(name: str) -> dict:
    """Django's settings for an address such as postgres://user:password@host:5432/name?sslmode=require."""
    if not text(name):
        raise BadEnvironment(f"{name} is missing: start things with  python3 manage.py …")
    try:
        parts = urlsplit(text(name))
        port = parts.port
    except ValueError as error:
        raise BadEnvironment(f"{name} cannot be read: {error}.") from error
    if parts.scheme not in {"postgres", "postgresql", "postgis"} or len(parts.path) < 2:
        raise BadEnvironment(f"{name} must look like postgres://user:password@host:5432/name.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(port or ""),
        "OPTIONS": options,
    }
