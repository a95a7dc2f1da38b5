"""Files that try to read the server's disk or to call its network: no hit, no leak."""

import io
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from geo.drawings.reasons import InvalidDrawing
from geo.files.jail import in_jail
from geo.files.reading import read_file
from geo.files.refusals import UnreadableFile
from geo.files.sentences import explain_file
from geo.perimeters.sentences import explain
from tests.geo.files.conftest import SECRET
from tests.geo.files.samples import shapefile, written, zipped

VRT = (
    "<OGRVRTDataSource><OGRVRTLayer name='secret'><SrcDataSource>{}</SrcDataSource>"
    "<SrcLayer>secret</SrcLayer><GeometryType>wkbNone</GeometryType></OGRVRTLayer></OGRVRTDataSource>"
)
PLACE = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [7, 43]}}


def answer(source: bytes, name: str) -> str:
    """All that the reader of a file gives away: what is in it, or why it is refused."""
    try:
        return repr(read_file(io.BytesIO(source), name))
    except UnreadableFile as error:
        return explain_file(error) + repr(error.facts)
    except InvalidDrawing as error:
        return explain(error.reason)


def gives_nothing_away(said: str, canary) -> bool:
    return canary.hits == [] and SECRET not in said and "canary" not in said and "root:" not in said


@pytest.mark.parametrize("name", ["a.geojson", "a.shp", "a.gpkg", "a.kml", "a.csv"])
def test_a_virtual_source_in_disguise_reads_no_file(name, secret, canary):
    assert gives_nothing_away(answer(VRT.format(secret).encode(), name), canary)


@pytest.mark.parametrize("name", ["a.geojson", "a.kml", "a.zip"])
def test_a_virtual_source_reads_no_password(name, canary):
    text = VRT.format("CSV:/etc/passwd").encode()
    assert gives_nothing_away(answer(text, name), canary)
    assert gives_nothing_away(answer(zipped({"a.kml": text, "b.geojson": text}), name), canary)


def test_a_virtual_source_calls_no_server(canary):
    text = VRT.format(f"/vsicurl/{canary.address}/a.csv")
    assert gives_nothing_away(answer(text.encode(), "a.gpkg"), canary)


@pytest.mark.parametrize(
    "name",
    [
        "/vsicurl/{address}/a.geojson",
        "{address}/a.geojson",
        "/vsizip//vsicurl/{address}/a.zip",
        "CSV:{secret}",
        "CSV:/etc/passwd",
        "PG:host=127.0.0.1 port={port}",
        "../../../../etc/passwd",
        "a.kml\0.geojson",
    ],
)
def test_the_name_of_a_file_opens_nothing(name, tmp_path, secret, canary):
    name = name.format(address=canary.address, secret=secret, port=canary.port)
    for suffix in (".gpkg", ".geojson", ".kml"):
        said = answer(written(tmp_path, suffix).read_bytes(), name)
        assert "Menton" in said and gives_nothing_away(said, canary)


def test_a_link_in_kml_is_not_followed(canary):
    links = (
        f"<kml xmlns='http://www.opengis.net/kml/2.2'><Document><NetworkLink><Link>"
        f"<href>{canary.address}/a.kml</href></Link></NetworkLink><Style><IconStyle><Icon>"
        f"<href>{canary.address}/a.png</href></Icon></IconStyle></Style><Placemark>"
        f"<styleUrl>{canary.address}/s.kml#a</styleUrl><Point><coordinates>7,43</coordinates>"
        f"</Point></Placemark></Document></kml>"
    )
    said = answer(links.encode(), "a.kml")
    assert "POINT (7 43)" in said and canary.hits == []


@pytest.mark.parametrize("kind", ["link", "name"])
def test_a_coordinate_system_is_not_fetched(kind, canary):
    crs = {"type": kind, "properties": {"href": f"{canary.address}/a", "name": canary.address}}
    collection = {"type": "FeatureCollection", "features": [PLACE], "crs": crs}
    assert gives_nothing_away(answer(json.dumps(collection).encode(), "a.geojson"), canary)


def test_a_prj_file_that_is_an_address_is_not_fetched(tmp_path, secret, canary):
    for text in (f"{canary.address}/wkt", str(secret), "/etc/passwd", "EPSG:4326+5773"):
        source = zipped(shapefile(tmp_path) | {"sample.prj": text.encode()})
        assert gives_nothing_away(answer(source, "a.zip"), canary)


@pytest.mark.parametrize("target", ["{secret}", "/vsicurl/{address}/a.csv"])
def test_a_geopackage_that_is_a_window_on_another_file_shows_nothing(
    target, tmp_path, secret, canary
):
    path = written(tmp_path, ".gpkg", layer="sample")
    target = target.format(secret=secret, address=canary.address)
    _replace_table(path, f"CREATE VIRTUAL TABLE sample USING VirtualOGR('{target}')")
    assert gives_nothing_away(answer(path.read_bytes(), "a.gpkg"), canary)
    view = f"CREATE VIEW sample AS SELECT readfile('{secret}') AS name, 1 AS fid, NULL AS geom"
    _replace_table(path, view)
    assert gives_nothing_away(answer(path.read_bytes(), "a.gpkg"), canary)


def _replace_table(path: Path, statement: str) -> None:
    """Write into the schema of a GeoPackage what SQLite itself would refuse."""
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA writable_schema = ON")
        kind = statement.split()[1].lower().replace("virtual", "table")
        database.execute(
            "UPDATE sqlite_master SET type = ?, rootpage = 0, sql = ? WHERE name = 'sample'",
            (kind, statement),
        )
    database.close()


@pytest.mark.parametrize(
    "name",
    [
        "/vsicurl/{address}/a.csv",
        "{address}/a.geojson",
        "/vsizip//vsicurl/{address}/a.zip",
        "PG:host=127.0.0.1 port={port}",
        "WFS:{address}/wfs",
        "OAPIF:{address}/api",
        "{{file}}",
    ],
)
def test_the_walls_hold_by_themselves(name, canary):
    """GDAL with every driver, given the hostile name itself: still nothing leaves the jail."""
    name = name.format(address=canary.address, port=canary.port)
    source = VRT.format(f"/vsicurl/{canary.address}/a.csv").encode()
    said = in_jail("tests.geo.files.prisoner_gdal:open_anything", source, {"name": name})
    assert gives_nothing_away(repr(said), canary)


def test_the_canary_sings(canary):
    """GDAL outside of the jail does ask: the tests above can fail."""
    gdal = "import pyogrio, sys; pyogrio.read_info(sys.argv[1])"
    command = [sys.executable, "-c", gdal, f"/vsicurl/{canary.address}/a.csv"]
    subprocess.run(command, check=False, capture_output=True, timeout=60)
    assert canary.hits != []
