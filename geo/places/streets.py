"""Lines along streets: plain geometry in degrees, no Django.

A street is many ways: with gaps at roundabouts, in two carriageways, with branches. So a line
between two crossings is the shortest way along its pieces.
"""

from collections import defaultdict
from collections.abc import Iterable
from heapq import heappop, heappush
from itertools import pairwise
from math import inf

import numpy as np
import shapely

GAP = 0.0004
"""Degrees (some 40 m) between two pieces of a street that still belong together."""
TOUCH = 0.0002
"""Degrees (some 20 m) within which another street reaches a street: carriageways, roundabouts."""
DECIMALS = 7

Point = tuple[float, float]


class NotBetween(Exception):
    """No piece of the street leads from the one crossing to the other."""


def whole(lines: Iterable[shapely.Geometry]) -> shapely.Geometry:
    """Return the pieces of a street joined where they meet: a line or several."""
    parts = shapely.get_parts(list(lines))
    joined = shapely.line_merge(shapely.multilinestrings(parts))
    return joined


def crossing_points(street: shapely.Geometry, other: shapely.Geometry) -> np.ndarray:
    """Return the corners of a street that are nearest to where another one reaches it."""
    corners = shapely.points(shapely.get_coordinates(street).round(DECIMALS))
    met = shapely.intersection(street, other)
    if not met.is_empty:
        places = shapely.get_parts(shapely.points(shapely.get_coordinates(met)))
    elif shapely.dwithin(street, other, TOUCH):
        places = [shapely.shortest_line(street, other).interpolate(0)]
    else:
        return np.empty(0, dtype=object)
    nearest = shapely.STRtree(corners).query_nearest(places, all_matches=False)[1]
    return corners[np.unique(nearest)]


def between(
    street: shapely.Geometry, one: shapely.Geometry, other: shapely.Geometry
) -> shapely.LineString:
    """Return the shortest way along a street from its crossing with `one` to that with `other`.

    Raises NotBetween where there is none, or where both cross it at the same place.
    """
    starts = _keys(crossing_points(street, one))
    ends = _keys(crossing_points(street, other)) - starts
    path = _shortest(_ways(street), starts, ends)
    if path is None:
        raise NotBetween
    return shapely.LineString(path)


def _keys(points: np.ndarray) -> set[Point]:
    return {(point.x, point.y) for point in points}


def _ways(street: shapely.Geometry) -> dict[Point, dict[Point, float]]:
    """Which corner leads to which others, and how far: along the pieces, and over small gaps."""
    ways: dict[Point, dict[Point, float]] = defaultdict(dict)
    ends = []
    for line in shapely.get_parts(street):
        corners = [tuple(xy) for xy in shapely.get_coordinates(line).round(DECIMALS)]
        for a, b in pairwise(corners):
            ways[a][b] = ways[b][a] = _distance(a, b)
        ends += [corners[0], corners[-1]]
    for at, a in enumerate(ends):
        for b in ends[at + 1 :]:
            if a != b and _distance(a, b) <= GAP:
                ways[a].setdefault(b, _distance(a, b))
                ways[b].setdefault(a, _distance(a, b))
    return ways


def _distance(a: Point, b: Point) -> float:
    narrowing = np.cos(np.radians(a[1]))
    return float(np.hypot((a[0] - b[0]) * narrowing, a[1] - b[1]))


def _shortest(ways, starts: set[Point], ends: set[Point]) -> list[Point] | None:
    """Dijkstra's way from any of the starts to any of the ends."""
    best = dict.fromkeys(starts, 0.0)
    before: dict[Point, Point] = {}
    heap = [(0.0, start) for start in sorted(starts)]
    while heap:
        far, here = heappop(heap)
        if here in ends:
            return _back(before, here)
        for there, step in ways.get(here, {}).items():
            if far + step < best.get(there, inf):
                best[there], before[there] = far + step, here
                heappush(heap, (far + step, there))
    return None


def _back(before: dict[Point, Point], here: Point) -> list[Point]:
    path = [here]
    while here in before:
        here = before[here]
        path.append(here)
    return path[::-1]
