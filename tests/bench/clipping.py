"""Verdicts beside PostGIS, plain shapely and geopandas.clip, on the same drawings.

python3 -m tests.bench.clipping [--quick] : prints tables; nothing here fails by time.
Perimeters of 5,000 and 50,000 points, some 30 km wide; drawings of 5 to 60 points, up to 500 m.
Times are those of this thread (others may keep the machine busy), but for PostGIS: on the wall.
"""

import argparse
import gc
import os
from collections.abc import Callable, Iterable
from time import perf_counter, perf_counter_ns, thread_time_ns

import django
import geopandas
import numpy as np
import shapely

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo.config.settings")
django.setup()

from django.db import connection  # noqa: E402

from geo.drawings.geojson import read_drawing  # noqa: E402
from geo.perimeters.bulk import keep  # noqa: E402
from geo.perimeters.clipping import judge  # noqa: E402
from geo.perimeters.ground import Ground  # noqa: E402
from geo.perimeters.grounds import PART_VERTICES  # noqa: E402

CENTRE = np.array([7.25, 43.8])
SUBDIVIDE = "SELECT ST_AsBinary(ST_Subdivide(ST_GeomFromWKB(%s, 4326), %s))"
PLAIN = """SELECT ST_AsBinary(CASE WHEN ST_CoveredBy(d, p.area) THEN d
 ELSE ST_Intersection(d, p.area) END) FROM bench_area p, ST_GeomFromWKB(%s, 4326) d"""
IN_PARTS = """SELECT ST_AsBinary(ST_Union(ST_Intersection(d, p.area)))
 FROM ST_GeomFromWKB(%s, 4326) d JOIN bench_parts p ON ST_Intersects(p.area, d)"""


def perimeter(points: int, rng: np.random.Generator) -> shapely.Polygon:
    """A jagged outline, some 30 km wide, as a coast is: waves of every length."""
    angles = np.linspace(0, 2 * np.pi, points, endpoint=False)
    radii = np.full(points, 0.14)
    for waves in 2 ** np.arange(1, 12):
        radii += 0.03 / waves * np.sin(waves * angles + rng.uniform(0, 6.3))
    return shapely.Polygon(
        CENTRE + np.column_stack([radii * np.cos(angles) * 1.4, radii * np.sin(angles)])
    )


def drawings(count: int, area, rng: np.random.Generator, *, across: bool) -> np.ndarray:
    """Stars of 5 to 60 points and 30 to 250 m, anywhere around or across the edge of an area."""
    west, south, east, north = area.bounds
    made = []
    for _ in range(count):
        place = rng.uniform((west, south), (east, north))
        if across:
            place = shapely.get_coordinates(
                area.exterior.interpolate(rng.random(), normalized=True)
            )[0]
        angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(5, 61)))
        radii = rng.uniform(0.0003, 0.0025) * rng.uniform(0.6, 1, len(angles))
        corners = place + np.column_stack([1.4 * radii * np.cos(angles), radii * np.sin(angles)])
        made.append(shapely.Polygon(corners.round(7)))
    made = np.array(made)
    return made[shapely.is_valid(made)]


def timed(verb: Callable, items: Iterable, clock: Callable) -> tuple[float, float]:
    """The median and the 99th percentile of one call, in microseconds."""
    taken = []
    gc.disable()
    for item in items:
        start = clock()
        verb(item)
        taken.append(clock() - start)
    gc.enable()
    return float(np.percentile(taken, 50) / 1e3), float(np.percentile(taken, 99) / 1e3)


def seconds(verb: Callable, times: int) -> float:
    """The best of a few runs, in seconds of this thread."""
    taken = []
    for _ in range(times):
        start = thread_time_ns()
        verb()
        taken.append(thread_time_ns() - start)
    return min(taken) / 1e9


def subdivided(area) -> list:
    """The parts that PostGIS cuts an area into."""
    with connection.cursor() as cursor:
        cursor.execute(SUBDIVIDE, [shapely.to_wkb(area), PART_VERTICES])
        return [shapely.from_wkb(bytes(row[0])) for row in cursor]


def sql(statement: str) -> Callable:
    """A call that asks PostGIS for the kept part of one drawing, round trip included."""
    cursor = connection.cursor()

    def ask(drawing):
        cursor.execute(statement, [shapely.to_wkb(drawing)])
        return cursor.fetchone()

    return ask


def lay_tables(area, parts: list) -> None:
    """The same perimeter in PostGIS, whole and in parts."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_area, bench_parts")
        cursor.execute("CREATE TEMP TABLE bench_area (area geometry(Polygon, 4326))")
        cursor.execute("CREATE TEMP TABLE bench_parts (area geometry(Geometry, 4326))")
        insert = "INSERT INTO {} SELECT ST_GeomFromWKB(%s, 4326)"
        cursor.execute(insert.format("bench_area"), [shapely.to_wkb(area)])
        cursor.executemany(insert.format("bench_parts"), [[shapely.to_wkb(p)] for p in parts])
        cursor.execute("CREATE INDEX ON bench_parts USING gist (area)")
        cursor.execute("ANALYZE bench_parts")


def reference(made: np.ndarray, ground: Ground, tree: shapely.STRtree) -> float:
    """The floor: prepared, covers first, one overlay per part touched; only a sum comes back."""
    inside = shapely.covers(ground.grown, made)
    others = made[~inside]
    which, part = tree.query(others, predicate="intersects")
    pieces = shapely.intersection(others[which], ground.parts[part])
    return float(shapely.area(made[inside]).sum() + shapely.area(pieces).sum())


def one_by_one(area, whole: Ground, parts: Ground, rng, count: int) -> None:
    """Print what one drawing costs."""
    around, across = (drawings(count, area, rng, across=edge) for edge in (False, True))
    texts = [shapely.to_geojson(drawing) for drawing in across]
    rows = [
        ("inside or not: covers of the grown perimeter", whole.grown.covers, around),
        ("shapely.intersection, plain", lambda d: shapely.intersection(d, area), across),
        ("PostGIS covers, else intersection", sql(PLAIN), across[: count // 4]),
        ("PostGIS on subdivided parts", sql(IN_PARTS), across[: count // 4]),
        ("verdict, anywhere, whole area", lambda d: judge(d, whole), around),
        ("verdict, anywhere, parts", lambda d: judge(d, parts), around),
        ("verdict, across the edge, whole area", lambda d: judge(d, whole), across),
        ("verdict, across the edge, parts", lambda d: judge(d, parts), across),
        (
            "reading and verdict, across the edge, parts",
            lambda t: judge(read_drawing(t), parts),
            texts,
        ),
    ]
    for name, verb, items in rows:
        clock = perf_counter_ns if name.startswith("PostGIS") else thread_time_ns
        median, worst = timed(verb, items, clock)
        print(f"  {name:<48}{median:>10.1f} µs{worst:>10.1f} µs")  # noqa: T201


def in_bulk(area, ground: Ground, rng, count: int) -> None:
    """Print what many drawings cost together, and that each way keeps the same area."""
    made = drawings(count, area, rng, across=False)
    tree = shapely.STRtree(ground.parts)
    frame = geopandas.GeoDataFrame(geometry=made, crs=4326)
    mask = geopandas.GeoSeries([area], crs=4326)
    rows = [
        ("geopandas.clip", lambda: geopandas.clip(frame, mask), 1),
        ("shapely prepared, covers first, parts", lambda: reference(made, ground, tree), 7),
        ("keep: the same, put together and on the grid", lambda: keep(made, ground), 7),
    ]
    for name, verb, times in rows:
        print(f"  {len(made)} polygons, {name:<44}{seconds(verb, times):>8.3f} s")  # noqa: T201
    kept = shapely.area([geometry for geometry in keep(made, ground) if geometry]).sum()
    print(f"  kept area, keep / reference: {kept / reference(made, ground, tree):.9f}")  # noqa: T201


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the drawings")
    count = 200 if parser.parse_args().quick else 2_000
    for points in (5_000, 50_000):
        rng = np.random.default_rng(2026)
        area = perimeter(points, rng)
        start = perf_counter()
        whole = Ground.of(area, 2154)
        grown_s = perf_counter() - start
        start = perf_counter()
        parts = Ground.of(area, 2154, subdivided(area))
        parts_s = perf_counter() - start
        lay_tables(area, list(parts.parts))
        print(f"\n{points} points: grown {grown_s:.3f} s, with parts {parts_s:.3f} s")  # noqa: T201
        one_by_one(area, whole, parts, rng, count)
        in_bulk(area, parts, rng, count * 5)


if __name__ == "__main__":
    main()
