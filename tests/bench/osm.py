"""An extract of OpenStreetMap becomes a layer, beside plain osmium, plain osmnx and a bulk INSERT.

python3 -m tests.bench.osm FILE [FILE …] [--times 20] : prints a table; nothing here fails by time.
Every object with tags is taken, within a perimeter around all of it. `--times` also makes a .pbf
that holds the last file as many times, side by side. Each measurement has a process of its own, so
that its memory is its own; of an import that of the service and of the child that reads are told.
Gathering names for the search of places is part of an import, and is told apart.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import django
import osmium
import shapely

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo.config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from geo.layers import importing  # noqa: E402
from geo.layers.importing import COLUMNS  # noqa: E402
from geo.layers.models import Layer, LayerVersion  # noqa: E402
from geo.osm.importing import Wanted, import_extract  # noqa: E402
from geo.perimeters.conversion import to_django  # noqa: E402
from geo.perimeters.models import Perimeter, PerimeterVersion  # noqa: E402

DATABASE = "placette_bench_osm"
WIDTH = 0.06  # degrees from one copy to the next
NUMBERS = 10**11  # from the numbers of one copy to those of the next
REST = ", ".join(COLUMNS[1:])  # all but the version
READY = f"CREATE TEMPORARY TABLE ready AS SELECT {REST} FROM geo_feature WHERE version_id = %s"  # noqa: S608
FLOOR = f"INSERT INTO geo_feature (version_id, {REST}) SELECT %s, {REST} FROM ready"  # noqa: S608


def use_database():
    connection.settings_dict["TEST"]["NAME"] = DATABASE
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    area = to_django(shapely.MultiPolygon([shapely.box(-10, 35, 20, 60)]))
    ground = Perimeter.objects.create(name="Bench", metric_srid=2154)
    PerimeterVersion.objects.create(perimeter=ground, area=area, area_m2=1, origin="")
    connection.close()


def whole_import(path):
    """From the file to the layer that is shown, and the floor of its writing."""
    connection.settings_dict["NAME"] = DATABASE
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
    Layer.objects.update(current=None)
    Layer.objects.all().delete()
    layer = Layer.objects.create(slug="bench", name="Bench", licence="", attribution="")
    wanted = Wanted(PerimeterVersion.objects.get().pk, free=[{}])
    named = timed(importing, "gather_places")
    start = perf_counter()
    with path.open("rb") as file:
        version = import_extract(file, layer, wanted, name=path.name, trusted=True).version
    told = {"count": version.feature_count, "seconds": perf_counter() - start}
    told["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told["child_mb"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return told | {"floor": floor(version), "names": sum(named)}


def timed(module, name):
    """Note how long a function of a module takes from now on, in the list that is returned."""
    original, seconds = getattr(module, name), []

    def told(*arguments):
        start = perf_counter()
        original(*arguments)
        seconds.append(perf_counter() - start)

    setattr(module, name, told)
    return seconds


def floor(version):
    """The same rows written again by one statement, indexes and checks on."""
    other = LayerVersion.objects.create(layer=version.layer, source="floor")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(READY, [version.pk])
        start = perf_counter()
        cursor.execute(FLOOR, [other.pk])
        return perf_counter() - start


def alone(module, path, runs, *more):
    """The quickest of some runs, each in a process of its own."""
    command = [sys.executable, "-m", f"tests.bench.{module}", str(path), *more]
    answers = [subprocess.run(command, capture_output=True, check=True) for _ in range(runs)]  # noqa: S603
    return min((json.loads(one.stdout) for one in answers), key=lambda told: told["seconds"])


def copies(path, times, folder):
    """A .pbf that holds an extract several times, side by side."""
    target = Path(folder) / f"{path.name.partition('.')[0]}-{times}.osm.pbf"
    with osmium.SimpleWriter(str(target)) as writer:
        for kind in ("node", "way", "relation"):
            for number in range(times):
                for item in osmium.FileProcessor(str(path)):
                    if type(item).__name__.lower() == kind:
                        getattr(writer, f"add_{kind}")(moved(item, kind, number))
    return target


def moved(item, kind, number):
    more = number * NUMBERS
    if kind == "node":
        place = (item.location.lon + number * WIDTH, item.location.lat)
        return item.replace(id=item.id + more, location=place)
    if kind == "way":
        return item.replace(id=item.id + more, nodes=[node.ref + more for node in item.nodes])
    members = [(one.type, one.ref + more, one.role) for one in item.members]
    return item.replace(id=item.id + more, members=members)


def row(path, runs):
    read, whole = alone("plain_osmium", path, runs), alone("osm", path, runs, "--one")
    peer = None if path.name.endswith(".pbf") else alone("plain_osmnx", path, 1)
    budget = 3 * read["seconds"] + 2 * whole["floor"]
    said = f"{peer['seconds']:.2f} s, {peer['mb']:.0f} MB" if peer else "cannot"
    print(  # noqa: T201
        f"| {path.name} ({path.stat().st_size / 1e6:.1f} MB) | {whole['count']:,} | "
        f"{read['seconds']:.2f} s, {read['mb']:.0f} MB | {said} | {whole['floor']:.2f} s | "
        f"{whole['seconds']:.2f} s, names {whole['names']:.2f} s | "
        f"{whole['seconds'] / budget:.2f} ×, {(whole['seconds'] - whole['names']) / budget:.2f} × "
        "without names | "
        f"{whole['mb']:.0f} and {whole['child_mb']:.0f} MB |",
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--times", type=int, default=0)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(whole_import(asked.files[0])))  # noqa: T201
        return
    use_database()
    print(f"load {os.getloadavg()[0]:.1f}")  # noqa: T201
    print("| file | objects | osmium | osmnx, 8 keys | INSERT | import | to the budget | memory |")  # noqa: T201
    print("|---|---|---|---|---|---|---|---|", flush=True)  # noqa: T201
    with tempfile.TemporaryDirectory() as folder:
        more = [copies(asked.files[-1], asked.times, folder)] if asked.times else []
        for path in [*asked.files, *more]:
            row(path, asked.runs)


if __name__ == "__main__":
    main()
