"""Rows on their way into the database: by COPY into a table of this transaction, then in one go."""

# ruff: noqa: S608 - every piece of SQL is written here

import datetime
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from geo.crs import DEGREES
from participation.contributions.models import UNPLACED
from participation.contributions.places import place_names_of
from participation.imports.preview import Judged
from participation.imports.rejects import facts_json
from participation.imports.rows import Rejected

SALT = "participation.import"
AT_ONCE = 10_000  # rows between which it can be told how far it is, and stopped
COLUMNS = {
    "client_id": "uuid",
    "payload_hash": "text",
    "participant_id": "uuid",
    "theme_id": "bigint",
    "kind": "text",
    "title": "text",
    "text": "text",
    "language": "text",
    "drawn": "geometry(Geometry, 4326)",
    "geometry": "geometry(Geometry, 4326)",
    "share_kept": "float8",
    "outcome": "text",
    "place_name": "text",
    "display_name": "text",
    "created_at": "timestamptz",
}
NAMES = ", ".join(COLUMNS)
STAGE = f"""
CREATE TEMPORARY TABLE import_row (
  position int PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  {", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())}
) ON COMMIT DROP"""
COPY = f"COPY import_row ({NAMES}) FROM STDIN"
AGAIN = "CREATE TEMPORARY TABLE import_again (client_id uuid) ON COMMIT DROP"
COPY_AGAIN = "COPY import_again (client_id) FROM STDIN"
COPY_REFUSED = "COPY participation_refusedrow (origin_id, number, reason, facts) FROM STDIN"
KNOWN_MEANWHILE = """
DELETE FROM import_row AS fresh USING participation_contribution AS stored
WHERE stored.consultation_id = %(consultation)s AND stored.client_id = fresh.client_id"""
PARTICIPANTS = """
INSERT INTO participation_participant (id, created_on)
SELECT participant_id, (created_at AT TIME ZONE 'UTC')::date FROM import_row
ON CONFLICT (id) DO NOTHING"""
CONTRIBUTIONS = f"""
INSERT INTO participation_contribution (id, consultation_id, number, {NAMES},
  perimeter_version_id, origin_id, channel, visibility, course, comment_count, receipt_hash,
  published_at)
SELECT gen_random_uuid(), %(consultation)s, %(last)s + row_number() OVER (ORDER BY position),
  {NAMES}, CASE WHEN geometry IS NULL THEN NULL ELSE %(version)s::uuid END, %(origin)s, 'import',
  %(visibility)s, 'received', 0, encode(sha256(uuid_send(gen_random_uuid())), 'hex'),
  CASE WHEN %(visibility)s = 'published' THEN %(now)s::timestamptz END
FROM import_row WHERE position > %(after)s AND position <= %(after)s + %(at_once)s ORDER BY position"""
"""Nobody holds a private link of what was imported: its hash is that of a number nobody knows."""


@dataclass(frozen=True)
class Arrival:
    """What the rows of one import have in common."""

    consultation: uuid.UUID
    version: uuid.UUID
    origin: uuid.UUID
    visibility: str
    now: datetime.datetime


def open_stage() -> None:
    """Make the tables of this transaction's rows; they go with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        cursor.execute(AGAIN)


def close_stage() -> None:
    """Forget them."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE import_row, import_again")


def stage(consultation, batch: list[Judged]) -> None:
    """Copy some new rows; whoever wrote a row is somebody new, the same one every time."""
    copy_rows(COPY, list(staged(consultation, batch)))


def stage_again(batch: list[Judged]) -> None:
    """Copy the identifiers of rows that are to be shown again."""
    copy_rows(COPY_AGAIN, [(one.client_id,) for one in batch])


def keep_refused(origin: uuid.UUID, batch: list[Rejected]) -> None:
    """Keep the numbers and the reasons of rows that are not taken over, for the report."""
    copy_rows(COPY_REFUSED, [(origin, one.number, one.reason, facts_json(one)) for one in batch])


def copy_rows(statement: str, rows: list[tuple]) -> None:
    if rows:
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)


def staged(consultation, batch: list[Judged]) -> Iterable[tuple]:
    """Yield the values of COLUMNS of each row."""
    placed = [one for one in batch if one.verdict is not None]
    kept = np.array([one.verdict.kept for one in placed], dtype=object)
    drawn = shapely.force_2d(np.array([one.row.drawing for one in placed], dtype=object))
    names = place_names_of(consultation, kept)
    places = zip(hexed(drawn), hexed(kept), names, strict=True)
    now = timezone.now()
    keyed = salted_hmac(SALT, "", algorithm="sha256")
    for one in batch:
        verdict = one.verdict
        nowhere = (None, None, "")
        as_drawn, as_kept, name = nowhere if verdict is None else next(places)
        yield (
            one.client_id, one.payload_hash, participant_of(one, keyed),
            one.row.theme.pk if one.row.theme else None,
            one.row.kind, one.title, one.text, one.row.language,
            as_drawn, as_kept,
            verdict.share_kept if verdict else None,
            verdict.outcome if verdict else UNPLACED,
            one.row.address or name, one.row.display_name, one.row.said_at or now,
        )  # fmt: skip


def hexed(geometries: np.ndarray) -> Iterable[str]:
    """Return the text that PostGIS reads of each geometry."""
    with_system = shapely.set_srid(geometries, DEGREES)
    return shapely.to_wkb(with_system, hex=True, include_srid=True)


def participant_of(one: Judged, keyed) -> uuid.UUID:
    """Return who said it: known by the service's key alone, so that nobody can be found by it.

    keyed: the hash to which only the identifier is added; making its key takes most of the time.
    """
    digest = keyed.copy()
    digest.update(one.client_id.hex.encode())
    return uuid.UUID(bytes=digest.digest()[:16], version=4)


def store_staged(arrival: Arrival, progress: Callable[[int, int], None]) -> int:
    """Store what is staged, numbered on from the last, and return how many rows there were.

    The consultation's row must be locked. What somebody else imported meanwhile is left out.
    """
    values = vars(arrival)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE import_row")
        cursor.execute(KNOWN_MEANWHILE, values)
        cursor.execute(PARTICIPANTS)
        cursor.execute("SELECT COALESCE(max(position), 0) FROM import_row")
        last_position = cursor.fetchone()[0]
        added = 0
        for after in range(0, last_position, AT_ONCE):
            progress(after, last_position)
            added += store_some(cursor, values | {"after": after, "at_once": AT_ONCE})
    return added


def store_some(cursor, values: dict) -> int:
    """Store the rows after a position, and return their number."""
    cursor.execute(
        "SELECT last_number FROM participation_consultation WHERE id = %(consultation)s", values
    )
    cursor.execute(CONTRIBUTIONS, values | {"last": cursor.fetchone()[0]})
    added = cursor.rowcount
    cursor.execute(
        "UPDATE participation_consultation SET last_number = last_number + %(added)s"
        " WHERE id = %(consultation)s",
        values | {"added": added},
    )
    return added
