"""The whole crossing of measured and felt, beside the least that any such map must do.

python3 -m tests.bench.crossing_speed [--quick] : prints a table; nothing here fails by time.
A town of 6 km by 6 km: 100,000 answers of 80,000 people, 10,000 measurements, or a noise map. The
floor reads the same arrays once: a cell for each point, and one sum of each cell (bincount).
Each row runs in a process of its own, whose greatest memory is told.
"""

import argparse
import multiprocessing
import resource
from time import process_time

import numpy as np
import shapely

from geo.analysis.bands import Bands
from geo.analysis.exposure_response import HIGHLY_ANNOYED
from geo.analysis.hexagons import cells_of
from geo.analysis.measuring import Instrument, Measurements
from geo.analysis.pipeline import Answers, Method, run

SIDE_M = 6_000.0
LIMITS = (3.0, 400)  # seconds, MB


def town() -> shapely.Polygon:
    """A jagged outline of some 2,000 points."""
    angles = np.linspace(0, 2 * np.pi, 2_000, endpoint=False)
    radii = SIDE_M / 2 * (1 + 0.05 * np.sin(9 * angles) + 0.01 * np.sin(101 * angles))
    centre = np.array([1_044_000.0, 6_299_000.0])
    return shapely.Polygon(
        centre + np.column_stack([np.cos(angles), np.sin(angles)]) * radii[:, None]
    )


def level_at(places: np.ndarray) -> np.ndarray:
    """Loud along streets every 600 m, quiet between them."""
    away = np.abs((places % 600) - 300).max(axis=1)
    return 45 + 28 * (away / 300) ** 2


def somewhere(count: int, rng: np.random.Generator) -> np.ndarray:
    west, south, east, north = town().bounds
    return rng.uniform((west, south), (east, north), (count, 2))


def answers(count: int, rng: np.random.Generator) -> Answers:
    places = somewhere(count, rng)
    people = rng.integers(0, int(0.8 * count), count)
    share = HIGHLY_ANNOYED["road"].expected_share(level_at(places))
    return Answers(places, people, (rng.random(count) < share).astype(float), np.arange(count))


def measurements(count: int, rng: np.random.Generator) -> Measurements:
    """Phones on walks of a hundred readings, at all hours."""
    walks = np.repeat(np.arange(count // 100), 100)
    starts = somewhere(count // 100, rng)
    places = starts[walks] + np.cumsum(rng.normal(0, 15, (count, 2)), axis=0) % 900
    return Measurements(
        places, level_at(places) + rng.normal(0, 3, count), np.full(count, 60.0), walks, walks % 40,
        rng.integers(0, 24 * 30, count // 100)[walks],
    )  # fmt: skip


def noise_map() -> Bands:
    """Squares of 100 m, put together by band, as strategic maps are."""
    west, south, east, north = town().bounds
    x, y = (
        axis.ravel()
        for axis in np.meshgrid(np.arange(west, east, 100), np.arange(south, north, 100))
    )
    low = 5 * np.floor(level_at(np.column_stack([x, y]) + 50) / 5)
    boxes = shapely.box(x, y, x + 100, y + 100)
    parts = [shapely.union_all(boxes[low == one]) for one in np.unique(low)]
    pieces = [
        (piece, one)
        for part, one in zip(parts, np.unique(low), strict=True)
        for piece in shapely.get_parts(part)
    ]
    shapes, lows = zip(*pieces, strict=True)
    lows = np.array(lows)
    return Bands(np.array(shapes), lows, np.where(lows >= 70, np.nan, lows + 5))


def floor(area, felt: Answers, values) -> None:
    """A cell for each point and a mean for each cell: what no map of cells can do without."""
    for places, weights in ((felt.places, felt.hits), (values.places, values.values)):
        cells = cells_of(places, 100.0)
        _cells, at = np.unique(cells, axis=0, return_inverse=True)
        np.bincount(at.ravel(), weights)


def work(name: str, count: int, queue) -> None:
    rng = np.random.default_rng(2026)
    area, felt, values = town(), answers(count, rng), measurements(count // 10, rng)
    road, phone = HIGHLY_ANNOYED["road"], Instrument(calibration=1.5)
    ways = {
        "floor": lambda: floor(area, felt, values),
        "measurements": lambda: run(area, felt, values, Method(instrument=phone)),
        "measurements, IDW": lambda: run(
            area, felt, values, Method(instrument=phone, interpolation="idw")
        ),
        "measurements, kriging": lambda: run(
            area, felt, values, Method(instrument=phone, interpolation="kriging")
        ),
        "noise map, curve of the directive": lambda: run(
            area, felt, noise_map(), Method(curve=road, instrument=Instrument("lden"))
        ),
    }
    before = process_time()
    result = ways[name]()
    taken = process_time() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = dict(result.totals.cells) if result else {}
    queue.put((taken, memory, told))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the answers")
    count = 10_000 if parser.parse_args().quick else 100_000
    context = multiprocessing.get_context("spawn")
    floor_s = None
    for name in ("floor", "measurements", "measurements, IDW", "measurements, kriging",
                 "noise map, curve of the directive"):  # fmt: skip
        queue = context.Queue()
        child = context.Process(target=work, args=(name, count, queue))
        child.start()
        taken, memory, told = queue.get()
        child.join()
        floor_s = floor_s or taken
        print(f"{name:<36}{taken:>7.2f} s{taken / floor_s:>7.1f} ×{memory:>6.0f} MB  {told}")  # noqa: T201


if __name__ == "__main__":
    main()
