"""Perimeters and drawings that the tests of this folder share."""

import json
from math import cos, pi, sin

import shapely
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, box

from geo.perimeters.ground import Ground

SQUARE = box(7.2, 43.6, 7.3, 43.7)
HOLE = box(7.24, 43.64, 7.26, 43.66)
ISLET = box(7.4, 43.6, 7.41, 43.61)
GROUND = Ground.of(MultiPolygon([SQUARE.difference(HOLE), ISLET]), 2154)
METRE_NORTH = 1 / 111_118  # degrees, at 43.7° N (GRS 80)


def geojson(kind: str, coordinates, **members) -> str:
    """The text of a GeoJSON geometry."""
    return json.dumps({"type": kind, "coordinates": coordinates, **members})


def quarters(area, depth: int = 3) -> list:
    """The area cut along the middle again and again, as ST_Subdivide does."""
    if not depth or area.is_empty:
        return [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
    west, south, east, north = area.bounds
    middle = (west + east) / 2 if east - west > north - south else (south + north) / 2
    halves = (
        [box(west, south, middle, north), box(middle, south, east, north)]
        if east - west > north - south
        else [box(west, south, east, middle), box(west, middle, east, north)]
    )
    return [piece for half in halves for piece in quarters(area & half, depth - 1)]


def star(lon: float, lat: float, radii: list[float]) -> shapely.Polygon:
    """A polygon around a place, one corner at each radius (degrees): always valid."""
    step = 2 * pi / len(radii)
    return shapely.Polygon(
        [(lon + r * cos(i * step), lat + r * sin(i * step)) for i, r in enumerate(radii)]
    )


lons, lats = st.floats(7.15, 7.45), st.floats(43.55, 43.75)
places = st.tuples(lons, lats)
on_the_edge = st.sampled_from(
    [tuple(place) for place in shapely.get_coordinates(GROUND.area)]
    + [(7.3, 43.65), (7.2000001, 43.62), (7.25, 43.7), (7.3 + 9e-7, 43.66)]
)
stars = st.builds(star, lons, lats, st.lists(st.floats(1e-5, 0.08), min_size=3, max_size=40))
walks = st.lists(places | on_the_edge, min_size=2, max_size=30).map(shapely.LineString)
edged = st.lists(on_the_edge | places, min_size=3, max_size=8).map(shapely.Polygon)
pins = places.map(shapely.Point) | on_the_edge.map(shapely.Point)
many_pins = st.lists(places | on_the_edge, min_size=1, max_size=20).map(shapely.MultiPoint)
many_walks = st.lists(walks, min_size=1, max_size=4).map(shapely.MultiLineString)
many_stars = st.lists(stars, min_size=1, max_size=3).map(shapely.MultiPolygon)
drawings = stars | walks | edged | pins | many_pins | many_walks | many_stars
IN_PARTS = Ground.of(GROUND.area, 2154, quarters(GROUND.area))
grounds = st.sampled_from([GROUND, IN_PARTS])
