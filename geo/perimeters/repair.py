"""Repairing invalid areas of files, in a child process that can be killed.

A polygon of 19 kB can keep GEOS busy for more than a minute, and neither Python nor
PostgreSQL's statement_timeout can interrupt it (a ring of 500 points that crosses itself
everywhere: make_valid 76 s by "linework", 0.8 s by "structure"). Drawings of people are never
repaired; perimeters and layers are, and staff see what changed.
"""

import resource
import subprocess  # noqa: S404 - the child is this very module
import sys
from collections.abc import Sequence
from pathlib import Path

import shapely

SECONDS = 30
MEMORY = 2 * 1024**3
ROOT = Path(__file__).resolve().parents[2]


class BeyondRepair(ValueError):
    """The areas cross themselves so often that repairing them was given up."""


def repair(areas: Sequence[shapely.Geometry], seconds: int = SECONDS) -> list[shapely.Geometry]:
    """Return valid polygons or multipolygons in place of invalid ones, in the same order.

    make_valid by "structure": what an outline surrounds is filled, what a hole surrounds is
    cut out, spikes and what collapses go; an area of which nothing remains comes back empty.
    Raises BeyondRepair after `seconds` or 2 GiB.
    """
    try:
        done = subprocess.run(  # noqa: S603 - no shell, no argument from outside
            [sys.executable, "-m", "geo.perimeters.repair", str(seconds)],
            input="\n".join(shapely.to_wkb(areas, hex=True)).encode(),
            capture_output=True,
            cwd=ROOT,
            timeout=seconds,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise BeyondRepair from error
    return list(shapely.from_wkb(done.stdout.decode().split()))


def main() -> None:
    """Repair what stands on the standard input, one WKB in hexadecimal a line."""
    seconds = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    areas = shapely.from_wkb(sys.stdin.read().split())
    valid = shapely.make_valid(areas, method="structure", keep_collapsed=False)
    sys.stdout.write("\n".join(shapely.to_wkb(valid, hex=True)))


if __name__ == "__main__":
    main()
