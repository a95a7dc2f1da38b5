"""Where the features of several maps meet: gaps between them, and stretches that both claim.

Two countries draw their common border each for itself. At the French-Italian border of four
municipal maps the two lines leave 159 gaps (the widest 169 m on average) and overlap in 160 pieces.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely

from geo.perimeters.ground import METRES_IN_A_DEGREE, TOLERANCE, WGS84
from geo.perimeters.repair import repair

HAIRLINE_M = 1.0
"""Holes narrower than this are never meant: rounding made them."""
WIDEST_GAP_M = 250.0
"""Mean width up to which a hole between features is a gap. The widest gap of the border named
above has 169 m, the narrowest commune on either side of it 377 m."""
DEEP_M = 500.0
"""From its mouth to its end, a notch is longer than that: a corner of 40° or more is an honest one."""
FILLED = 0.5
"""Share of a hole that a feature which was not chosen covers, when it was left out on purpose."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A gap or an overlap: its outline in degrees, its size, the features that meet there.

    width_m: the mean width, twice the area over the length around; features: positions in the
    list of features that was asked about, in order.
    """

    shape: shapely.Polygon
    area_m2: float
    width_m: float
    features: tuple[int, ...]


def holes_of(area: shapely.MultiPolygon) -> np.ndarray:
    """Return the holes of an area as polygons."""
    inner = [ring for part in shapely.get_parts(area) for ring in part.interiors]
    return shapely.polygons(inner) if inner else np.empty(0, dtype=object)


def gaps(holes: np.ndarray, shapes: np.ndarray) -> list[Piece]:
    """Return the holes that nobody drew, the largest first; `holes` of the union of `shapes`.

    A hole is a gap when two features or more bound it, and when its mean width is at most
    WIDEST_GAP_M. A hole inside one feature is never one.
    """
    found = _pieces(holes, shapes, grown=TOLERANCE)
    return [one for one in found if len(one.features) > 1 and one.width_m <= WIDEST_GAP_M]


def unfilled(found: list[Piece], left_out: np.ndarray) -> list[Piece]:
    """Return the gaps but for those that features fill which were left out on purpose."""
    return [one for one in found if not _is_filled(one.shape, left_out)]


def overlaps(shared: np.ndarray, shapes: np.ndarray) -> list[Piece]:
    """Return the pieces that several features claim, the largest first.

    shared: polygons, as `repair.unite` finds them.
    """
    return _pieces(shared, shapes, grown=0)


def notches(area: shapely.MultiPolygon, shapes: np.ndarray, files: np.ndarray) -> list[Piece]:
    """Return the deep wedges between areas of several files that open to the outside.

    files: of each shape, the number of its file. Nothing closes them: they are told.
    """
    if len(set(files)) < 2:
        return []
    narrowing = np.cos(np.radians(sum(area.bounds[1::2]) / 2))
    scale = np.array((narrowing, 1)) * METRES_IN_A_DEGREE
    whole = shapely.union_all([shapely.Polygon(part.exterior) for part in area.geoms])
    flat = shapely.buffer(shapely.transform(whole, lambda xy: xy * scale), HAIRLINE_M / 2)
    half = WIDEST_GAP_M / 2
    filled = shapely.buffer(shapely.buffer(flat, half, quad_segs=4), -half, quad_segs=4)
    wedges = shapely.get_parts(shapely.difference(filled, flat))
    wedges = wedges[[_is_deep(wedge) for wedge in wedges]] if len(wedges) else wedges
    in_degrees = shapely.transform(wedges, lambda xy: xy / scale)
    found = _pieces(in_degrees, shapes, grown=2 * HAIRLINE_M / METRES_IN_A_DEGREE)
    return [one for one in found if len({files[at] for at in one.features}) > 1]


def _is_deep(wedge: shapely.Polygon) -> bool:
    """Whether a polygon in metres is long, and no crumb of the drawing."""
    return wedge.length / 2 > DEEP_M and 2 * wedge.area / wedge.length > HAIRLINE_M


def mean_width_m(shape: shapely.Polygon) -> float:
    """Return the mean width of a polygon in metres, as of a long strip."""
    area_m2, length_m = WGS84.geometry_area_perimeter(shape)
    return 2 * abs(area_m2) / length_m


def area_m2(shape) -> float:
    """Return the area of a geometry on the ellipsoid."""
    return abs(WGS84.geometry_area_perimeter(shapely.orient_polygons(shape))[0])


def _pieces(polygons: np.ndarray, shapes: np.ndarray, *, grown: float) -> list[Piece]:
    if not len(polygons):
        return []
    tree = shapely.STRtree(shapes)
    asked = shapely.buffer(polygons, grown) if grown else shapely.point_on_surface(polygons)
    number, feature = tree.query(asked, predicate="intersects")
    pieces = [
        Piece(
            polygon,
            area_m2(polygon),
            mean_width_m(polygon),
            tuple(sorted(map(int, feature[number == at]))),
        )
        for at, polygon in enumerate(polygons)
    ]
    return sorted(pieces, key=lambda piece: (-piece.area_m2, piece.shape.bounds))


def _is_filled(hole: shapely.Polygon, left_out: np.ndarray) -> bool:
    """Whether areas that were left out cover most of a hole: who left them out meant it."""
    over = left_out[shapely.intersects(shapely.envelope(left_out), hole)]
    broken = ~shapely.is_valid(over)
    over[broken] = repair(over[broken]) if broken.any() else over[broken]
    covered = shapely.union_all(shapely.intersection(over, hole)).area
    return covered > FILLED * hole.area


def closed(area: shapely.MultiPolygon, holes: Iterable[shapely.Polygon]) -> shapely.MultiPolygon:
    """Return the area without those of its holes that `holes_of` gave."""
    outlines = {hole.exterior.wkb for hole in holes}
    parts = [
        shapely.Polygon(part.exterior, [r for r in part.interiors if r.wkb not in outlines])
        for part in shapely.get_parts(area)
    ]
    return shapely.MultiPolygon(parts)
