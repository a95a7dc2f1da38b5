"""Tiles of contributions over HTTP, beside a bare WSGI application around ST_AsMVT.

python3 -m tests.bench.tiles [--million] : prints tables; nothing here fails by time.
"""

import argparse
import http.client
import os
import random
import re
import statistics
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo.config.settings")
django.setup()

import mapbox_vector_tile  # noqa: E402
import psycopg  # noqa: E402
from django.db import connection  # noqa: E402

from geo.tiles.mercator import BITS  # noqa: E402
from geo.tiles.models import CellCount, CountedPoint  # noqa: E402
from participation.contributions.tiles import recount, recount_all  # noqa: E402
from tests.bench.filling import fill, use_bench_database  # noqa: E402
from tests.bench.serving import serving  # noqa: E402

FLOOR = """
WITH tile AS (SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS box)
SELECT ST_AsMVT(t, 'points') FROM (
  SELECT ST_AsMVTGeom(ST_Transform(c.anchor, 3857), tile.box) AS geom, c.id::text AS id, c.number,
    t.letter, t.shape, t.colour, c.kind, left(c.title, 80) AS title, c.comment_count AS comments
  FROM participation_contribution c LEFT JOIN participation_theme t ON t.id = c.theme_id, tile
  WHERE c.consultation_id = %(consultation)s AND c.visibility = 'published'
    AND c.anchor && ST_Transform(tile.box, 4326)) AS t"""
ADDRESS = re.compile(r"/tiles/consultations/([^/]+)/\d+/(\d+)/(\d+)/(\d+).mvt")
WARM = 20
opened = []


def bare(environ, start_response):
    """The floor: one prepared statement and nothing else, the points as they are."""
    if not opened:
        opened.append(psycopg.connect(os.environ["DATABASE_URL"], autocommit=True))
    consultation, z, x, y = ADDRESS.match(environ["PATH_INFO"]).groups()
    values = {"consultation": consultation, "z": int(z), "x": int(x), "y": int(y)}
    body = opened[0].execute(FLOOR, values, prepare=True).fetchone()[0]
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [bytes(body)]


def tiles_with_points(consultation, zoom, most):
    """Tiles that hold something, chosen by where contributions are: crowded ones come oftener."""
    shift = BITS - zoom
    chance = random.Random(zoom)  # noqa: S311
    points = CountedPoint.objects.filter(point_set=consultation.pk)
    places = list(points.order_by("key").values_list("x", "y")[: 50 * most])
    return [(zoom, x >> shift, y >> shift) for x, y in chance.sample(places, most)]


def time_tiles(servers, consultation, tiles):
    """Each tile from each server in turn, so that other work on the machine meets all alike.

    Per server: seconds and sizes of the answers over one connection, processor time per tile.
    """
    browsers = [http.client.HTTPConnection("127.0.0.1", one.port, timeout=60) for one in servers]
    taken = [([], []) for _server in servers]
    for number, tile in enumerate([*tiles[:WARM], *tiles]):
        if number == WARM:
            before = [server.cpu_s() for server in servers]
        for browser, (seconds, sizes) in zip(browsers, taken, strict=True):
            start = time.perf_counter()
            sizes.append(len(body_of(browser, consultation, tile)))
            seconds.append(time.perf_counter() - start)
    spent = [server.cpu_s() - base for server, base in zip(servers, before, strict=True)]
    return [
        (seconds[WARM:], sizes[WARM:], cpu_s / len(tiles))
        for (seconds, sizes), cpu_s in zip(taken, spent, strict=True)
    ]


def body_of(browser, consultation, tile):
    z, x, y = tile
    browser.request("GET", f"/tiles/consultations/{consultation.pk}/1/{z}/{x}/{y}.mvt")
    response = browser.getresponse()
    if response.status != 200:
        raise ValueError(f"{tile} was answered with {response.status}")
    return response.read()


def tell(label, seconds, sizes, cpu_s, floor=None):
    p99 = sorted(seconds)[int(len(seconds) * 0.99) - 1]
    print(  # noqa: T201
        f"{label:11} {len(seconds) / sum(seconds):6.0f}/s  p50 {statistics.median(seconds) * 1000:5.2f}"
        f"  p99 {p99 * 1000:6.1f} ms  processor {cpu_s * 1000:5.2f} ms  mean "
        f"{statistics.mean(sizes) / 1000:5.1f}  largest {max(sizes) / 1000:6.1f} kB"
        + (f"  = {sum(floor) / sum(seconds):.2f} x the floor, medians "
           f"{statistics.median(floor) / statistics.median(seconds):.2f} x" if floor else ""),
        flush=True,
    )  # fmt: skip


def measure_raw(consultation, zooms, most=400):
    """The points themselves, beside the floor."""
    with serving("tests.bench.tiles:bare") as floor, serving() as ours:
        for zoom in zooms:
            tiles = tiles_with_points(consultation, zoom, most)
            of_floor, of_ours = time_tiles([floor, ours], consultation, tiles)
            tell(f"floor, z{zoom}", *of_floor)
            tell(f"ours, z{zoom}", *of_ours, of_floor[0])


def measure_counted(consultation, zooms, most=400):
    with serving() as ours:
        for zoom in zooms:
            tiles = tiles_with_points(consultation, zoom, most)
            tell(f"ours, z{zoom}", *time_tiles([ours], consultation, tiles)[0])


def counts_are_whole(consultation, total):
    """The sum of the clusters and points of the tile of the world."""
    with serving() as server:
        browser = http.client.HTTPConnection("127.0.0.1", server.port)
        browser.request("GET", f"/tiles/consultations/{consultation.pk}/1/0/0/0.mvt")
        layers = mapbox_vector_tile.decode(browser.getresponse().read())
    clusters = layers.get("clusters", {"features": []})["features"]
    alone = len(layers.get("points", {"features": []})["features"])
    counted = sum(feature["properties"]["count"] for feature in clusters) + alone
    print(f"the tile of the world counts {counted:,} of {total:,}")  # noqa: T201


def writing(consultation):
    """What keeping the counts costs one write."""
    seconds = []
    for number in range(1, 101):
        start = time.perf_counter()
        recount(consultation.pk, [number])
        seconds.append(time.perf_counter() - start)
    print(f"recount of one contribution: p50 {statistics.median(seconds) * 1000:.1f} ms")  # noqa: T201


def measure(count, zooms, raw_zooms):
    consultation = fill(count, points_only=True)
    start = time.perf_counter()
    recount_all(consultation.pk)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE geo_cellcount")
        cursor.execute("SELECT pg_size_pretty(pg_total_relation_size('geo_cellcount'))")
        size = cursor.fetchone()[0]
    cells = CellCount.objects.filter(point_set=consultation.pk).count()
    print(  # noqa: T201
        f"\n{count:,} contributions; counted anew in {time.perf_counter() - start:.1f} s, "
        f"{cells:,} cells, {size}", flush=True
    )  # fmt: skip
    writing(consultation)
    counts_are_whole(consultation, count)
    print("raw tiles (points themselves), chosen by where contributions are")  # noqa: T201
    measure_raw(consultation, raw_zooms)
    print("tiles from the counts")  # noqa: T201
    measure_counted(consultation, zooms)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--million", action="store_true", help="one million too: some minutes")
    million = parser.parse_args().million
    use_bench_database()
    measure(100_000, (6, 9, 11, 13, 15, 16), (17, 18))
    if million:
        measure(1_000_000, (6, 9, 11, 13, 15, 16), (17, 18))
