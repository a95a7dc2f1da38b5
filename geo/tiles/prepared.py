"""Statements asked again and again: the database keeps their plan."""

import psycopg
from django.db import InterfaceError, OperationalError, connection


def one_row(sql: str, values: list, is_usual: bool = True) -> tuple | None:
    """The row that a reading statement finds, its values numbered from $1.

    Whether the connection still stands is not asked beforehand, which costs as much as a small
    answer: where it broke (the database was started anew) the statement is asked once more.
    """
    try:
        return _ask(sql, values, is_usual)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        return _ask(sql, values, is_usual)


def _ask(sql: str, values: list, is_usual: bool) -> tuple | None:
    """Values go to the database beside the text, so that it can keep the plan."""
    connection.ensure_connection()
    session = connection.connection
    # Django turns preparing off, and `prepare=True` with it; its own cursors prepare nothing anyway.
    session.prepare_threshold = session.prepare_threshold or 5
    with connection.wrap_database_errors, psycopg.RawCursor(session) as cursor:
        return cursor.execute(sql, values, prepare=is_usual).fetchone()
