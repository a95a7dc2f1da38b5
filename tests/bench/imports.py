"""A campaign taken over, beside an INSERT … SELECT of the same rows and Django's bulk_create.

python3 -m tests.bench.imports [--rows 100000] [--peer] : prints a table; nothing here fails by time.
Points in a perimeter of 5,000 points, texts of some 180 letters, themes, days, identifiers; two of
a hundred lie outside. Everything is on: indexes (the one of words too), foreign keys, checks.
"""

import argparse
import csv
import gc
import os
import random
import resource
import tempfile
import uuid
from time import perf_counter

import django
import numpy as np
import shapely

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo.config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from geo.perimeters.conversion import to_django  # noqa: E402
from geo.perimeters.models import Perimeter, PerimeterVersion  # noqa: E402
from geo.tables.csv_form import CsvForm  # noqa: E402
from geo.tables.places import PlaceForm  # noqa: E402
from geo.tables.reading import csv_table  # noqa: E402
from participation.consultations.models import Consultation, Organisation, Theme  # noqa: E402
from participation.contributions.models import Contribution  # noqa: E402
from participation.imports.importing import Origin, import_rows  # noqa: E402
from participation.imports.mapping import Mapping  # noqa: E402
from participation.imports.preview import judge_rows  # noqa: E402
from participation.imports.reading import read_rows  # noqa: E402
from participation.imports.undoing import undo_import  # noqa: E402
from tests.bench.clipping import CENTRE, perimeter  # noqa: E402
from tests.bench.filling import THEMES  # noqa: E402

COLUMNS = ["id", "title", "text", "theme", "day", "lon", "lat"]
READY = (
    "CREATE TEMPORARY TABLE ready AS SELECT * FROM participation_contribution WHERE origin_id = %s"
)
PEOPLE = """INSERT INTO participation_participant (id, created_on)
SELECT participant_id, created_at::date FROM ready"""


def use_database():
    connection.settings_dict["TEST"]["NAME"] = "placette_bench_imports"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")


def make_consultation():
    area = shapely.MultiPolygon([perimeter(5000, np.random.default_rng(7))])
    ground = Perimeter.objects.create(name="Bench", metric_srid=2154)
    ground.current = PerimeterVersion.objects.create(
        perimeter=ground, area=to_django(area), area_m2=1, origin="", accepted_at=timezone.now()
    )
    ground.save()
    consultation = Consultation.objects.create(
        organisation=Organisation.objects.create(name="Bench", slug="bench"),
        slug="bench", title="Bench", perimeter=ground, is_published=True,
    )  # fmt: skip
    for letter, shape, colour, title in THEMES:
        Theme.objects.create(
            consultation=consultation, letter=letter, shape=shape, colour=colour, title=title
        )
    return consultation


def write_file(path, count):
    chance = random.Random(7)  # noqa: S311
    words = [
        "banc",
        "ombre",
        "arbre",
        "place",
        "rue",
        "quai",
        "passage",
        "école",
        "vélo",
        "bus",
        "bruit",
        "calme",
        "eau",
        "lumière",
    ]
    with open(path, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123
        lines = csv.writer(file)
        lines.writerow(COLUMNS)
        for number in range(count):
            far = 1 if number % 50 == 49 else 0
            said = " ".join(chance.choices(words, k=30))
            lon, lat = CENTRE + [chance.gauss(0, 0.02) + far, chance.gauss(0, 0.02)]
            day = f"2025-{1 + number % 12:02}-{1 + number % 28:02}"
            title = " ".join(chance.choices(words, k=6))
            lines.writerow([number, title, said, THEMES[number % 4][3], day, lon, lat])


def reader_of(path, consultation):
    file = open(path, "rb")  # noqa: PTH123, SIM115
    themes = {theme.title: str(theme.pk) for theme in consultation.themes.all()}
    mapping = Mapping(
        title="title", text=("text",), source_id="id", theme="theme", themes=themes, date="day",
        place=PlaceForm("two"), place_columns=("lon", "lat"),
    )  # fmt: skip
    return lambda: read_rows(csv_table(file, CsvForm()), mapping, consultation, timezone.now())


def timed(verb):
    gc.collect()
    start = perf_counter()
    answer = verb()
    return perf_counter() - start, answer


def most_memory_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@transaction.atomic
def insert_again(names):
    """The floor: the same rows, ready in a table, by the database alone."""
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE)
        cursor.execute(
            f"INSERT INTO participation_contribution ({names}) SELECT {names} FROM ready"  # noqa: S608
        )


@transaction.atomic
def create_again(rows):
    """The peer: Django's own way."""
    for row in rows:
        row.pk, row.client_id, row.receipt_hash = uuid.uuid4(), uuid.uuid4(), uuid.uuid4().hex
        row.number += 10**6
    Contribution.objects.bulk_create(rows, batch_size=2000)


def measure(consultation, count, with_peer):
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        write_file(file.name, count)
        rows = reader_of(file.name, consultation)
        reading, _none = timed(lambda: sum(1 for _row in rows()))
        judging, _none = timed(lambda: sum(1 for _one in judge_rows(consultation, rows())))
        importing, record = timed(
            lambda: import_rows(consultation, rows(), None, Origin(file.name))
        )
    memory = most_memory_mb()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS ready")
        cursor.execute(READY, [record.pk])
    undoing, _record = timed(lambda: undo_import(record, None))
    fields = Contribution._meta.concrete_fields
    names = ", ".join(field.column for field in fields if not field.generated)
    floor, _none = timed(lambda: insert_again(names))
    peer = "–"
    if with_peer:
        rows = list(Contribution.objects.filter(origin=record))
        peer = f"{timed(lambda: create_again(rows))[0]:.1f} s"
    with connection.cursor() as cursor:  # not Django's, which would read them all into memory
        cursor.execute("DELETE FROM participation_contribution")
    ratio = (importing - reading) / floor
    print(  # noqa: T201
        f"| {count:,} | {floor:.2f} s | {reading:.2f} s | {judging:.2f} s | {importing:.2f} s"
        f" | {ratio:.2f} × | {undoing:.2f} s | {memory:.0f} MB | {peer} |"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--peer", action="store_true", help="bulk_create too: half a minute")
    options = parser.parse_args()
    use_database()
    consultation = make_consultation()
    print("| rows | floor | reading | reading and judging | import | import without reading | undo | most memory | bulk_create |")  # noqa: T201, E501 # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|")  # noqa: T201
    for count in (options.rows // 10, options.rows):
        measure(consultation, count, options.peer)


if __name__ == "__main__":
    main()
