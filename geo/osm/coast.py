"""Land and sea from the coastline of OpenStreetMap, whose ways have the land on their left."""

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from shapely.ops import linemerge, polygonize

BESIDE = 1e-7  # degrees, about a centimetre: how far from a line its left is looked at
DOUBT = 0.1  # share of the line that may say the contrary: beyond, nobody knows


def land_of(
    coast: Sequence[shapely.Geometry], extent: shapely.Polygon, frame: shapely.Polygon
) -> list[shapely.Polygon]:
    """Return the land within `frame`; nothing where there is no coast, or it says two things.

    coast: lines in degrees, land on their left; extent: the box in which they are known; frame: a
    larger box of the same middle. Where a line leaves the extent, or ends, it is continued away
    from the middle, straight to the frame: the map ends in no corner of the sea.
    """
    known = shapely.intersection(shapely.union_all(list(coast)), extent)
    lines = [part for part in shapely.get_parts(known) if part.geom_type == "LineString"]
    if not lines:
        return []
    merged = linemerge(lines) if len(lines) > 1 else lines[0]
    whole = shapely.get_parts(merged)
    cuts = [*whole, frame.exterior, *_continued(whole, extent.centroid, frame)]
    faces = list(polygonize(shapely.get_parts(shapely.node(shapely.GeometryCollection(cuts)))))
    return _land(faces, whole)


def _continued(
    lines: Sequence[shapely.LineString], middle: shapely.Point, frame: shapely.Polygon
) -> Iterator[shapely.LineString]:
    far = shapely.length(frame.exterior)
    for line in lines:
        if line.is_closed:
            continue
        for end in (line.coords[0], line.coords[-1]):
            away = np.subtract(end, middle.coords[0])
            beyond = np.add(end, away / np.hypot(*away) * far)
            yield shapely.LineString([end, beyond])


def _land(
    faces: list[shapely.Polygon], lines: Sequence[shapely.LineString]
) -> list[shapely.Polygon]:
    """Return the faces that the lines have on their left."""
    tree = shapely.STRtree(faces)
    left, right = (_lengths(tree, len(faces), lines, side) for side in (1, -1))
    total = left + right
    told = total > 0
    if (np.minimum(left, right)[told] > DOUBT * total[told]).any():
        return []
    return [face for face, is_land in zip(faces, left > right, strict=True) if is_land]


def _lengths(tree: shapely.STRtree, count: int, lines, side: int) -> np.ndarray:
    """Return, for each face, the length of lines that have it on this side (1: left)."""
    ends = [shapely.get_coordinates(line) for line in lines]
    start = np.concatenate([xy[:-1] for xy in ends])
    step = np.concatenate([np.diff(xy, axis=0) for xy in ends])
    length = np.hypot(*step.T)
    normal = np.column_stack([-step[:, 1], step[:, 0]]) / length[:, None]
    places = shapely.points(start + step / 2 + side * BESIDE * normal)
    at, face = tree.query(places, predicate="within")
    return np.bincount(face, weights=length[at], minlength=count)
