"""Reads a file that people bring, of whatever format, into one Collection."""

import json
from dataclasses import replace
from typing import BinaryIO

from geo.crs import accuracy_m, is_in_degrees
from geo.drawings.features import Collection, Feature
from geo.drawings.geojson import FEATURE_POINTS, FILE_BYTES, FILE_FEATURES
from geo.drawings.reasons import Code, InvalidDrawing, Reason
from geo.files.formats import HEAD_BYTES, Format, Kind, claimed, recognise
from geo.files.geometries import flat
from geo.files.jail import LIMITS, Limits, in_jail
from geo.files.json_kinds import read_json
from geo.files.refusals import FileCode, UnreadableFile
from geo.files.systems import system_of

JAILED = {Format.GEOPACKAGE, Format.KML, Format.GPX, Format.FLATGEOBUF, Format.ARCHIVE}


def read_file(
    file: BinaryIO,
    name: str,
    *,
    encoding: str = "",
    layer: str = "",
    srid: int = 0,
    trusted: bool = False,
    limits: Limits = LIMITS,
    most_points: int = FEATURE_POINTS,
) -> Collection:
    """Return what a file holds; its bytes decide what it is, never its name.

    file: open in binary mode, at most 50 MB. encoding, layer, srid: the answers to
    WHICH_ENCODING, WHICH_LAYER and WHICH_SYSTEM; a system that the file names goes first.
    trusted: the operator's own file, read even where no child can be shut in; most_points: of one
    feature, but for GeoJSON. Raises UnreadableFile, or InvalidDrawing with the number of the feature at fault.
    GeoJSON is read here, strictly (RFC 7946); everything else by GDAL in the jail.
    """
    source = file.read(FILE_BYTES + 1)
    if len(source) > FILE_BYTES:
        raise UnreadableFile(FileCode.TOO_LARGE, limit=FILE_BYTES)
    if not source.strip(b" \t\r\n\0"):
        raise UnreadableFile(FileCode.EMPTY)
    kind = recognise(source[:HEAD_BYTES], name)
    if kind.format == Format.GEOJSON:
        return read_json(source, layer)
    if kind.format not in JAILED:
        raise _not_read(kind, name)
    arguments = {"format": kind.format, "layer": layer, "encoding": encoding, "most": FILE_FEATURES}
    answer = in_jail(
        "geo.files.opening:read_upload", source, arguments, limits=limits, trusted=trusted
    )
    facts = json.loads(answer[0])
    if facts["format"] == Format.GEOJSON:
        names = {"layer": facts["layer"], "layers": tuple(facts["layers"])}
        return replace(read_json(answer[1]), **names)
    return _collection(facts, answer, srid, most_points)


def _not_read(kind: Kind, name: str) -> UnreadableFile:
    codes = {
        Format.CSV: FileCode.TABLE,
        Format.OSM: FileCode.OSM_EXTRACT,
        Format.SHAPEFILE_PART: FileCode.LOOSE_PART,
    }
    code = codes.get(kind.format, FileCode.NOT_READ_HERE)
    return UnreadableFile(code, found=kind.format, root=kind.root, claimed=claimed(name))


def _collection(facts: dict, answer: list[bytes], srid: int, most_points: int) -> Collection:
    """Return what the child answered, its geometries checked and made flat."""
    properties = json.loads(answer[1])
    if len(properties) > FILE_FEATURES:
        raise InvalidDrawing(Reason(Code.TOO_MANY_FEATURES, limit=FILE_FEATURES))
    system = system_of(facts["crs"], srid)
    shapes, heights, notes = flat(
        answer[2:], in_degrees=is_in_degrees(system), most_points=most_points
    )
    features = [
        Feature(number, about, shape)
        for number, (about, shape) in enumerate(zip(properties, shapes, strict=True), start=1)
    ]
    return Collection(
        features,
        system,
        heights,
        format=facts["format"],
        encoding=facts["encoding"],
        layer=facts["layer"],
        layers=tuple(facts["layers"]),
        notes=(*notes, *_notes(facts), *_precision(system)),
    )


def _notes(facts: dict) -> list[dict]:
    counts = {
        "measures_dropped": facts["measures"],
        "curves_straightened": facts["curves"],
        "links_not_followed": facts["seen"].get("NetworkLink", 0),
        "pictures_left_out": facts["seen"].get("GroundOverlay", 0),
    }
    return [{"code": code, "count": int(count)} for code, count in counts.items() if count]


def _precision(srid: int) -> list[dict]:
    """Return a note where places from a system are off by more than a drawing shows."""
    off_m = accuracy_m(srid)
    return [{"code": "system_imprecise", "count": 1, "srid": srid, "off_m": off_m}] * (off_m >= 2)
