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
    def _edges(self) -> shapely.STRtree:
        """Index over the outlines, flattened, in runs of 64 sides."""
        rings = [
            shapely.get_coordinates(ring)
            for ring in shapely.get_rings(shapely.get_parts(self.area))
        ]
        runs = [ring[i : i + 65] for ring in rings for i in range(0, len(ring) - 1, 64)]
        return shapely.STRtree([self._flatten(shapely.LineString(run)) for run in runs])

    @cached_property
    def _narrowing(self) -> float:
        """How much shorter a degree of longitude is than one of latitude, at its middle."""
        _, south, _, north = self.area.bounds
        return float(np.cos(np.radians((south + north) / 2)))

    def _flatten(self, geometry):
        return shapely.transform(geometry, lambda xy: xy * (self._narrowing, 1))

    def near(self, drawing):
        """Return the smallest piece of the area that cuts a drawing as the whole area would."""
        if not len(self.parts):
            return self.area
        touched = self.tree.query(drawing, predicate="intersects")
        return shapely.union_all(self.parts[touched])

    def measure(self, geometry):
        """Return m² of an area, m of a line, the number of points; of an array, an array.

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
        nearest = self._edges.query_nearest(flat, all_matches=False)[0]
        line = shapely.shortest_line(self._edges.geometries[nearest], flat)
        (lon1, lat1), (lon2, lat2) = shapely.get_coordinates(line) / (self._narrowing, 1)
        azimuth, _, distance_m = WGS84.inv(lon1, lat1, lon2, lat2)
        if distance_m < 1:
            return distance_m, None
        return distance_m, BEARINGS[round(azimuth / 45) % 8]


def _on_ellipsoid(geometry) -> float:
    """Return m² of a (multi)polygon or m of a (multi)line in degrees."""
    if shapely.get_dimensions(geometry) == 1:
        return WGS84.geometry_length(geometry)
    area_m2, _ = WGS84.geometry_area_perimeter(shapely.orient_polygons(geometry))
    return abs(area_m2)
