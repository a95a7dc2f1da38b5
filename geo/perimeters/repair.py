"""Repairing and uniting the areas of files, in a child process that can be killed.

A polygon of 19 kB can keep GEOS busy for more than a minute, and neither Python nor
PostgreSQL's statement_timeout can interrupt it (a ring of 500 points that crosses itself
everywhere: make_valid 76 s by "linework", 0.8 s by "structure"; 600 valid strips that cross one
another, 90 kB: union_all more than a minute). Drawings of people are never repaired; perimeters
and layers are, and staff see what changed.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely

from geo.files.jail import Limits, in_jail
from geo.files.refusals import UnreadableFile
from geo.perimeters.ground import GRID, TOLERANCE

SECONDS = 15
UNION_SECONDS = 40
FEW_POINTS = 500
"""So few are united here: they take less than a child needs to start."""
MEMORY = 2 * 1024**3


class BeyondRepair(ValueError):
    """The areas cross themselves or one another so often that this was given up."""


def repair(areas: Sequence[shapely.Geometry], seconds: int = SECONDS) -> list[shapely.Geometry]:
    """Return valid polygons or multipolygons in place of invalid ones, in the same order.

    make_valid by "structure": what an outline surrounds is filled, what a hole surrounds is
    cut out, spikes and what collapses go; an area of which nothing remains comes back empty.
    Raises BeyondRepair after `seconds` or 2 GiB.
    """
    return in_child("repair_in_child", areas, seconds)


def unite(
    areas: Sequence[shapely.Geometry], seconds: int = UNION_SECONDS
) -> tuple[shapely.Geometry, shapely.Geometry]:
    """Return the union of valid areas, and what two of them or more share; both on the grid.

    Raises BeyondRepair after `seconds` or 2 GiB; also where the union could not be grown in that
    time, as every process that judges with it will.
    """
    if shapely.get_num_coordinates(areas).sum() <= FEW_POINTS:
        return tuple(united(areas))
    whole, shared = in_child("unite_in_child", areas, seconds)
    return whole, shared


def in_child(task: str, areas: Sequence[shapely.Geometry], seconds: int) -> list[shapely.Geometry]:
    source = "\n".join(shapely.to_wkb(areas, hex=True)).encode()
    limits = Limits(seconds, MEMORY)
    try:  # trusted: the areas are in a form of our own, and may be repaired on any system
        answer = in_jail(f"{__name__}:{task}", source, limits=limits, trusted=True)
    except UnreadableFile as error:
        raise BeyondRepair from error
    return list(shapely.from_wkb(answer))


def repair_in_child(path: Path, _arguments: dict) -> list[bytes]:
    """Repair what stands in a file, one WKB in hexadecimal a line. In the jail."""
    return list(shapely.to_wkb(repaired(_areas_of(path))))


def unite_in_child(path: Path, _arguments: dict) -> list[bytes]:
    """Unite what stands in a file, as above, and grow it once. In the jail."""
    return list(shapely.to_wkb(united_and_grown(_areas_of(path))))


def _areas_of(path: Path):
    return shapely.from_wkb(path.read_text().split())


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
