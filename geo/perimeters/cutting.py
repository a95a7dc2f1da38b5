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

    Only parts of the drawn dimension are kept, and of those none under 1 m² or 10 cm: these
    crumbs count as removed.
    """
    return (_cut_points, _cut_lines, _cut_areas)[shapely.get_dimensions(drawing)](drawing, ground)


def _cut_areas(drawing, ground: Ground) -> tuple:
    parts = shapely.get_parts(shapely.intersection(drawing, ground.near(drawing)))
    areas = shapely.get_parts(parts[shapely.get_dimensions(parts) == 2])
    if not len(areas):
        return None, drawing
    snapped = shapely.get_parts(snap(shapely.multipolygons(areas)))
    kept = _gathered(snapped[np.atleast_1d(ground.measure(snapped)) >= SMALLEST_M2])
    if kept is None:
        return None, drawing
    # both lie on the grid, so a snapped corner leaves no sliver along the side it was cut from
    removed = shapely.get_parts(free(shapely.difference(drawing, kept, grid_size=GRID)))
    return kept, _gathered(removed[shapely.get_dimensions(removed) == 2])


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
    whole; one that sticks out is cut with the exact area.
    """
    sides = shapely.linestrings(np.stack([places[:-1], places[1:]], axis=1))
    inside = shapely.covers(ground.grown, sides)
    pieces = [(float(side), side + 1.0) for side in np.flatnonzero(inside)]
    cut_sides = np.flatnonzero(~inside & shapely.intersects(ground.area, sides))
    for side, piece in _pieces(cut_sides, sides, ground):
        start, end = places[side], places[side + 1]
        along = np.sort(_positions(shapely.get_coordinates(piece), start, end))
        if along[-1] > along[0]:
            pieces.append((side + float(along[0]), side + float(along[-1])))
    return _joined(sorted(pieces), shapely.length(sides))


def _pieces(chosen: np.ndarray, sides: np.ndarray, ground: Ground):
    """Yield (number of the side, piece of it inside the area) for the chosen sides."""
    if len(ground.parts):
        which, part = ground.tree.query(sides[chosen], predicate="intersects")
        chosen, areas = chosen[which], ground.parts[part]
    else:
        areas = ground.area
    for side, found in zip(chosen, shapely.intersection(sides[chosen], areas), strict=True):
        for piece in shapely.get_parts(found):
            if shapely.get_dimensions(piece) == 1:
                yield side, piece


def _positions(coordinates: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return where points lie between start (0) and end (1), ends within half the grid exact."""
    way = end - start
    length = np.hypot(*way)
    along = np.clip((coordinates - start) @ way / length**2, 0, 1)
    along[along * length < GRID / 2] = 0
    along[(1 - along) * length < GRID / 2] = 1
    return along


def _joined(pieces: list[tuple[float, float]], lengths: np.ndarray) -> list[tuple[float, float]]:
    """Return sorted pieces with those joined that meet at a corner or at a seam of the parts."""
    joined = []
    for start, end in pieces:
        seam = GRID / lengths[min(int(start), len(lengths) - 1)]
        if joined and start <= joined[-1][1] + seam:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
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
