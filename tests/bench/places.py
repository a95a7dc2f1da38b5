"""Searching 100,000 names: python3 -m tests.bench.places, in the database of DATABASE_URL.

Everything is rolled back in the end. Nothing here fails by time.
"""

import argparse
import os
import random
from pathlib import Path
from time import perf_counter, process_time

import django
import shapely

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo.config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from geo.layers.importing import FeatureRow, publish_version  # noqa: E402
from geo.layers.models import Layer  # noqa: E402
from geo.perimeters.ground import Ground  # noqa: E402
from geo.places.search import find_places  # noqa: E402

BEFORE = [
    "Rue",
    "Avenue",
    "Boulevard",
    "Chemin",
    "Place",
    "Impasse",
    "Via",
    "Viale",
    "Piazza",
    "Corso",
]
OF = ["", "de ", "de la ", "du ", "des ", "della ", "dei ", "Saint-", "Général ", "Jean "]
ROOTS = [
    "jau",
    "mar",
    "fon",
    "bel",
    "mon",
    "cast",
    "roc",
    "vig",
    "per",
    "lav",
    "gar",
    "ber",
    "cor",
    "dan",
    "gen",
    "lin",
    "mor",
    "nar",
    "pel",
    "sor",
    "val",
]
ENDS = [
    "res",
    "tini",
    "taine",
    "vedere",
    "taigne",
    "ello",
    "hier",
    "nes",
    "rier",
    "oir",
    "ibaldi",
    "nard",
    "neille",
    "te",
    "ois",
    "ne",
    "eau",
]
QUESTIONS = ["rue", "av jean", "place du mar", "boulevard saint castello", "via fontaine", "r gen"]
QUESTIONS += [
    "aveune jean jaures",
    "fontiane",
    "bd general valnard",
    "piazza garibladi",
    "lavoir de",
]


def names(count, rng):
    middle = ["", *ROOTS]
    for _ in range(count):
        word = rng.choice(ROOTS) + rng.choice(middle) + rng.choice(ENDS)
        yield f"{rng.choice(BEFORE)} {rng.choice(OF)}{word.capitalize()}"


def features(count, rng):
    for name in names(count, rng):
        lon, lat = rng.uniform(7, 7.4), rng.uniform(43.6, 44)
        line = shapely.LineString([(lon, lat), (lon + 0.002, lat + 0.001)])
        yield FeatureRow(line, {"highway": "residential", "name": name})


def percentile(times, share):
    return sorted(times)[int(len(times) * share)] * 1000


def processor_s():
    """Processor time so far of this process and of its database's, whatever else is running."""
    fields = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().split()
    ticks = int(fields[13]) + int(fields[14])
    return process_time() + ticks / os.sysconf("SC_CLK_TCK")


def main(count):
    rng = random.Random(1)  # noqa: S311 - nothing secret
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
    layer = Layer.objects.create(slug="bench-places", name="bench", licence="CC0-1.0")
    start = perf_counter()
    publish_version(layer, features(count, rng), source="bench")
    print(f"{count} names published in {perf_counter() - start:.1f} s")  # noqa: T201
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE geo_place")
    ground = Ground.of(shapely.box(7, 43.6, 7.4, 44), 2154)
    asked = QUESTIONS + [name[: rng.randint(3, len(name))] for name in names(60, rng)]
    asked += [name[:6] + name[7:] for name in names(60, rng)]
    every = []
    before = processor_s()
    for question in asked:
        times = []
        for _ in range(3):
            start = perf_counter()
            found = find_places(question, ground)
            times.append(perf_counter() - start)
        every += times[1:]
        if question in QUESTIONS:
            best = found[0].name if found else "-"
            print(f"{question:28} {min(times) * 1000:6.1f} ms  {len(found)}  {best}")  # noqa: T201
    spent = (processor_s() - before) / len(asked) / 3
    print(f"processor time of one search in the mean: {spent * 1000:.1f} ms")  # noqa: T201
    print(  # noqa: T201
        f"all {len(asked)}: median {percentile(every, 0.5):.1f} ms, p95 {percentile(every, 0.95):.1f} ms"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    with transaction.atomic():
        main(parser.parse_args().count)
        transaction.set_rollback(True)
