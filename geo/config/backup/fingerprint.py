"""What a database holds, in numbers: for each table its rows, and a hash over every one of them.

Two databases with the same numbers hold the same identifiers, words and geometries (EWKB). Columns
that the database computes by itself stay out: another version of GEOS may place an anchor elsewhere.
"""

# ruff: noqa: S608 - names come from the catalogue of the database and are quoted

from django.db import connection
from django.db.backends.utils import CursorWrapper

COLUMNS = """
SELECT relname, array_agg(attname::text ORDER BY attname)
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
  AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
  AND NOT EXISTS (
    SELECT FROM pg_depend
    WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e'
  )
GROUP BY relname ORDER BY relname"""
# How values are written as text, wherever they are hashed.
WRITING = """
SET timezone = 'UTC'; SET datestyle = 'ISO, MDY'; SET intervalstyle = 'postgres';
SET bytea_output = 'hex'; SET extra_float_digits = 1;"""


def columns_of_tables(cursor: CursorWrapper) -> dict[str, list[str]]:
    """The tables of the service, without those of PostGIS, and the columns that are hashed."""
    cursor.execute(COLUMNS)
    return dict(cursor.fetchall())


def numbers_sql(table: str, columns: list[str]) -> str:
    """The SQL of one table's rows and hash; a sum, so that no order and no memory is needed.

    Columns are named with their table: restoring runs this where PL/pgSQL has names of its own.
    """
    quote = connection.ops.quote_name
    row = ", ".join(f"{quote(table)}.{quote(column)}" for column in columns)
    return f"""
SELECT count(*), coalesce(sum(('x' || left(md5(ROW({row})::text), 15))::bit(60)::bigint), 0)::text
FROM public.{quote(table)}"""


def take(cursor: CursorWrapper, tables: dict[str, list[str]]) -> dict[str, dict]:
    """table → {"columns": …, "rows": …, "hash": …}, all as the transaction sees them."""
    cursor.execute(WRITING)
    found = {}
    for table, columns in tables.items():
        cursor.execute(numbers_sql(table, columns))
        rows, total = cursor.fetchone()
        found[table] = {"columns": columns, "rows": rows, "hash": total}
    return found
