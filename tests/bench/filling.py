"""A database of its own for benchmarks, filled by the database itself."""

import os
import uuid

from django.db import connection

from geo.perimeters.models import Perimeter, PerimeterVersion
from participation.accounts.models import Participant
from participation.consultations.models import Consultation, Organisation, Theme

BOX = "POLYGON((8.28 43.40, 8.42 43.40, 8.42 43.50, 8.28 43.50, 8.28 43.40))"
THEMES = [
    ("T", "circle", "#2a68d6", "Transports et chemins"),
    ("N", "square", "#105643", "Nature et ombre"),
    ("S", "triangle", "#c15311", "Sons et calme"),
    ("P", "lozenge", "#5e206c", "Places et rencontres"),
]
SEARCHABLE = """CREATE INDEX IF NOT EXISTS contribution_searchable
ON participation_contribution USING gin (searchable gin_trgm_ops)"""
FILL = """
WITH spread AS (
  SELECT i, 8.28 + 0.14 * (CASE WHEN i %% 4 = 0 THEN random()
      ELSE ((i %% 40) * 19 %% 40) / 40.0 + (random() + random() + random() - 1.5) * 0.01 END) AS lon,
    43.40 + 0.10 * (CASE WHEN i %% 4 = 0 THEN random()
      ELSE ((i %% 37) * 11 %% 37) / 37.0 + (random() + random() + random() - 1.5) * 0.01 END) AS lat
  FROM generate_series(1, %(count)s) AS i
), places AS (
  SELECT i, ST_SnapToGrid(ST_SetSRID(ST_MakePoint(lon, lat), 4326), 1e-7) AS place FROM spread
), shapes AS (
  SELECT i, CASE WHEN %(points_only)s OR i %% 10 < 8 THEN place
    WHEN i %% 10 = 8 THEN ST_SnapToGrid(ST_MakeLine(place, ST_Translate(place, 0.0004, 0.0003)), 1e-7)
    ELSE ST_SnapToGrid(ST_Buffer(place, 0.0003, 4), 1e-7) END AS shape FROM places
)
INSERT INTO participation_contribution (id, number, client_id, payload_hash, kind, title, text,
  language, drawn, geometry, place_name, share_kept, outcome, display_name, channel, visibility,
  course, comment_count, receipt_hash, created_at,
  published_at, consultation_id, perimeter_version_id,
  participant_id, theme_id)
SELECT gen_random_uuid(), i, gen_random_uuid(), md5(i::text),
  (ARRAY['proposal', 'report'])[1 + i %% 2], 'Un passage piéton près de l''école ' || i,
  repeat('Les enfants traversent ici chaque matin, « à toute vitesse ». ', 1 + i %% 4),
  (ARRAY['fr', 'it'])[1 + i %% 2], shape, shape, '', 1, 'inside', 'Alba', 'web', 'published',
  'received', i %% 7, md5(%(consultation)s::text || i), now() - i * interval '1 second',
  now() - i * interval '1 second', %(consultation)s,
  %(version)s, %(participant)s, (%(themes)s::bigint[])[1 + i %% 4]
FROM shapes"""


def use_bench_database():
    """Point this process, and those it starts, at a database that only benchmarks use.

    It stays for the next run: filling a million takes longer than measuring them.
    """
    connection.settings_dict["TEST"]["NAME"] = "placette_bench"
    connection.settings_dict["OPTIONS"]["options"] = "-c statement_timeout=0"  # migrations are long
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=True)
    values = connection.settings_dict
    os.environ["DATABASE_URL"] = (
        f"postgres://{values['USER'] or ''}@:{values['PORT'] or 5432}/placette_bench"
        f"?host={values['HOST'] or ''}"
    )
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SET session_replication_role = replica")  # no foreign key is looked up


def fill(count, points_only=False):
    """A published consultation with `count` contributions: three of four near 40 by 37 places."""
    slug = f"bench-{count}-points" if points_only else f"bench-{count}"
    filled = Consultation.objects.filter(slug=slug, contributions__isnull=False).first()
    if filled:
        return filled
    Consultation.objects.filter(slug=slug).update(slug=f"{slug}-{uuid.uuid4()}")  # broken off
    organisation, _new = Organisation.objects.get_or_create(name="Bench", slug="bench")
    perimeter = Perimeter.objects.create(name="Bench", metric_srid=32632)
    area = f"SRID=4326;MULTI{BOX.replace('((', '(((').replace('))', ')))')}"
    version = PerimeterVersion.objects.create(perimeter=perimeter, area=area, area_m2=1, origin="")
    consultation = Consultation.objects.create(
        organisation=organisation, slug=slug, title="Bench", perimeter=perimeter,
        is_published=True, last_number=count,
    )  # fmt: skip
    themes = [
        Theme.objects.create(
            consultation=consultation, letter=letter, shape=shape, colour=colour, title=title
        ).pk
        for letter, shape, colour, title in THEMES
    ]
    values = {
        "count": count, "points_only": points_only, "consultation": consultation.pk,
        "version": version.pk, "participant": Participant.objects.create().pk, "themes": themes,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute("DROP INDEX IF EXISTS contribution_searchable")  # slow to fill row by row
        cursor.execute(FILL, values)
        cursor.execute(SEARCHABLE)
        cursor.execute("VACUUM ANALYZE participation_contribution")
    return consultation
