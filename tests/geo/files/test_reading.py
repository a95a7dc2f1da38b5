"""Files of every format become features, and say what was dropped."""

import bz2
import gzip
import io
import json
import sqlite3
import struct
from contextlib import closing

import numpy as np
import pytest
import shapely
from django.utils.translation import override
from pyogrio import raw
from pyproj import CRS

from geo.drawings.reasons import Code, InvalidDrawing
from geo.files.reading import read_file
from geo.files.refusals import FileCode, UnreadableFile
from geo.files.sentences import explain_file, note_lines
from geo.perimeters.sentences import explain
from tests.geo.files.samples import NAMES, areas, written


def read(path, name="", **answers):
    with path.open("rb") as file:
        return read_file(file, name or path.name, **answers)


def refusal(source: bytes, name: str, **answers) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read_file(io.BytesIO(source), name, **answers)
    return caught.value


@pytest.mark.parametrize(
    ("suffix", "form"), [(".gpkg", "GeoPackage"), (".fgb", "FlatGeobuf"), (".kml", "KML")]
)
def test_areas_are_read_with_their_names(tmp_path, suffix, form):
    found = read(written(tmp_path, suffix))
    names = {one.properties.get("name") or one.properties["Name"] for one in found.features}
    assert (found.format, found.srid, names) == (form, 4326, set(NAMES))
    union = shapely.union_all([one.geometry for one in found.features])
    assert union.equals(shapely.box(7.0, 43.0, 7.2, 43.1))


def test_waypoints_are_read_from_gpx(tmp_path):
    found = read(written(tmp_path, ".gpx"))
    assert (found.format, found.layer, found.layers) == ("GPX", "waypoints", ("waypoints",))
    assert [one.geometry.geom_type for one in found.features] == ["Point", "Point"]
    assert found.features[0].properties == {"name": "Menton"}


def test_geojson_is_read_by_the_strict_reader(tmp_path):
    found = read(written(tmp_path, ".geojson"))
    assert found.format == "GeoJSON" and len(found.features) == 2
    with pytest.raises(InvalidDrawing):
        read_file(io.BytesIO(b'{"type": "Point", "coordinates": [1, "2"]}'), "a.geojson")


def test_places_that_are_missing_in_geojson_are_told_too():
    source = b'{"type": "Feature", "properties": {}, "geometry": null}'
    found = read_file(io.BytesIO(source), "a.geojson")
    assert found.notes == ({"code": "placeless", "count": 1},)


def test_whole_numbers_stay_whole_where_one_is_missing(tmp_path):
    first, second = read(written(tmp_path, ".gpkg")).features
    assert (first.properties["code"], second.properties["code"]) == (6083, None)
    assert (first.properties["height"], second.properties["height"]) == (1.5, None)


@pytest.mark.parametrize("srid", [2154, 3945, 2056, 32632, 7791])
def test_metric_systems_are_named(tmp_path, srid):
    assert read(written(tmp_path, ".gpkg", areas(srid))).srid == srid


def test_heights_are_dropped_and_counted(tmp_path):
    table = areas(4979)
    table.geometry = shapely.force_3d(table.geometry, 100.0)
    found = read(written(tmp_path, ".gpkg", table))
    assert (found.srid, found.heights) == (4326, 10)
    assert not any(one.geometry.has_z for one in found.features)


@pytest.mark.parametrize("srid", [27572, 3003])
def test_a_system_without_its_grid_is_told_to_be_imprecise(tmp_path, srid):
    found = read(written(tmp_path, ".gpkg", areas(srid)))
    assert found.notes[0]["code"] == "system_imprecise" and found.notes[0]["off_m"] >= 2
    with override("fr"):
        assert f"EPSG:{srid}" in note_lines(found.notes)[0]


ESRI_FOOT = CRS.from_proj4("+proj=tmerc +lat_0=40 +lon_0=3 +k=0.9 +units=us-ft")


def test_a_system_without_a_code_is_named_and_may_be_answered(tmp_path):
    path = written(tmp_path, ".gpkg", areas().set_crs(ESRI_FOOT, allow_override=True))
    assert refusal(path.read_bytes(), "a.gpkg").code == FileCode.UNKNOWN_SYSTEM
    assert read(path, srid=4326).srid == 4326


def test_a_system_that_is_not_said_is_asked_for(tmp_path):
    path = written(tmp_path, ".fgb", areas().set_crs(None, allow_override=True))
    assert refusal(path.read_bytes(), "a.fgb").code == FileCode.WHICH_SYSTEM
    assert read(path, srid=2154).srid == 2154


def geopackage_of(folder, *pieces: bytes | None, kind: str = "Unknown", form: str = ""):
    """A GeoPackage with one geometry a feature, as WKB; form: a kind that its table claims."""
    path = folder / "sample.gpkg"
    shapes = np.array([shapely.Point(7, 43).wkb] * len(pieces), dtype=object)
    raw.write(
        path, shapes, [np.arange(len(pieces))], ["n"], geometry_type=kind, crs="EPSG:4326",
        driver="GPKG",
    )  # fmt: skip
    with closing(sqlite3.connect(path)) as database, database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        for number, piece in enumerate(pieces, 1):
            header = b"GP\0\x01" + struct.pack("<i", 4326)
            value = header + piece if piece else None
            database.execute("UPDATE sample SET geom = ? WHERE fid = ?", (value, number))
        if form:
            claim = "UPDATE gpkg_geometry_columns SET geometry_type_name = ?, z = 2, m = 2"
            database.execute(claim, (form,))
    return path


def test_a_place_that_is_missing_or_empty_is_told(tmp_path):
    found = read(geopackage_of(tmp_path, shapely.Point(7, 43).wkb, None, shapely.Point().wkb))
    assert [one.geometry is None for one in found.features] == [False, True, True]
    assert note_lines(found.notes) and found.notes[0] == {"code": "placeless", "count": 2}


NOT_A_NUMBER = shapely.to_wkb(shapely.Point(7, float("nan")))
INFINITE = shapely.to_wkb(shapely.LineString([(7, 43), (float("inf"), 43)]))
MIXED = shapely.from_wkt("GEOMETRYCOLLECTION (POINT (7 43), LINESTRING (7 43, 8 43))").wkb
FAR = shapely.Point(700, 43).wkb
LONG = shapely.LineString([(7 + at / 1e6, 43) for at in range(50_001)]).wkb


@pytest.mark.parametrize(
    ("piece", "code"),
    [
        (NOT_A_NUMBER, Code.NOT_A_NUMBER),
        (INFINITE, Code.NOT_A_NUMBER),
        (MIXED, Code.COLLECTION),
        (FAR, Code.NOT_IN_DEGREES),
        (LONG, Code.TOO_MANY_POINTS),
    ],
    ids=["not a number", "infinite", "mixed", "far", "long"],
)
def test_an_impossible_geometry_is_named_by_its_number(tmp_path, piece, code):
    with pytest.raises(InvalidDrawing) as caught:
        read(geopackage_of(tmp_path, shapely.Point(7, 43).wkb, piece))
    assert (caught.value.reason.code, caught.value.reason.feature) == (code, 2)
    with override("it"):
        assert "2" in explain(caught.value.reason)


def test_measures_and_heights_go(tmp_path):
    measured = struct.pack("<BIdddd", 1, 3001, 7, 43, 5, 6)
    found = read(geopackage_of(tmp_path, measured, kind="Point Z", form="POINT"))
    assert found.features[0].geometry.equals(shapely.Point(7, 43)) and found.heights == 1
    assert "measures_dropped" in {note["code"] for note in found.notes}


def test_curves_become_lines(tmp_path):
    arc = struct.pack("<BII6d", 1, 8, 3, 7, 43, 7.5, 43.5, 8, 43)
    found = read(geopackage_of(tmp_path, arc, form="CIRCULARSTRING"))
    assert found.features[0].geometry.geom_type == "LineString"
    assert shapely.get_num_coordinates(found.features[0].geometry) > 20
    assert "curves_straightened" in {note["code"] for note in found.notes}


def test_a_polygon_that_crosses_itself_stays_as_it_is(tmp_path):
    bow = shapely.from_wkt("POLYGON ((7 43, 8 44, 8 43, 7 44, 7 43))")
    (feature,) = read(geopackage_of(tmp_path, bow.wkb)).features
    assert shapely.equals_identical(feature.geometry, bow)


def test_one_layer_of_a_umap_is_chosen():
    place = {"type": "Feature", "properties": {"name": "Èze", "_umap_options": {}}}
    place["geometry"] = {"type": "Point", "coordinates": [7.36, 43.73]}
    layers = [
        {"type": "FeatureCollection", "features": [place] * size, "_umap_options": {"name": name}}
        for name, size in (("Lieux", 1), ("Autres", 2), ("Vide", 0))
    ]
    source = json.dumps({"type": "umap", "geometry": None, "layers": layers}).encode()
    assert refusal(source, "a.umap").facts["layers"] == ["Lieux", "Autres"]
    found = read_file(io.BytesIO(source), "a.umap", layer="Lieux")
    assert (found.format, found.layer, len(found.features)) == ("uMap", "Lieux", 1)
    assert found.features[0].properties == {"name": "Èze"}


@pytest.mark.parametrize(
    ("source", "code", "said"),
    [
        (b'{"version": 0.6, "elements": []}', FileCode.OSM_EXTRACT, "OpenStreetMap"),
        (b'{"type": "Topology", "objects": {}}', FileCode.NOT_READ_HERE, "TopoJSON"),
        (b'{"geometryType": "esriGeometryPoint"}', FileCode.NOT_READ_HERE, "Esri JSON"),
        (b"<rss version='2.0'><channel/></rss>", FileCode.NOT_READ_HERE, "rss"),
        (b"<osm version='0.6'></osm>", FileCode.OSM_EXTRACT, "OpenStreetMap"),
        (
            gzip.compress(b"<osm version='0.6'></osm>", mtime=0),
            FileCode.OSM_EXTRACT,
            "OpenStreetMap",
        ),
        (bz2.compress(b"<osm version='0.6'></osm>"), FileCode.OSM_EXTRACT, "OpenStreetMap"),
        (gzip.compress(b'{"type": "Point"}', mtime=0), FileCode.NOT_READ_HERE, "gzip"),
        (b"name;x;y\nMenton;7,5;43,7\n", FileCode.TABLE, "table"),
        (b"%PDF-1.7\n", FileCode.NOT_READ_HERE, "PDF"),
        (b"\x89PNG\r\n", FileCode.NOT_READ_HERE, "picture"),
        (b"Rar!\x1a\x07", FileCode.NOT_READ_HERE, "ZIP"),
        (b"SQLite format 3\0" + bytes(100), FileCode.NOT_READ_HERE, "GeoPackage"),
        (b"\x00\x00\x27\x0a", FileCode.LOOSE_PART, ".shx"),
        (bytes(1000), FileCode.EMPTY, "empty"),
        (b"", FileCode.EMPTY, "empty"),
        (b"hello", FileCode.NOT_READ_HERE, "not recognised"),
    ],
)
def test_what_is_not_read_is_recognised(source, code, said):
    refused = refusal(source, "sample")
    with override("en"):
        assert refused.code == code and said in explain_file(refused)


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".kml", ".gpx"])
def test_half_a_file_is_damaged(tmp_path, suffix):
    source = written(tmp_path, suffix).read_bytes()
    half = refusal(source[: len(source) // 2], f"a{suffix}")
    assert half.code in {FileCode.DAMAGED, FileCode.NO_LAYER}


def test_one_of_several_layers_must_be_chosen(tmp_path):
    written(tmp_path, ".gpkg", layer="communes")
    path = written(tmp_path, ".gpkg", layer="quartiers")
    refused = refusal(path.read_bytes(), "a.gpkg")
    assert refused.code == FileCode.WHICH_LAYER
    assert "communes, quartiers" in explain_file(refused)
    assert read(path, layer="quartiers").layer == "quartiers"


def test_the_content_decides_and_a_name_that_lies_is_told():
    refused = refusal(b"<OGRVRTDataSource></OGRVRTDataSource>", "perimeter.geojson")
    with override("en"):
        said = "promises GeoJSON, but its content is an XML file (“OGRVRTDataSource”)"
        assert said in explain_file(refused)


@pytest.mark.parametrize("language", ["en", "fr", "it"])
@pytest.mark.parametrize("code", list(FileCode))
def test_every_refusal_has_its_sentence(code, language):
    facts = {"found": "PDF", "root": "", "claimed": "", "system": "?", "encoding": "cp1252"}
    facts |= {"entry": "x", "limit": 30, "layers": ["a"], "parts": [".shx"]}
    with override(language):
        assert "%(" not in explain_file(UnreadableFile(code, **facts))
