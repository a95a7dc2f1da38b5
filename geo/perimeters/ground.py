"""The ground of a verdict: a perimeter's area, prepared once for many questions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import shapely
from pyproj import Geod

from geo.crs import DEGREES, reproject

TOLERANCE = 1e-6
"""Degrees by which the perimeter is grown before it is asked: about 10 cm."""
GRID = 1e-7
"""Degrees of the grid on which what is kept is stored: about 1 cm."""
SIDE = 0.005
"""Degrees: sides longer than this (half a km) are bent as the metric system bends them."""
METRES_IN_A_DEGREE = 111_195
"""Of latitude, on a sphere of 6,371 km: for thresholds, not for measures."""

WGS84 = Geod(ellps="WGS84")
BEARINGS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


@dataclass(frozen=True)
class Ground:
    """A perimeter ready to judge. Build it with `Ground.of`, keep it, share it.

    area: the exact perimeter, degrees; grown: the same plus TOLERANCE, prepared;
    metric_srid: EPSG code of its lengths and areas; parts: the area cut in small pieces whose
    union it is, or empty when the area is asked as a whole.
    """

    area: shapely.Geometry
    grown: shapely.Geometry
    metric_srid: int
    parts: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=object))

    @classmethod
    def of(cls, area, metric_srid: int, parts: Sequence = ()) -> "Ground":
        """Return the ground of a valid, non-empty (multi)polygon in degrees."""
        grown = shapely.buffer(area, TOLERANCE, quad_segs=2)
        shapely.prepare(area)
        shapely.prepare(grown)
        return cls(area, grown, metric_srid, np.asarray(parts, dtype=object))

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Index over the parts."""
        return shapely.STRtree(self.parts)

    @cached_property
    def brim(self) -> shapely.Geometry:
        """The area grown by half the tolerance, prepared: it decides on lines along the edge."""
        brim = shapely.buffer(self.area, TOLERANCE / 2, quad_segs=2)
        shapely.prepare(brim)
        return brim

    @cached_property
    def edges(self) -> shapely.STRtree:
        """Index over the outlines of the area, in runs of 64 sides."""
        return shapely.STRtree(_runs(self.area))

    @cached_property
    def brim_edges(self) -> shapely.STRtree:
        """Index over the outlines of the brim."""
        return shapely.STRtree(_runs(self.brim))

    @cached_property
    def _flat_edges(self) -> shapely.STRtree:
        return shapely.STRtree(self._flatten(self.edges.geometries))

    @cached_property
    def _narrowing(self) -> float:
        """How much shorter a degree of longitude is than one of latitude, at its middle."""
        _, south, _, north = self.area.bounds
        return float(np.cos(np.radians((south + north) / 2)))

    def _flatten(self, geometry):
        return shapely.transform(geometry, lambda xy: xy * (self._narrowing, 1))

    def width(self, areas: np.ndarray) -> np.ndarray:
        """Return the mean width in metres of areas: twice the area over the length around."""
        flat = self._flatten(areas)
        return 2 * shapely.area(flat) / shapely.length(flat) * METRES_IN_A_DEGREE

    def near(self, drawing):
        """Return the smallest piece of the area that cuts a drawing as the whole area would."""
        if not len(self.parts):
            return self.area
        touched = self.tree.query(drawing, predicate="intersects")
        return shapely.union_all(self.parts[touched])

    def measure(self, geometry):
        """Return m² of areas, m of lines, numbers of points: a float, or an array of an array.

        In the metric system, along sides that are straight in degrees, as they are stored; what
        reaches more than 5° beyond the perimeter, where that system lies or fails, on the
        ellipsoid (Karney 2013, doi:10.1007/s00190-012-0578-z).
        """
        dimension = int(np.max(shapely.get_dimensions(geometry), initial=0))
        if dimension == 0:
            return shapely.get_num_coordinates(geometry)
        bounds = shapely.total_bounds(geometry)
        if not self._measurable.covers(shapely.box(*bounds)):
            return np.vectorize(_on_ellipsoid, otypes=[float])(geometry)[()]
        step = max(SIDE, float(np.max(bounds[2:] - bounds[:2])) / 64)
        flat = reproject(shapely.segmentize(geometry, step), DEGREES, self.metric_srid)
        return shapely.area(flat) if dimension == 2 else shapely.length(flat)

    @cached_property
    def _measurable(self) -> shapely.Geometry:
        west, south, east, north = self.area.bounds
        return shapely.box(west - 5, south - 5, east + 5, north + 5)

    def way_to(self, drawing) -> tuple[float, str | None]:
        """Return how far a drawing lies from the edge, in metres, and in which direction.

        The nearest points are found in a plane where a degree of longitude is as short as at
        the perimeter; their distance and azimuth are those of the geodesic (Karney 2013,
        doi:10.1007/s00190-012-0578-z, through pyproj), so that a drawing on the other side of
        the world has an answer too. Closer than 1 m there is no direction: None.
        """
        flat = self._flatten(drawing)
        nearest = self._flat_edges.query_nearest(flat, all_matches=False)[0]
        line = shapely.shortest_line(self._flat_edges.geometries[nearest], flat)
        (lon1, lat1), (lon2, lat2) = shapely.get_coordinates(line) / (self._narrowing, 1)
        azimuth, _, distance_m = WGS84.inv(lon1, lat1, lon2, lat2)
        if distance_m < 1:
            return distance_m, None
        return distance_m, BEARINGS[round(azimuth / 45) % 8]


def _runs(area) -> np.ndarray:
    """Return the outlines of an area in runs of 64 sides, as lines."""
    rings = [shapely.get_coordinates(ring) for ring in shapely.get_rings(shapely.get_parts(area))]
    runs = [ring[start : start + 65] for ring in rings for start in range(0, len(ring) - 1, 64)]
    return np.array([shapely.LineString(run) for run in runs])


def _on_ellipsoid(geometry) -> float:
    """Return m² of a (multi)polygon or m of a (multi)line in degrees."""
    if shapely.get_dimensions(geometry) == 1:
        return WGS84.geometry_length(geometry)
    area_m2, _ = WGS84.geometry_area_perimeter(shapely.orient_polygons(geometry))
    return abs(area_m2)
