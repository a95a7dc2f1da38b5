"""Lines of text made by the database, handed on as they come."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from django.db import connection, transaction
from django.db.models import QuerySet

ROWS_AT_ONCE = 500
LONGEST = "30min"  # a slow reader holds a snapshot of the database for as long

GEOJSON_LINES = "FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02'"
"""Hands each line over as it is: JSON text holds neither of these characters unescaped."""
CSV_LINES = "FORMAT csv"


@contextmanager
def snapshot():
    """One state of the database from the first line to the last, whoever writes meanwhile."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            if is_outermost:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [LONGEST])
        yield


def copy_statement(line: str, rows: QuerySet, options: str) -> str:
    """A COPY of one text per row; `line` is SQL over the columns of `rows`, called item."""
    sql, parameters = rows.query.sql_with_params()
    inner = connection.ops.compose_sql(sql, parameters)
    return f"COPY (SELECT {line} FROM ({inner}) AS item) TO STDOUT ({options})"  # noqa: S608


def lines(statement: str) -> Iterator[tuple]:
    """The lines of a COPY, some hundred at once; memory does not grow with their number."""
    with snapshot(), connection.cursor() as cursor, cursor.copy(statement) as copy:
        while batch := tuple(islice(copy, ROWS_AT_ONCE)):
            yield batch
