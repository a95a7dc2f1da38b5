"""Repairing and uniting the areas of files, in a child process that can be killed.

A polygon of 19 kB can keep GEOS busy for more than a minute, and neither Python nor
PostgreSQL's statement_timeout can interrupt it (a ring of 500 points that crosses itself
everywhere: make_valid 76 s by "linework", 0.8 s by "structure"; 600 valid strips that cross one
another, 90 kB: union_all more than a minute). Drawings of people are never repaired; perimeters
and layers are, and staff see what changed.
"""

import resource
import subprocess  # noqa: S404 - the child is this very module
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely

from geo.perimeters.ground import GRID, TOLERANCE

SECONDS = 30
UNION_SECONDS = 60
FEW_POINTS = 500
"""So few are united here: they take less than a child needs to start."""
MEMORY = 2 * 1024**3
ROOT = Path(__file__).resolve().parents[2]


class BeyondRepair(ValueError):
    """The areas cross themselves or one another so often that this was given up."""


def repair(areas: Sequence[shapely.Geometry], seconds: int = SECONDS) -> list[shapely.Geometry]:
    """Return valid polygons or multipolygons in place of invalid ones, in the same order.

    make_valid by "structure": what an outline surrounds is filled, what a hole surrounds is
    cut out, spikes and what collapses go; an area of which nothing remains comes back empty.
    Raises BeyondRepair after `seconds` or 2 GiB.
    """
    return in_child("repair", areas, seconds)


def unite(
    areas: Sequence[shapely.Geometry], seconds: int = UNION_SECONDS
) -> tuple[shapely.Geometry, shapely.Geometry]:
    """Return the union of valid areas, and what two of them or more share; both on the grid.

    Raises BeyondRepair after `seconds` or 2 GiB; also where the union could not be grown in that
    time, as every process that judges with it will.
    """
    if shapely.get_num_coordinates(areas).sum() <= FEW_POINTS:
        return tuple(united(areas))
    whole, shared = in_child("unite", areas, seconds)
    return whole, shared


def in_child(task: str, areas: Sequence[shapely.Geometry], seconds: int) -> list[shapely.Geometry]:
    try:
        done = subprocess.run(  # noqa: S603 - no shell, no argument from outside
            [sys.executable, "-m", "geo.perimeters.repair", task, str(seconds)],
            input="\n".join(shapely.to_wkb(areas, hex=True)).encode(),
            capture_output=True,
            cwd=ROOT,
            timeout=seconds,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise BeyondRepair from error
    return list(shapely.from_wkb(done.stdout.decode().split()))


def repaired(areas):
    return shapely.make_valid(areas, method="structure", keep_collapsed=False)


def united(areas):
    areas = np.asarray(areas)
    return [shapely.union_all(areas, grid_size=GRID), shared(areas)]


def shared(areas):
    """Return what pairs of areas share, mere borders left out."""
    shapely.prepare(areas)
    one, other = shapely.STRtree(areas).query(areas, predicate="intersects")
    one, other = one[one < other], other[one < other]
    more = ~shapely.touches(areas[one], areas[other])
    common = shapely.intersection(areas[one[more]], areas[other[more]])
    parts = shapely.get_parts(common)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2], grid_size=GRID)


def united_and_grown(areas):
    found = united(areas)
    shapely.buffer(found[0], TOLERANCE, quad_segs=2)
    return found


TASKS = {"repair": repaired, "unite": united_and_grown}


def main() -> None:
    """Do a task with what stands on the standard input, one WKB in hexadecimal a line."""
    task, seconds = TASKS[sys.argv[1]], int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    areas = shapely.from_wkb(sys.stdin.read().split())
    sys.stdout.write("\n".join(shapely.to_wkb(task(areas), hex=True)))


if __name__ == "__main__":
    main()
