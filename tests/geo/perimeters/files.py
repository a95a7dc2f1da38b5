"""GeoJSON files for the import tests."""

import io
import json

from geo.perimeters.importing import import_perimeter

NICE = [[7.2, 43.6], [7.2, 43.7], [7.3, 43.7], [7.3, 43.6], [7.2, 43.6]]  # clockwise
EAST = [[7.3, 43.6], [7.3, 43.7], [7.4, 43.7], [7.4, 43.6], [7.3, 43.6]]
BOW_TIE = [[7.5, 43.6], [7.6, 43.7], [7.6, 43.6], [7.5, 43.7], [7.5, 43.6]]
ISLET = [[7.41, 43.5], [7.42, 43.5], [7.42, 43.51], [7.41, 43.51], [7.41, 43.5]]


def feature(rings, **properties) -> dict:
    """A polygon with properties."""
    geometry = {"type": "Polygon", "coordinates": rings} if rings else None
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def point(lon: float, lat: float) -> dict:
    """A point without properties."""
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "properties": {}, "geometry": geometry}


def text(*features, **members) -> bytes:
    """The bytes of a FeatureCollection."""
    document = {"type": "FeatureCollection", "features": list(features), **members}
    return json.dumps(document).encode()


def file(*features, name: str = "communes.geojson", **members) -> io.BytesIO:
    """The same, as an open file."""
    opened = io.BytesIO(text(*features, **members))
    opened.name = name
    return opened


TWO = [feature([NICE], code="06088", nom="Nice"), feature([EAST], code="06150", nom="Est")]


def imported(*features, **options):
    """A version of a perimeter, not yet accepted."""
    options = {"name": "Nice", "countries": ["FR"]} | options
    return import_perimeter(file(*(features or TWO)), **options)
