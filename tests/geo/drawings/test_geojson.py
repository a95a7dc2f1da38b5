"""The reader of drawings: every case of the geometry table of trust.md (T12, T13)."""

import json

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.drawings.geojson import (
    DRAWING_BYTES,
    DRAWING_POINTS,
    parse,
    read_collection,
    read_drawing,
)
from geo.drawings.reasons import Code, InvalidDrawing
from tests.geo.perimeters.places import geojson

RING = [[7.2, 43.6], [7.3, 43.6], [7.3, 43.7], [7.2, 43.6]]
LINK = {"type": "link", "properties": {"href": "http://127.0.0.1:9/crs", "type": "proj4"}}


def named(name) -> dict:
    """A crs member of the first GeoJSON."""
    return {"type": "name", "properties": {"name": name}}


def nested(depth: int) -> str:
    """Geometry collections in one another."""
    inner = '{"type": "Point", "coordinates": [7.25, 43.65]}'
    for _ in range(depth):
        inner = f'{{"type": "GeometryCollection", "geometries": [{inner}]}}'
    return inner


REFUSED = {
    "NaN": ('{"type": "Point", "coordinates": [NaN, 43.7]}', Code.NOT_A_NUMBER),
    "Infinity": ('{"type": "Point", "coordinates": [-Infinity, 43.7]}', Code.NOT_A_NUMBER),
    "1e999": ('{"type": "Point", "coordinates": [1e999, 43.7]}', Code.NOT_A_NUMBER),
    "a number of 400 digits": (geojson("Point", [10**400, 43.7]), Code.NOT_IN_DEGREES),
    "a number of 5000 digits": (
        f'{{"type": "Point", "coordinates": [{"9" * 5000}, 43.7]}}',
        Code.UNREADABLE,
    ),
    "numbers in strings": (geojson("Point", ["7.25", "43.65"]), Code.NOT_A_NUMBER),
    "booleans": (geojson("Point", [True, False]), Code.NOT_A_NUMBER),
    "null for a number": (geojson("Point", [None, 43.65]), Code.NOT_A_NUMBER),
    "a height in a string": (geojson("Point", [7.25, 43.65, "12"]), Code.NOT_A_NUMBER),
    "an object for a number": (geojson("Point", [{}, 43.65]), Code.WRONG_NESTING),
    "no coordinates": (geojson("Point", []), Code.EMPTY),
    "one coordinate": (geojson("Point", [7.25]), Code.WRONG_NESTING),
    "four coordinates": (geojson("Point", [7.25, 43.65, 0, 0]), Code.WRONG_NESTING),
    "an object for coordinates": (geojson("Point", {"x": 1}), Code.WRONG_NESTING),
    "null for coordinates": (geojson("LineString", None), Code.WRONG_NESTING),
    "a line nested as a point": (geojson("LineString", [7.25, 43.65]), Code.WRONG_NESTING),
    "a point nested as a line": (geojson("Point", [[7.25, 43.65]]), Code.WRONG_NESTING),
    "a polygon without rings": (geojson("Polygon", RING), Code.WRONG_NESTING),
    "an empty polygon": (geojson("Polygon", []), Code.EMPTY),
    "an empty hole": (geojson("Polygon", [RING, []]), Code.EMPTY),
    "an empty part": (geojson("MultiPolygon", [[RING], []]), Code.EMPTY),
    "a multipoint of nothing": (geojson("MultiPoint", []), Code.EMPTY),
    "a line of one point": (geojson("LineString", [[7.2, 43.6]]), Code.TOO_FEW_POINTS),
    "a line of one point twice": (geojson("LineString", [[7.2, 43.6]] * 2), Code.TOO_FEW_POINTS),
    "a ring of two points": (geojson("Polygon", [RING[:2]]), Code.TOO_FEW_POINTS),
    "a ring there and back": (
        geojson("Polygon", [[RING[0], RING[1], RING[1], RING[0]]]),
        Code.TOO_FEW_POINTS,
    ),
    "an unclosed ring": (geojson("Polygon", [RING[:3]]), Code.NOT_CLOSED),
    "latitude 95": (geojson("Point", [7.25, 95]), Code.NOT_IN_DEGREES),
    "metres": (geojson("Point", [1043000.0, 6298000.0]), Code.NOT_IN_DEGREES),
    "501 points": (
        geojson("LineString", [[7.2 + i / 1e4, 43.6] for i in range(501)]),
        Code.TOO_MANY_POINTS,
    ),
    "501 points in parts": (
        geojson("MultiPoint", [[7.2 + i / 1e4, 43.6] for i in range(501)]),
        Code.TOO_MANY_POINTS,
    ),
    "a collection": (nested(1), Code.COLLECTION),
    "nested collections": (nested(100), Code.COLLECTION),
    "300 nested collections": (nested(300), Code.COLLECTION),
    "lists nested 100,000 deep": ("[" * 100_000, Code.TOO_DEEP),
    "a feature collection": ('{"type": "FeatureCollection", "features": []}', Code.COLLECTION),
    "a collection in a feature": (
        f'{{"type": "Feature", "properties": {{}}, "geometry": {nested(1)}}}',
        Code.COLLECTION,
    ),
    "WKT": ("POINT (7.25 43.65)", Code.UNREADABLE),
    "EWKT in a string": ('"SRID=4326;POINT (7.25 43.65)"', Code.NOT_A_DRAWING),
    "WKB": ("0101000000", Code.UNREADABLE),
    "nothing": ("", Code.UNREADABLE),
    "null": ("null", Code.NOT_A_DRAWING),
    "no type": ('{"coordinates": [7.25, 43.65]}', Code.NOT_A_DRAWING),
    "an unknown type": (geojson("Circle", [7.25, 43.65]), Code.NOT_A_DRAWING),
    "a type in small letters": (geojson("point", [7.25, 43.65]), Code.NOT_A_DRAWING),
    "a list for a type": ('{"type": [], "coordinates": [7.2, 43.6]}', Code.NOT_A_DRAWING),
    "a feature without a place": (
        '{"type": "Feature", "properties": {}, "geometry": null}',
        Code.NOT_A_DRAWING,
    ),
    "properties in a list": (
        '{"type": "Feature", "properties": [], "geometry": null}',
        Code.NOT_A_DRAWING,
    ),
    "a key given twice": (
        '{"type": "Point", "coordinates": [0, 0], "coordinates": [7.25, 43.65]}',
        Code.DUPLICATE_KEY,
    ),
    "bytes that are no text": (b"\xff\xfe\x00\xd8", Code.UNREADABLE),
    "too many bytes": (" " * (DRAWING_BYTES + 1), Code.TOO_LARGE),
    "a crs that is a link": (geojson("Point", [7.25, 43.65], crs=LINK), Code.WRONG_CRS),
    "a crs in metres": (
        geojson("Point", [7.25, 43.65], crs=named("urn:ogc:def:crs:EPSG::2154")),
        Code.WRONG_CRS,
    ),
    "a crs that is an address": (
        geojson("Point", [7.25, 43.65], crs=named("http://127.0.0.1/4326")),
        Code.WRONG_CRS,
    ),
    "a crs that is a path": (
        geojson("Point", [7.25, 43.65], crs=named("/etc/passwd")),
        Code.WRONG_CRS,
    ),
    "a crs that is a number": (geojson("Point", [7.25, 43.65], crs=4326), Code.WRONG_CRS),
}


@pytest.mark.parametrize(("text", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_drawing_is_refused_with_its_reason(text, code):
    with pytest.raises(InvalidDrawing) as refusal:
        read_drawing(text)
    assert refusal.value.reason.code == code


READ = {
    "a point": (geojson("Point", [7.25, 43.65]), "POINT (7.25 43.65)"),
    "a height, dropped": (geojson("Point", [7.25, 43.65, 12]), "POINT (7.25 43.65)"),
    "whole numbers": (geojson("Point", [7, 43]), "POINT (7 43)"),
    "minus zero": (geojson("Point", [-0.0, 43]), "POINT (0 43)"),
    "a line": (geojson("LineString", RING[:2]), "LINESTRING (7.2 43.6, 7.3 43.6)"),
    "points": (geojson("MultiPoint", RING[:2]), "MULTIPOINT ((7.2 43.6), (7.3 43.6))"),
    "lines": (geojson("MultiLineString", [RING[:2]]), "MULTILINESTRING ((7.2 43.6, 7.3 43.6))"),
    "an area": (geojson("Polygon", [RING]), "POLYGON ((7.2 43.6, 7.3 43.6, 7.3 43.7, 7.2 43.6))"),
    "areas": (
        geojson("MultiPolygon", [[RING]]),
        "MULTIPOLYGON (((7.2 43.6, 7.3 43.6, 7.3 43.7, 7.2 43.6)))",
    ),
    "a byte order mark": (b"\xef\xbb\xbf" + geojson("Point", [1, 2]).encode(), "POINT (1 2)"),
    "CRS84": (
        geojson("Point", [1, 2], crs=named("urn:ogc:def:crs:OGC:1.3:CRS84")),
        "POINT (1 2)",
    ),
    "EPSG:4326": (geojson("Point", [1, 2], crs=named("EPSG:4326")), "POINT (1 2)"),
    "a feature": (
        '{"type": "Feature", "properties": null, "geometry":'
        ' {"type": "Point", "coordinates": [1, 2]}}',
        "POINT (1 2)",
    ),
    "a geometry member": (
        '{"geometry": {"type": "Point", "coordinates": [1, 2]}}',
        "POINT (1 2)",
    ),
}


@pytest.mark.parametrize(("text", "wkt"), READ.values(), ids=READ)
def test_a_drawing_is_read_as_it_was_sent_but_flat(text, wkt):
    drawing = read_drawing(text)
    assert shapely.equals_identical(drawing, shapely.from_wkt(wkt))
    assert not drawing.has_z and not np.signbit(shapely.get_coordinates(drawing)).any()


def test_exactly_five_hundred_points_are_read_and_closing_points_do_not_count():
    ring = [[7.2 + i / 1e4, 43.6 + (i % 2) / 1e4] for i in range(DRAWING_POINTS)]
    read_drawing(geojson("Polygon", [[*ring, ring[0]]]))
    with pytest.raises(InvalidDrawing) as refusal:
        read_drawing(geojson("Polygon", [[*ring, [7.3, 43.7], ring[0]]]))
    assert refusal.value.reason.limit == DRAWING_POINTS


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "geometry", "crs"]), inner)
    ),
    max_leaves=20,
)
types = st.sampled_from(["Point", "LineString", "Polygon", "MultiPolygon", "Feature", "GPX"])


@given(types, json_values)
def test_no_value_at_all_raises_anything_but_invalid_drawing(kind, value):
    document = {"type": kind, "coordinates": value, "geometry": value}
    for member in ({}, {"coordinates"}, {"geometry"}):
        try:
            drawing = read_drawing({k: v for k, v in document.items() if k not in member})
        except InvalidDrawing:
            continue
        assert not drawing.is_empty


@given(st.text(max_size=40) | st.binary(max_size=40))
def test_no_text_at_all_raises_anything_but_invalid_drawing(text):
    with pytest.raises(InvalidDrawing):
        read_drawing(text)


def test_a_file_names_the_feature_at_fault():
    features = [{"type": "Feature", "properties": {}, "geometry": None}] * 2
    wrong = {"type": "Feature", "properties": {}, "geometry": json.loads(geojson("Point", ["1"]))}
    text = json.dumps({"type": "FeatureCollection", "features": [*features, wrong]})
    with pytest.raises(InvalidDrawing) as refusal:
        read_collection(text)
    assert refusal.value.reason.feature == 3


def test_a_file_may_name_a_known_metric_system_and_keeps_its_properties():
    feature = {
        "type": "Feature",
        "properties": {"code": "06088"},
        "geometry": json.loads(geojson("Point", [1043000.0, 6298000.0])),
    }
    crs = named("urn:ogc:def:crs:EPSG::2154")
    text = json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]})
    collection = read_collection(text)
    assert (collection.srid, collection.features[0].properties) == (2154, {"code": "06088"})


@pytest.mark.parametrize("crs", [LINK, named("EPSG:4978"), named("EPSG:99999"), {}, "EPSG:2154"])
def test_a_file_with_a_linked_or_unknown_system_is_refused_unopened(crs):
    text = json.dumps({"type": "FeatureCollection", "crs": crs, "features": []})
    with pytest.raises(InvalidDrawing) as refusal:
        read_collection(text)
    assert refusal.value.reason.code == Code.UNKNOWN_CRS


def test_parsing_gives_the_object_that_reading_takes():
    assert read_drawing(parse(geojson("Point", [1, 2]))).wkt == "POINT (1 2)"
