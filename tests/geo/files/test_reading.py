"""Files of every format become features, and say what was dropped."""

import io

import pytest
import shapely
from django.utils.translation import override

from geo.files.reading import read_file
from geo.files.refusals import FileCode, UnreadableFile
from geo.files.sentences import explain_file
from geo.perimeters.reasons import InvalidDrawing
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


def test_whole_numbers_stay_whole_where_one_is_missing(tmp_path):
    first, second = read(written(tmp_path, ".gpkg")).features
    assert (first.properties["code"], second.properties["code"]) == (6083, None)
    assert (first.properties["height"], second.properties["height"]) == (1.5, None)


@pytest.mark.parametrize("srid", [2154, 3945, 2056, 32632, 7791])
def test_metric_systems_are_named(tmp_path, srid):
    assert read(written(tmp_path, ".gpkg", areas(srid))).srid == srid


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
        assert "promises GeoJSON, but its content is OGRVRTDataSource" in explain_file(refused)


@pytest.mark.parametrize("language", ["en", "fr", "it"])
@pytest.mark.parametrize("code", list(FileCode))
def test_every_refusal_has_its_sentence(code, language):
    facts = {"found": "PDF", "root": "", "claimed": "", "system": "?", "encoding": "cp1252"}
    facts |= {"entry": "x", "limit": 30, "layers": ["a"], "parts": [".shx"]}
    with override(language):
        assert "%(" not in explain_file(UnreadableFile(code, **facts))
