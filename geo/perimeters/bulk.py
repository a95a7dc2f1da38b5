"""Verdicts on many drawings at once, and what is kept of many areas: for imports of thousands."""

from collections.abc import Sequence

import numpy as np
import shapely

from geo.perimeters.clipping import KINDS, SMALLEST, Rules, Verdict, judge
from geo.perimeters.cutting import are_crumbs, on_grid, snap_all
from geo.perimeters.ground import Ground

SIMPLE = [0, 1, 3]  # shapely's numbers of Point, LineString and Polygon


def judge_all(drawings: Sequence[shapely.Geometry], ground: Ground, rules: Rules) -> list[Verdict]:
    """Return the verdict of `judge` on each drawing.

    What is simple, sound and plainly inside, as most of an import is, is judged at once; every
    other drawing gets its reason, its cut and its measures from `judge` itself.
    """
    array = np.array(drawings, dtype=object)
    verdicts: list[Verdict | None] = [None] * len(array)
    sound = np.flatnonzero(_are_sound(array, rules))
    snapped = snap_all(array[sound])
    inside = shapely.covers(ground.grown, snapped)
    dimensions = shapely.get_dimensions(snapped)
    for dimension, kind in enumerate(KINDS):
        chosen = np.flatnonzero(inside & (dimensions == dimension))
        measures = ground.measure(snapped[chosen]) if len(chosen) else []
        for at, measure in zip(chosen, measures, strict=True):
            if measure >= SMALLEST[dimension]:
                kept = snapped[at]
                verdict = Verdict("inside", None, kind, kept, None, 1.0, float(measure))
                verdicts[sound[at]] = verdict
    return [
        verdict or judge(drawing, ground, rules)
        for verdict, drawing in zip(verdicts, drawings, strict=True)
    ]


def _are_sound(drawings: np.ndarray, rules: Rules) -> np.ndarray:
    """Return which drawings are simple, valid, in degrees, and of a kind that is allowed."""
    sound = np.isin(shapely.get_type_id(drawings), SIMPLE) & ~shapely.is_empty(drawings)
    kinds = [dimension for dimension, kind in enumerate(KINDS) if kind in rules.kinds]
    sound &= np.isin(shapely.get_dimensions(drawings), kinds)
    coordinates, owner = shapely.get_coordinates(drawings, return_index=True)
    with np.errstate(invalid="ignore"):
        fine = np.isfinite(coordinates).all(axis=1) & (np.abs(coordinates) <= (180, 90)).all(axis=1)
    sound[owner[~fine]] = False
    sound[sound] = shapely.is_valid(drawings[sound])
    return sound


def keep(areas: np.ndarray, ground: Ground) -> np.ndarray:
    """Return what `judge` would keep of valid (multi)polygons in degrees, in the same order.

    areas: array of shapely geometries, shape (n,); the answer has the same shape, with None
    where nothing is kept. Overlays are made per part of the ground, so a side that a seam
    crosses may get a point there, on the grid of 1e-7°.
    """
    kept = np.full(len(areas), None, dtype=object)
    inside = shapely.covers(ground.grown, areas)
    kept[inside] = _snapped(areas[inside])
    others = np.flatnonzero(~inside)
    chosen, overlaid = _overlaid(areas[others], ground)
    if len(chosen):
        kept[others[chosen]] = _without_crumbs(_snapped(overlaid), ground)
    return kept


def _overlaid(areas: np.ndarray, ground: Ground) -> tuple[np.ndarray, np.ndarray]:
    """Return which areas meet the ground, and what they have in common with it."""
    if not len(ground.parts):
        met = np.flatnonzero(shapely.intersects(ground.area, areas))
        return met, shapely.intersection(areas[met], ground.area)
    which, part = ground.tree.query(areas, predicate="intersects")
    order = np.argsort(which, kind="stable")
    which, part = which[order], part[order]
    pieces = shapely.intersection(areas[which], ground.parts[part])
    met, first, row, counts = np.unique(
        which, return_index=True, return_inverse=True, return_counts=True
    )
    table = np.full((len(met), counts.max(initial=1)), None, dtype=object)
    table[row, np.arange(len(which)) - first[row]] = pieces
    several = counts > 1
    overlaid = table[:, 0]
    overlaid[several] = shapely.union_all(table[several], axis=1)
    return met, overlaid


def _snapped(geometries: np.ndarray) -> np.ndarray:
    """Return geometries on the grid; those that lie on it already are not touched."""
    coordinates, owner = shapely.get_coordinates(geometries, return_index=True)
    x, y = coordinates.T
    off = (on_grid(x) != x) | (on_grid(y) != y)
    off[1:] |= (x[1:] == x[:-1]) & (y[1:] == y[:-1]) & (owner[1:] == owner[:-1])
    off = np.unique(owner[off])
    snapped = geometries.copy()
    snapped[off] = snap_all(geometries[off])
    return snapped


def _without_crumbs(geometries: np.ndarray, ground: Ground) -> np.ndarray:
    """Return the polygons of at least 1 m² in each geometry, None where there is none."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    areal = shapely.get_dimensions(parts) == 2
    parts, owner = parts[areal], owner[areal]
    large = ~are_crumbs(parts, ground)
    parts, owner = parts[large], owner[large]
    whole = np.full(len(geometries), None, dtype=object)
    shapely.multipolygons(parts, indices=owner, out=whole)
    single = np.flatnonzero(shapely.get_num_geometries(whole) == 1)
    whole[single] = shapely.get_geometry(whole[single], 0)
    return whole
