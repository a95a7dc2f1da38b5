"""The files of cells that planners take away."""

import csv
import io
import json
import shutil
import sqlite3
import subprocess

import geopandas
import pyogrio
import pytest
import shapely

from participation.crossings import keeping
from participation.crossings.cells import PUBLIC_COLUMNS
from participation.crossings.columns import BY_NAME
from tests.factories import make_consultation, make_staff
from tests.participation.crossings.page_world import make_crossing, make_release

pytestmark = pytest.mark.django_db
NOBODY, FEW, ALIKE, MANY = (0, 0, 61), (4, 2, 61), (8, 8, 61), (60, 40, 61)
EXTENSIONS = ("geojson", "gpkg", "csv")


@pytest.fixture
def crossing():
    crossing = make_crossing()
    make_release(crossing, [NOBODY, FEW, ALIKE, MANY])
    return crossing


def address(crossing, extension):
    return f"/data/crossings/{crossing.pk}/cells.{extension}"


@pytest.fixture
def get(client):
    def of(crossing, extension="geojson"):
        return client.get(address(crossing, extension))

    return of


def test_every_public_column_has_a_meaning():
    assert set(PUBLIC_COLUMNS) == set(BY_NAME)


def test_geojson_tells_cells_and_where_they_come_from(crossing, get):
    told = json.loads(get(crossing).content)
    assert told["type"] == "FeatureCollection" and told["numberReturned"] == 4
    assert told["meta"]["method_version"] == "1" and told["meta"]["release"] == 1
    assert {one["of"] for one in told["meta"]["sources"]} == {"answers", "measurements"}
    assert told["license"] == "Licence Ouverte 2.0" and "crs" not in told
    many = told["features"][-1]
    assert set(many["properties"]) == set(PUBLIC_COLUMNS)
    assert (many["properties"]["n"], many["properties"]["code"]) == (60, "C2")
    shape = shapely.geometry.shape(many["geometry"])
    assert shape.is_valid and all(part.exterior.is_ccw for part in shape.geoms)


def test_a_masked_cell_tells_where_it_is_its_status_and_its_level(crossing, get):
    nobody, few, alike, _many = (
        one["properties"] for one in json.loads(get(crossing).content)["features"]
    )
    assert set(nobody) == set(few) == {"i", "j", "status", "level"}
    assert (few["status"], few["level"]) == ("too_few", 61)
    assert alike["n"] is None and alike["share"] is None and alike["code"]


def test_no_column_tells_how_many_answered_in_a_masked_cell(crossing, get):
    for extension in EXTENSIONS:
        assert b"held" not in get(crossing, extension).content
        assert b"respondents" not in get(crossing, "geojson").content


def test_geopackage_has_typed_and_described_columns(crossing, get, tmp_path):
    path = tmp_path / "cells.gpkg"
    path.write_bytes(get(crossing, "gpkg").content)
    frame = geopandas.read_file(path)
    assert frame.crs.to_epsg() == 4326 and len(frame) == 4
    assert [*frame.columns] == [*PUBLIC_COLUMNS, "geometry"]
    assert frame["n"].isna().tolist() == [True, True, True, False]
    about = pyogrio.read_info(path, layer="cells")
    assert about["geometry_type"] == "MultiPolygon"
    assert json.loads(about["layer_metadata"]["sources"])[0]["licence"] == "Licence Ouverte 2.0"
    described = dict(
        sqlite3.connect(path).execute("SELECT column_name, description FROM gpkg_data_columns")
    )
    assert set(described) == set(PUBLIC_COLUMNS) and all(described.values())


@pytest.mark.skipif(not shutil.which("ogrinfo"), reason="ogrinfo (gdal-bin) is not on this machine")
@pytest.mark.parametrize("extension", EXTENSIONS)
def test_ogrinfo_opens_them(crossing, get, extension, tmp_path):
    path = tmp_path / f"cells.{extension}"
    path.write_bytes(get(crossing, extension).content)
    told = subprocess.run(
        ["ogrinfo", "-ro", "-al", "-so", path], capture_output=True, text=True, check=True
    )
    assert not told.stderr
    assert "Feature Count: 4" in told.stdout and "Extent: (8.3" in told.stdout


def test_csv_is_safe_in_a_spreadsheet(crossing, get):
    crossing.shown.cells.filter(n=60).update(place_name="=HYPERLINK(1)")
    text = get(crossing, "csv").content.decode("utf-8-sig")
    *_masked, many = csv.DictReader(io.StringIO(text))
    assert many["place_name"] == "'=HYPERLINK(1)" and many["n"] == "60"
    assert float(many["longitude"]) == pytest.approx(8.35, abs=0.01)
    assert shapely.from_wkt(many["WKT"]).geom_type == "MultiPolygon"


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_file_is_made_once_for_each_release(crossing, get, extension, monkeypatch):
    first = get(crossing, extension)
    monkeypatch.setattr(keeping, "ONE_AT_A_TIME", None)  # nothing is made any more
    again = get(crossing, extension)
    assert again.content == first.content and again["ETag"] == first["ETag"]


def test_who_has_it_is_told_so_until_the_next_release(crossing, client):
    etag = client.get(address(crossing, "csv"))["ETag"]
    again = client.get(address(crossing, "csv"), headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    make_release(crossing, [MANY])
    later = client.get(address(crossing, "csv"), headers={"if-none-match": etag})
    assert later.status_code == 200 and later["ETag"] != etag
    assert keeping.KeptFile.objects.count() == 1


def test_a_new_licence_is_told_at_once(crossing, get):
    get(crossing)
    crossing.dataset.licence = "CC BY 4.0"
    crossing.dataset.save()
    assert "CC BY 4.0" in json.loads(get(crossing).content)["license"]


def test_a_licence_is_called_by_one_name_and_a_source_told_once(crossing, get):
    crossing.dataset.licence = "etalab-2.0"
    crossing.dataset.save()
    told = json.loads(get(crossing).content)
    assert told["license"] == "Licence Ouverte 2.0"
    sources = told["meta"]["sources"]
    assert [one for at, one in enumerate(sources) if one in sources[:at]] == []


def test_what_is_not_published_is_for_its_staff_and_kept_by_no_cache(client):
    crossing = make_crossing(make_consultation(), is_published=False)
    make_release(crossing, [MANY])
    assert client.get(address(crossing, "csv")).status_code == 404
    client.force_login(make_staff(crossing.consultation.organisation))
    seen = client.get(address(crossing, "csv"))
    assert seen.status_code == 200 and seen["Cache-Control"] == "private, no-store"


def test_without_a_release_there_is_no_file(client):
    assert client.get(address(make_crossing(), "gpkg")).status_code == 404


def test_the_page_of_the_data_offers_them(crossing, client):
    page = client.get(f"/fr/consultations/{crossing.consultation.slug}/data/").content.decode()
    for extension in EXTENSIONS:
        assert address(crossing, extension) in page
    assert all(f"<code>{name}</code>" in page for name in PUBLIC_COLUMNS)
