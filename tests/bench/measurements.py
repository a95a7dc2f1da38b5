"""A table of measurements read and stored, beside the csv module and COPY of the same values.

python3 -m tests.bench.measurements [--rows 100000] : prints a table; nothing here fails by time.
Semicolons, days and hours in two columns, metric coordinates, background levels; one row of a
hundred has no value. The floor splits lines and copies them, dates and places ready made; the
index on versions, the checks and the foreign key are on for both.
"""

import argparse
import csv
import datetime
import gc
import os
import random
import resource
import tempfile
import tracemalloc
from pathlib import Path
from time import perf_counter, process_time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo.config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from geo.measurements.indicators import Indicator  # noqa: E402
from geo.measurements.models import Dataset, DatasetVersion, Measurement  # noqa: E402
from geo.measurements.reading.choices import Choices  # noqa: E402
from geo.measurements.reading.files import read  # noqa: E402
from geo.measurements.reading.recognising import recognise  # noqa: E402
from geo.measurements.storing import FileDetails, store_dataset_version  # noqa: E402

COLUMNS = "version_id, place, value, started_at, seconds, session, background, is_flagged, reason"


def use_database():
    connection.settings_dict["TEST"]["NAME"] = "placette_bench_measurements"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")


def make_dataset():
    return Dataset.objects.create(
        slug="bench", name="Bench", indicator=Indicator.objects.get(key="laeq"), licence="CC0-1.0",
        attribution="Bench", instrument="class_2",
    )  # fmt: skip


def write_file(path: Path, count: int) -> None:
    """Walks in the manner of a spreadsheet in French."""
    chance, at = random.Random(7), datetime.datetime(2025, 5, 1)  # noqa: S311, DTZ001
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, delimiter=";")
        lines.writerow(["balade", "date", "heure", "durée", "LAeq", "L90", "x", "y"])
        for number in range(count):
            at += datetime.timedelta(seconds=37)
            level = chance.gauss(62, 6)
            said = "" if number % 100 == 99 else f"{level:.1f}"
            x, y = 1_040_000 + chance.gauss(0, 900), 6_300_000 + chance.gauss(0, 900)
            lines.writerow([
                f"B{number // 200}", f"{at:%d/%m/%Y}", f"{at:%H:%M:%S}", 60, said,
                f"{level - 5:.1f}", f"{x:.2f}", f"{y:.2f}",
            ])  # fmt: skip


@transaction.atomic
def copy_plainly(path: Path, version: DatasetVersion) -> None:
    """The floor: what any program must do, with nothing looked at."""
    statement = f"COPY {Measurement._meta.db_table} ({COLUMNS}) FROM STDIN"
    with (
        path.open(encoding="utf-8", newline="") as file,
        connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        rows = csv.reader(file, delimiter=";")
        next(rows)
        for walk, _day, _hour, seconds, level, background, _x, _y in rows:
            if level:
                place = "SRID=4326;POINT(7.26 43.7)"
                when = "2025-05-01T10:00:00Z"
                copy.write_row(
                    (version.pk, place, level, when, seconds, walk, background, False, "")
                )


def timed(verb, clock=perf_counter):
    gc.collect()
    start = clock()
    answer = verb()
    return clock() - start, answer


def most_memory_kb(path: Path, choices: Choices) -> float:
    """How much reading holds at once."""
    tracemalloc.start()
    for _one in read(path, choices):
        continue
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1024


def measure(dataset: Dataset, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.csv"
        write_file(path, count)
        recognising, found = timed(lambda: recognise(path))
        reading, _count = timed(lambda: sum(1 for _one in read(path, found.choices)), process_time)
        details = FileDetails("bench.csv", "0" * 64)
        importing, version = timed(
            lambda: store_dataset_version(dataset, read(path, found.choices), details)
        )
        floor, _none = timed(lambda: copy_plainly(path, version))
        held = most_memory_kb(path, found.choices)
    whole = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(  # noqa: T201
        f"| {count:,} | {floor:.2f} s | {recognising * 1000:.0f} ms | {reading:.2f} s"
        f" | {importing:.2f} s | {importing / floor:.1f} × | {held:,.0f} kB | {whole:.0f} MB |"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    use_database()
    dataset = make_dataset()
    print("| rows | floor | recognised | read (processor) | read and stored | ratio | held by reading | process |")  # noqa: T201, E501 # fmt: skip
    print("|---|---|---|---|---|---|---|---|")  # noqa: T201
    for count in (options.rows // 10, options.rows):
        measure(dataset, count)


if __name__ == "__main__":
    main()
