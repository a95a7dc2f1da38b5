"""The strict reader of GeoJSON (RFC 7946): drawings of people, files of perimeters.

Nothing here reaches out of the process: no GDAL, no address is opened, WKT is not understood.
"""

import json
import re
from collections.abc import Iterator

import shapely

from geo.crs import DEGREES, flat_srid, is_in_degrees
from geo.drawings.features import Collection, Feature
from geo.drawings.positions import Positions
from geo.drawings.reasons import Code, InvalidDrawing, Reason

DRAWING_BYTES = 256 * 1024
DRAWING_POINTS = 500
FILE_BYTES = 50 * 1024 * 1024
FILE_FEATURES = 100_000
FEATURE_POINTS = 50_000

KINDS = frozenset(
    {"Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"}
)
CRS_NAME = re.compile(r"(?:urn:ogc:def:crs:)?EPSG:(?:[0-9.]*:)?([0-9]{4,6})", re.IGNORECASE)
CRS84_NAME = re.compile(r"(?:urn:ogc:def:crs:)?OGC:(?:[0-9.]*:)?CRS84", re.IGNORECASE)


def read_drawing(source: bytes | str | dict) -> shapely.Geometry:
    """Return the 2D shapely geometry, in degrees, of a GeoJSON geometry or Feature.

    `source`: the text, or the object that `parse` made of it; {"geometry": …} will do.
    Raises InvalidDrawing with a typed reason. Self-crossings are left to `clipping.judge`.
    """
    document = source if isinstance(source, dict) else parse(source, DRAWING_BYTES)
    geometry = _geometry_of(document)
    if not isinstance(geometry, dict):
        raise InvalidDrawing(Code.NOT_A_DRAWING)
    if not (_is_in_degrees(document) and _is_in_degrees(geometry)):
        raise InvalidDrawing(Code.WRONG_CRS)
    return _build(geometry, Positions(DRAWING_POINTS))


def read_collection(source: bytes | str) -> Collection:
    """Return the features of a GeoJSON file (FeatureCollection, Feature or bare geometry).

    Raises InvalidDrawing; its reason carries the number of the feature at fault.
    `crs` may name a system by its EPSG code; a linked one is refused unopened.
    """
    document = parse(source, FILE_BYTES)
    srid = srid_of(document)
    items = list(_features_of(document))
    if len(items) > FILE_FEATURES:
        raise InvalidDrawing(Reason(Code.TOO_MANY_FEATURES, limit=FILE_FEATURES))
    heights = 0
    features = []
    for number, item in enumerate(items, start=1):
        positions = Positions(FEATURE_POINTS, in_degrees=is_in_degrees(srid))
        features.append(_feature(number, item, positions))
        heights += positions.heights
    return Collection(features, srid, heights)


def feature_or_fault(number: int, item, srid: int, most: int) -> Feature | InvalidDrawing:
    """Return a feature of at most `most` points, or the reason why it is none."""
    try:
        return _feature(number, item, Positions(most, in_degrees=is_in_degrees(srid)))
    except InvalidDrawing as error:
        return error


def parse(source: bytes | str, limit: int = DRAWING_BYTES) -> dict:
    """Return the JSON object of a text of at most `limit` bytes; raise InvalidDrawing.

    Stricter than json.loads: a key given twice, NaN and Infinity are refused.
    """
    if len(source) > limit:
        raise InvalidDrawing(Reason(Code.TOO_LARGE, limit=limit, found=len(source)))
    try:
        text = source.decode("utf-8-sig") if isinstance(source, bytes) else source
        document = DECODER.decode(text)
    except RecursionError as error:
        raise InvalidDrawing(Code.TOO_DEEP) from error
    except InvalidDrawing:
        raise
    except ValueError as error:
        raise InvalidDrawing(Code.UNREADABLE) from error
    if not isinstance(document, dict):
        raise InvalidDrawing(Code.NOT_A_DRAWING)
    return document


def _once(pairs: list[tuple]) -> dict:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise InvalidDrawing(Code.DUPLICATE_KEY)
    return found


def _no_constant(_name: str):
    raise InvalidDrawing(Code.NOT_A_NUMBER)


DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)


def _geometry_of(document: dict):
    """Return the geometry inside a Feature or {"geometry": …}, or the geometry itself."""
    kind = document.get("type")
    if kind in ("FeatureCollection", "GeometryCollection"):
        raise InvalidDrawing(Code.COLLECTION)
    if kind == "Feature" or (kind is None and "geometry" in document):
        _check_feature(document)
        return document.get("geometry")
    return document


def is_collection(document: dict) -> bool:
    """Whether a document holds features rather than one; raise InvalidDrawing for a mixture."""
    if document.get("type") != "FeatureCollection":
        return False
    if not isinstance(document.get("features"), list) or not document.keys().isdisjoint(
        {"coordinates", "geometries", "geometry", "properties"}
    ):
        raise InvalidDrawing(Code.NOT_A_DRAWING)
    return True


def _features_of(document: dict) -> Iterator:
    if is_collection(document):
        yield from document["features"]
    else:
        yield document


def _feature(number: int, item, positions: Positions) -> Feature:
    try:
        if not isinstance(item, dict):
            raise InvalidDrawing(Code.NOT_A_DRAWING)
        geometry = _geometry_of(item)
        properties = item.get("properties") if geometry is not item else None
        built = None if geometry is None else _build(geometry, positions)
        return Feature(number, properties or {}, built)
    except InvalidDrawing as error:
        raise InvalidDrawing(_numbered(error.reason, number)) from error


def _numbered(reason: Reason, number: int) -> Reason:
    return Reason(reason.code, limit=reason.limit, found=reason.found, feature=number)


def _check_feature(document: dict) -> None:
    """Refuse what RFC 7946 forbids in a Feature: members of a geometry, odd properties."""
    if not document.keys().isdisjoint({"coordinates", "geometries", "features"}):
        raise InvalidDrawing(Code.NOT_A_DRAWING)
    if "geometry" not in document or not isinstance(document.get("properties"), (dict, type(None))):
        raise InvalidDrawing(Code.NOT_A_DRAWING)


def _build(geometry, positions: Positions) -> shapely.Geometry:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "GeometryCollection":
        raise InvalidDrawing(Code.COLLECTION)
    if not isinstance(kind, str) or kind not in KINDS or "coordinates" not in geometry:
        raise InvalidDrawing(Code.NOT_A_DRAWING)
    if not geometry.keys().isdisjoint({"geometries", "geometry", "properties", "features"}):
        raise InvalidDrawing(Code.NOT_A_DRAWING)
    built = positions.build(kind, geometry["coordinates"])
    if positions.count > positions.limit:
        raise positions.too_many()
    return built


def _is_in_degrees(document: dict) -> bool:
    try:
        return srid_of(document) == DEGREES
    except InvalidDrawing:
        return False


def srid_of(document: dict) -> int:
    """Return the EPSG code that `crs` names (4326 without one); raise InvalidDrawing."""
    crs = document.get("crs")
    if crs is None:
        return DEGREES
    properties = crs.get("properties") if isinstance(crs, dict) else None
    if not isinstance(properties, dict) or crs.get("type") != "name":
        raise InvalidDrawing(Code.UNKNOWN_CRS)
    name = str(properties.get("name"))
    if CRS84_NAME.fullmatch(name):
        return DEGREES
    code = CRS_NAME.fullmatch(name)
    srid = flat_srid(int(code[1])) if code else None
    if srid is None:
        raise InvalidDrawing(Code.UNKNOWN_CRS)
    return srid
