"""Geometries between shapely, Django and GeoJSON. All are in degrees, EPSG:4326."""

import json

import shapely
from django.contrib.gis.geos import GEOSGeometry

from geo.crs import DEGREES

DECIMALS = 7  # of a degree: the grid on which drawings and perimeters are stored


def to_django(geometry: shapely.Geometry) -> GEOSGeometry:
    """Return a shapely geometry as Django stores it."""
    return GEOSGeometry(memoryview(shapely.to_wkb(geometry)), srid=DEGREES)


def from_django(geometry: GEOSGeometry) -> shapely.Geometry:
    """Return a stored geometry as shapely computes with it."""
    return shapely.from_wkb(bytes(geometry.wkb))


def to_geojson(geometry: shapely.Geometry) -> dict:
    """Return a GeoJSON geometry: outlines anticlockwise, holes clockwise (RFC 7946, 3.1.6)."""
    turned = shapely.orient_polygons(geometry)
    rounded = shapely.transform(turned, lambda xy: xy.round(DECIMALS))
    return json.loads(shapely.to_geojson(rounded))


def areas_alone(geometry: shapely.Geometry) -> shapely.MultiPolygon:
    """Return the areas of a geometry: an overlay may leave lines and points where edges touch."""
    parts = shapely.get_parts(geometry)
    return shapely.multipolygons(parts[shapely.get_dimensions(parts) == 2])
