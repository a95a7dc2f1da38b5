"""Cutting a drawing at the edge of a perimeter, each dimension in its own way.

Areas: GEOS overlay. Lines: side by side along the line, so that direction, crossings and
stretches walked twice survive (an overlay would break a line at each of its own crossings and
forget the second pass). Points: one by one.
"""

import numpy as np
import shapely

from geo.perimeters.ground import GRID, Ground

SCALE = 1e7  # 1 / GRID, exactly
SMALLEST_M2 = 1.0
SMALLEST_M = 0.1
EDGE = 1e-5
"""Degrees (1 m) within which the end of a cut line is put on the exact edge."""


def snap(geometry):
    """Return a valid geometry in 2D on the grid of 1e-7°, without doubled points.

    Rounding each point is enough nearly always, and keeps the points as they were drawn; where
    it would make a side cross another, set_precision moves the sides as well.
    """
    return snap_all(np.array([geometry]))[0]


def snap_all(geometries: np.ndarray) -> np.ndarray:
    """Return an array of valid geometries, each as `snap` returns it."""
    flat = shapely.remove_repeated_points(shapely.force_2d(geometries))
    rounded = shapely.transform(flat, on_grid)
    broken = ~shapely.is_valid(rounded)
    if broken.any():
        rounded[broken] = free(shapely.set_precision(flat[broken], GRID))
    return shapely.remove_repeated_points(rounded)


def on_grid(coordinates: np.ndarray) -> np.ndarray:
    """Return coordinates in degrees rounded to 1e-7, without negative zeros."""
    return np.round(coordinates * SCALE) / SCALE + 0.0


def free(geometry):
    """Return a geometry that no longer carries the grid it was put on.

    GEOS remembers the grid of set_precision, and would put whatever is computed from the
    geometry on it too: metres, for instance.
    """
    return shapely.set_precision(geometry, 0)


def cut(drawing, ground: Ground) -> tuple:
    """Return (kept, removed) of a valid drawing on the grid; each may be None.

    Only parts of the drawn dimension are kept. Of those, crumbs count as removed: under 1 m²,
    under 10 cm wide on average (two outlines that follow the same edge), under 10 cm long.
    """
    return (_cut_points, _cut_lines, _cut_areas)[shapely.get_dimensions(drawing)](drawing, ground)


def _cut_areas(drawing, ground: Ground) -> tuple:
    parts = shapely.get_parts(shapely.intersection(drawing, ground.near(drawing)))
    areas = shapely.get_parts(parts[shapely.get_dimensions(parts) == 2])
    if not len(areas):
        return None, drawing
    snapped = shapely.get_parts(snap(shapely.multipolygons(areas)))
    kept = _gathered(snapped[~are_crumbs(snapped, ground)])
    if kept is None:
        return None, drawing
    # both lie on the grid, so a snapped corner leaves no sliver along the side it was cut from
    removed = shapely.get_parts(free(shapely.difference(drawing, kept, grid_size=GRID)))
    return kept, _gathered(removed[shapely.get_dimensions(removed) == 2])


def are_crumbs(areas: np.ndarray, ground: Ground) -> np.ndarray:
    """Return which polygons are too small to be kept, or mere slivers along the edge."""
    thin = ground.width(areas) < SMALLEST_M
    return thin | (ground.measure(areas) < SMALLEST_M2)


def _cut_points(drawing, ground: Ground) -> tuple:
    points = shapely.get_parts(drawing)
    inside = shapely.covers(ground.grown, points)
    return _gathered(points[inside]), _gathered(points[~inside])


def _cut_lines(drawing, ground: Ground) -> tuple:
    kept, removed = [], []
    for line in shapely.get_parts(drawing):
        places = shapely.get_coordinates(line)
        stretches = [
            stretch
            for stretch in _stretches_inside(places, ground)
            if ground.measure(_along(places, *stretch)) >= SMALLEST_M
        ]
        kept += [_along(places, *stretch) for stretch in stretches]
        removed += [_along(places, *gap) for gap in _gaps(stretches, len(places) - 1)]
    return _gathered(np.array(kept)), _gathered(np.array([line for line in removed if line]))


def _stretches_inside(places: np.ndarray, ground: Ground) -> list[tuple[float, float]]:
    """Return the stretches of a line inside the ground, as positions along it, in order.

    Position 2.5 is the middle of the third side. A side that the grown area covers is kept
    whole; one that sticks out is cut.
    """
    sides = shapely.linestrings(np.stack([places[:-1], places[1:]], axis=1))
    inside = shapely.covers(ground.grown, sides)
    pieces = [(float(side), side + 1.0) for side in np.flatnonzero(inside)]
    for side in np.flatnonzero(~inside & shapely.intersects(ground.brim, sides)):
        pieces += [(side + start, side + end) for start, end in _cut_side(sides[side], ground)]
    return _joined(sorted(pieces))


def _cut_side(side, ground: Ground) -> list[tuple[float, float]]:
    """Return the stretches of one side inside the ground, from 0 to 1 along it.

    The side is cut where it crosses the brim, and the middle of each piece asked: so a side
    that runs along the edge is not lost to rounding. Then the cuts move to the exact edge.
    """
    cuts = np.unique([0.0, *_crossings(side, ground.brim_edges), 1.0])
    middles = shapely.line_interpolate_point(side, (cuts[1:] + cuts[:-1]) / 2, normalized=True)
    inside = shapely.covers(ground.brim, middles)
    pieces = zip(cuts[:-1][inside], cuts[1:][inside], strict=True)
    exact = _crossings(side, ground.edges)
    reach = EDGE / side.length
    moved = [_to_edge(start, end, exact, reach) for start, end in _joined(list(pieces))]
    return [(start, end) for start, end in moved if start < end]  # a mere touch is no stretch


def _to_edge(start: float, end: float, exact: np.ndarray, reach: float) -> tuple[float, float]:
    """Return a stretch whose ends moved inwards to the exact edge, where it is within reach."""
    within = exact[(exact > start) & (exact < end)]
    starts = within[within < start + reach] if start > 0 else within[:0]
    ends = within[within > end - reach] if end < 1 else within[:0]
    return float(max(starts, default=start)), float(min(ends, default=end))


def _crossings(side, edges: shapely.STRtree) -> np.ndarray:
    """Return where a side meets outlines, from 0 to 1 along it, in order."""
    met = shapely.intersection(side, edges.geometries[edges.query(side, predicate="intersects")])
    points = shapely.points(shapely.get_coordinates(met))
    return np.sort(shapely.line_locate_point(side, points, normalized=True))


def _joined(pieces: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return sorted pieces, with those joined that touch."""
    joined = []
    for start, end in pieces:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((float(start), float(end)))
    return joined


def _gaps(stretches: list[tuple[float, float]], end: float) -> list[tuple[float, float]]:
    """Return what lies between sorted stretches from 0 to end."""
    starts = [0.0, *(stop for _, stop in stretches)]
    stops = [*(start for start, _ in stretches), float(end)]
    return [gap for gap in zip(starts, stops, strict=True) if gap[1] > gap[0]]


def _along(places: np.ndarray, start: float, end: float):
    """Return the line along places between two positions, on the grid; None if a mere point."""
    corners = places[int(np.floor(start)) + 1 : int(np.ceil(end))]
    way = np.vstack([_place(places, start), corners, _place(places, end)])
    line = shapely.remove_repeated_points(shapely.LineString(on_grid(way)))
    return line if line.length else None


def _place(places: np.ndarray, position: float) -> np.ndarray:
    side = min(int(position), len(places) - 2)
    return places[side] + (position - side) * (places[side + 1] - places[side])


def _gathered(parts: np.ndarray):
    """Return no part as None, one as itself, several as a multi-geometry."""
    if not len(parts):
        return None
    if len(parts) == 1:
        return parts[0]
    return (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)[
        shapely.get_dimensions(parts[0])
    ](parts)
