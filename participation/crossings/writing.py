"""One row for each cell of a result: what may be said in public, or all of it for the staff.

A town has tens of thousands of cells of forty columns: they are copied.
"""

import math
from collections.abc import Iterable

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry

from geo.analysis.crossing import MOST_EXPECTED
from geo.analysis.hexagons import Grid
from geo.analysis.pipeline import Result
from geo.copying import copy_rows
from geo.crs import DEGREES, reproject
from geo.perimeters.conversion import areas_alone, to_django
from participation.crossings.cells import CLASS, COUNTS, PLACE, TOLD
from participation.crossings.computing import Taken
from participation.crossings.models import PUBLIC, Release, ReleasedCell

DIGITS = {
    "k": 1, "share": 4, "low": 4, "high": 4, "level": 1, "u": 1, "level_least": 1, "level_most": 1,
    "over_limit": 2, "coverage": 2, "expected": 4, "expected_low": 4, "expected_high": 4,
    "residual_pp": 1, "relative_pp": 1, "q": 3, "ratio": 1,
}  # fmt: skip
"""Decimals that are told; more of them would tell of hidden cells, through what all share."""
COUNTED = {"column": int, "n": int, "is_interpolated": bool}


def cells_of(release: Release, result: Result, taken: Taken, srid: int) -> list[ReleasedCell]:
    """Return the rows of a release, none of them stored yet. srid: of the metres of the grid."""
    shapes = _shapes(result.grid, srid)
    columns = _columns(result)
    is_public = release.kind == PUBLIC
    rows = []
    for at, (i, j) in enumerate(result.grid.cells.tolist()):
        told = {name: _plain(name, values[at]) for name, values in columns.items()}
        if is_public:
            told = _shown(told, str(result.crossed.status[at]), bool(result.homogeneous[at]))
            told |= {"held_n": int(taken.n[at]), "held_k": float(taken.k[at])}
            told |= {"respondents": taken.who[at], "taken_on": taken.on[at]}
        else:
            told["needed"] = int(result.needed[at])
        rows.append(ReleasedCell(release=release, i=i, j=j, geometry=shapes[at], **told))
    return rows


def store_cells(cells: Iterable[ReleasedCell]) -> None:
    """Write rows of cells; the database checks them as any others."""
    fields = [field for field in ReleasedCell._meta.concrete_fields if not field.primary_key]
    rows = ([_copied(getattr(cell, field.attname)) for field in fields] for cell in cells)
    copy_rows(ReleasedCell, [field.column for field in fields], rows)


def _copied(value):
    return value.hexewkb.decode() if isinstance(value, GEOSGeometry) else value


def _columns(result: Result) -> dict[str, np.ndarray]:
    crossed, levels = result.crossed, result.levels
    usual = crossed.expected if result.is_relative else crossed.expected * result.mean_ratio
    return {
        "status": crossed.status, "n": crossed.n, "k": crossed.k, "share": crossed.share,
        "low": crossed.low, "high": crossed.high, "level": levels.level, "u": levels.u,
        "level_least": levels.least, "level_most": levels.most, "over_limit": levels.over,
        "coverage": levels.coverage, "source": levels.kind,
        "is_interpolated": levels.is_interpolated, "expected": crossed.expected,
        "expected_low": crossed.expected_low, "expected_high": crossed.expected_high,
        "residual_pp": 100 * (crossed.share - crossed.expected),
        "relative_pp": 100 * (crossed.share - np.minimum(usual, MOST_EXPECTED)), "flag": crossed.flag,
        "found": crossed.found, "q": crossed.q, "ratio": crossed.ratio, "column": crossed.column,
        "code": crossed.code, "cluster": result.cluster,
    }  # fmt: skip


def _plain(name: str, value) -> object:
    """Return a value as the database takes it, rounded."""
    if name in DIGITS:
        number = float(value)
        return round(number, DIGITS[name]) if math.isfinite(number) else None
    return COUNTED.get(name, str)(value)


def _shown(told: dict, status: str, is_homogeneous: bool) -> dict:
    """Return what may be said in public of a cell."""
    names = {"status", *PLACE}
    if status in TOLD:
        names |= set(CLASS) | (set() if is_homogeneous else set(COUNTS))
    return {name: value for name, value in told.items() if name in names}


def _shapes(grid: Grid, srid: int) -> list:
    """Return what of each cell lies in the perimeter, as multipolygons in degrees."""
    shapes = reproject(grid.parts, srid, DEGREES)
    broken = ~shapely.is_valid(shapes)
    shapes[broken] = shapely.make_valid(shapes[broken], method="structure")
    return [to_django(areas_alone(shape)) for shape in shapes]
