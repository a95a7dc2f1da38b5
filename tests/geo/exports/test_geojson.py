"""GeoJSON files: valid for the standard and for the programs that open them."""

import io
import json
import shutil
import subprocess

import geopandas
import jsonschema
import pytest
import shapely

from participation.contributions.models import Contribution
from tests.factories import make_consultation
from tests.geo.exports.conftest import NASTY
from tests.geo.exports.rfc7946 import FEATURE_COLLECTION


@pytest.fixture
def file(consultation, get):
    return get(consultation)


def test_it_satisfies_rfc_7946(file):
    jsonschema.validate(json.loads(file), FEATURE_COLLECTION)


def test_the_schema_refuses_what_the_standard_refuses(file):
    for spoil in (
        lambda data: data.update(crs={"type": "name"}),
        lambda data: data["features"][0]["geometry"]["coordinates"].append(12.0),
        lambda data: data["features"][0].pop("properties"),
        lambda data: data.pop("numberReturned"),
    ):
        data = json.loads(file)
        spoil(data)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(data, FEATURE_COLLECTION)


def test_outer_rings_run_anticlockwise_and_holes_clockwise(file):
    areas = [
        polygon
        for feature in json.loads(file)["features"]
        for polygon in shapely.get_parts(shapely.geometry.shape(feature["geometry"]))
        if polygon.geom_type == "Polygon"
    ]
    assert len(areas) == 3
    for area in areas:
        assert area.exterior.is_ccw
        assert not any(hole.is_ccw for hole in area.interiors)


def test_the_file_names_its_terms_and_ends_with_the_number_of_features(file):
    data = json.loads(file)
    assert list(data) == [
        "type", "name", "license", "attribution", "features", "numberReturned",
    ]  # fmt: skip
    assert data["license"] == "Licence Ouverte 2.0"
    assert data["attribution"] == "Port-Valdora"
    assert data["numberReturned"] == len(data["features"]) == 6


def test_features_are_what_the_database_holds(file, consultation):
    features = {feature["id"]: feature for feature in json.loads(file)["features"]}
    for kept in Contribution.objects.filter(consultation=consultation):
        feature = features[str(kept.pk)]
        told = feature["properties"]
        assert shapely.geometry.shape(feature["geometry"]).equals(
            shapely.from_wkt(kept.geometry.wkt)
        )
        assert (told["title"], told["text"]) == (kept.title, kept.text)
        assert told["comments"] == kept.comment_count
        assert told["share_kept"] == pytest.approx(kept.share_kept, abs=1e-4)


def test_words_leave_as_they_were_written(file):
    assert (
        json.loads(file)["features"][0]["properties"]["text"]
        == Contribution.objects.get(number=1).text
    )
    assert "50 %" in Contribution.objects.get(number=1).text


def test_a_value_that_is_missing_is_null(file):
    assert json.loads(file)["features"][-1]["properties"]["theme"] is None


def test_themes_are_named_in_the_first_language_of_the_consultation(consultation, get):
    consultation.themes.update(title_it="Natura e ombra")
    assert json.loads(get(consultation))["features"][0]["properties"]["theme"] == "Nature et ombre"
    consultation.languages = ["it", "fr"]
    consultation.save()
    assert json.loads(get(consultation))["features"][0]["properties"]["theme"] == "Natura e ombra"


def test_an_empty_consultation_gives_an_empty_collection(get, db):
    data = json.loads(get(make_consultation()))
    jsonschema.validate(data, FEATURE_COLLECTION)
    assert data["features"] == []


def test_the_day_is_that_of_the_consultation(consultation, get):
    Contribution.objects.filter(number=1).update(created_at="2026-07-01T22:30:00Z")
    assert json.loads(get(consultation))["features"][0]["properties"]["day"] == "2026-07-02"


def test_geopandas_opens_it(file):
    frame = geopandas.read_file(io.BytesIO(file.encode()))
    assert len(frame) == 6
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry.is_valid.all()
    assert "id" in frame.columns
    assert frame["comments"].tolist()[0] == 1


@pytest.mark.skipif(not shutil.which("ogrinfo"), reason="ogrinfo (gdal-bin) is not on this machine")
@pytest.mark.parametrize("name", ["contributions.geojson", "contributions.csv"])
def test_ogrinfo_opens_it(consultation, get, name, tmp_path):
    path = tmp_path / name
    path.write_text(get(consultation, name), encoding="utf-8")
    told = subprocess.run(  # noqa: S603
        [shutil.which("ogrinfo"), "-ro", "-al", "-so", path],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not told.stderr
    assert "Feature Count: 6" in told.stdout
    assert "Geometry: " in told.stdout
    assert "Extent: (8.3" in told.stdout


def test_nasty_words_reach_the_test_data(consultation):
    """Guards the fixture: what is tested above is really in there."""
    text = Contribution.objects.get(number=1).text
    assert {'"', "\\", "«", "🌳"} <= set(text) <= set(NASTY)
