"""RFC 7946 as a JSON schema, for what leaves: no crs, no third coordinate, nothing empty."""

POSITION = {
    "type": "array",
    "prefixItems": [
        {"type": "number", "minimum": -180, "maximum": 180},
        {"type": "number", "minimum": -90, "maximum": 90},
    ],
    "minItems": 2,
    "maxItems": 2,
}
LINE = {"type": "array", "items": POSITION, "minItems": 2}
RING = {"type": "array", "items": POSITION, "minItems": 4}
POLYGON = {"type": "array", "items": RING, "minItems": 1}
COORDINATES = {
    "Point": POSITION,
    "LineString": LINE,
    "Polygon": POLYGON,
    "MultiPoint": {"type": "array", "items": POSITION, "minItems": 1},
    "MultiLineString": {"type": "array", "items": LINE, "minItems": 1},
    "MultiPolygon": {"type": "array", "items": POLYGON, "minItems": 1},
}


def geometry(kind):
    return {
        "type": "object",
        "properties": {"type": {"const": kind}, "coordinates": COORDINATES[kind]},
        "required": ["type", "coordinates"],
        "additionalProperties": False,
    }


FEATURE = {
    "type": "object",
    "properties": {
        "type": {"const": "Feature"},
        "id": {"type": "string", "format": "uuid"},
        "geometry": {"oneOf": [geometry(kind) for kind in COORDINATES]},
        "properties": {"type": "object"},
    },
    "required": ["type", "id", "geometry", "properties"],
    "additionalProperties": False,
}
FEATURE_COLLECTION = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "type": {"const": "FeatureCollection"},
        "name": {"type": "string"},
        "license": {"type": "string", "minLength": 1},
        "attribution": {"type": "string", "minLength": 1},
        "features": {"type": "array", "items": FEATURE},
        "numberReturned": {"type": "integer", "minimum": 0},
    },
    "required": ["type", "features", "license", "attribution", "numberReturned"],
    "additionalProperties": False,
}
