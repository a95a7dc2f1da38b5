"""Many people at once: contributions and reads at a steady pace, everything on this machine.

python3 -m tests.bench.load [--minutes 10] : prints a table; nothing here fails by time.
Without DATABASE_URL it runs on the private database, which waits for the disk as a service does.
Requests leave at their moment whether earlier ones were answered or not; they are timed from it.
"""

import argparse
import http.client
import json
import os
import random
import statistics
import threading
import time
import uuid
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import django

from geo.config.first_run import database

WRITES, READS, HEALTH = 20, 100, 2  # a second
CLIENTS = 64
WEST, SOUTH, EAST, NORTH = 8.30, 43.42, 8.40, 43.48
# A visit is a page and what its map asks for; of a hundred reads:
MIX = {"tile": 66, "list": 12, "map data": 10, "contribution": 8, "take part": 4}
HERE = threading.local()


class Readings:
    """What was asked, how long it took, what was acknowledged."""

    def __init__(self):
        self.seconds = defaultdict(list)
        self.statuses = Counter()
        self.acknowledged = []
        self.late = 0.0
        self.refusal = b""

    def ask(self, kind, port, moment, method, path, body=None):
        self.late = max(self.late, time.perf_counter() - moment)
        headers = {"X-Forwarded-For": somebody()}
        headers |= {"Content-Type": "application/geo+json"} if body else {"Accept-Encoding": "gzip"}
        try:
            status, answer = exchange(port, method, path, body, headers)
        except (OSError, http.client.HTTPException) as error:
            status, answer = type(error).__name__, b""
        self.seconds[kind].append(time.perf_counter() - moment)
        self.statuses[kind, status] += 1
        if status not in (200, 201):
            self.refusal = answer[:300]
        if kind == "write" and status == 201:
            self.acknowledged.append(json.loads(answer)["id"])


def exchange(port, method, path, body, headers):
    """One request over this thread's connection, as a proxy in front would keep it."""
    if not hasattr(HERE, "connection"):
        HERE.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        HERE.connection.request(method, path, body, headers)
        response = HERE.connection.getresponse()
        return response.status, response.read()
    except (OSError, http.client.HTTPException):
        HERE.connection.close()
        raise


def somebody():
    """An address in one of some sixty thousand networks: the limits are per network."""
    return f"11.{random.randrange(256)}.{random.randrange(256)}.7"  # noqa: S311


def places_in(town):
    """Points inside the perimeter, longitude first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_X(p.geom), ST_Y(p.geom) FROM geo_perimeterversion, "
            "ST_Dump(ST_GeneratePoints(area, 2000)) AS p WHERE id = %s", [town.perimeter.current_id]
        )  # fmt: skip
        return cursor.fetchall()


def message(place):
    properties = {
        "kind": "proposal", "theme": "T", "title": "Un passage piéton près de l’école", "language": "fr",
        "text": "Les enfants traversent ici chaque matin. " * 4,
    }  # fmt: skip
    return json.dumps(
        {
            "type": "Feature",
            "id": str(uuid.uuid4()),
            "geometry": {"type": "Point", "coordinates": [round(value, 7) for value in place]},
            "properties": properties,
        }
    ).encode()


def tile_path(town):
    zoom = random.choice((10, 11, 12, 13, 14, 15, 16, 17, 18))  # noqa: S311
    lon, lat = random.uniform(WEST, EAST), random.uniform(SOUTH, NORTH)  # noqa: S311
    z, x, y = tile_of(zoom, lon, lat)
    return f"/tiles/consultations/{town.pk}/1/{z}/{x}/{y}.mvt"


def paths_of(town):
    """For each kind of read, a function that gives an address."""
    page = f"/fr/consultations/{town.slug}/"
    ids = list(town.contributions.order_by("number").values_list("pk", flat=True)[:500])
    lists = [page, f"{page}?sort=comments", f"{page}?theme=T", f"{page}?page=2", f"{page}?q=ecole"]
    data = [f"/data/perimeters/{town.perimeter.current_id}.geojson"]
    data.append(f"/tiles/basemaps/{town.basemap.slug}/light.json")
    return {
        "tile": partial(tile_path, town),
        "list": partial(random.choice, lists),
        "map data": partial(random.choice, data),
        "contribution": lambda: f"/fr/contributions/{random.choice(ids)}/",  # noqa: S311
        "take part": lambda: f"{page}take-part/",
    }


def paced(pool, rate, seconds, send):
    """Hand `send(moment)` to the pool `rate` times a second."""
    start = time.perf_counter()
    for number in range(int(rate * seconds)):
        moment = start + number / rate
        time.sleep(max(0, moment - time.perf_counter()))
        pool.submit(send, moment)


def run(port, town, seconds):
    readings, paths = Readings(), paths_of(town)
    kinds, shares, places = list(MIX), list(MIX.values()), places_in(town)

    def write(moment):
        path = f"/api/consultations/{town.pk}/contributions"
        readings.ask("write", port, moment, "POST", path, message(random.choice(places)))  # noqa: S311

    def read(moment):
        kind = random.choices(kinds, shares)[0]  # noqa: S311
        readings.ask(kind, port, moment, "GET", paths[kind]())

    def health(moment):
        readings.ask("floor: health", port, moment, "GET", "/health/")

    with ThreadPoolExecutor(CLIENTS) as pool:
        rates = ((WRITES, write), (READS, read), (HEALTH, health))
        pacers = [threading.Thread(target=paced, args=(pool, rate, seconds, send))
                  for rate, send in rates]  # fmt: skip
        for pacer in pacers:
            pacer.start()
        for pacer in pacers:
            pacer.join()
    return readings


def tell(readings, seconds):
    reads = [value for kind in MIX for value in readings.seconds[kind]]
    rows = {"write": readings.seconds["write"], "all reads": reads} | {
        kind: readings.seconds[kind] for kind in (*MIX, "floor: health")
    }
    for kind, taken in rows.items():
        ranked = sorted(taken)
        p95, p99 = (ranked[int(len(ranked) * share)] * 1000 for share in (0.95, 0.99))
        print(  # noqa: T201
            f"{kind:14} {len(taken):6} = {len(taken) / seconds:5.1f}/s  p50 "
            f"{statistics.median(taken) * 1000:6.0f}  p95 {p95:6.0f}  p99 {p99:6.0f} ms"
        )
    wrong = {key: n for key, n in readings.statuses.items() if key[1] not in (200, 201)}
    stored = Contribution.objects.filter(pk__in=readings.acknowledged).count()
    print(f"not answered with 200 or 201: {wrong or 'none'}")  # noqa: T201
    if wrong:
        print(readings.refusal.decode(errors="replace"))  # noqa: T201
    print(f"the latest start: {readings.late:.2f} s after its moment")  # noqa: T201
    print(f"acknowledged {len(readings.acknowledged):,}, of these stored {stored:,}")  # noqa: T201


def setting(name):
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return cursor.fetchone()[0]


def measure(minutes):
    os.environ["PLACETTE_PROXIES"] = "1"  # addresses of many
    bench = town()
    with serving(workers=3, threads=4) as server:
        run(server.port, bench, 5)  # warm
        before = os.getloadavg()[0]
        readings = run(server.port, bench, minutes * 60)
    print(  # noqa: T201
        f"{minutes} minutes, 3 workers of 4 threads, fsync {setting('fsync')}, "
        f"load before {before:.1f}, after {os.getloadavg()[0]:.1f}"
    )
    tell(readings, minutes * 60)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    chosen = parser.parse_args()
    with database.chosen():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo.config.settings")
        django.setup()
        from django.db import connection

        from geo.config.static_files import collect
        from participation.contributions.models import Contribution
        from tests.bench.filling import use_bench_database
        from tests.bench.pages import town
        from tests.bench.serving import serving
        from tests.participation.visibility_world import tile_of

        use_bench_database()
        collect()
        measure(chosen.minutes)
