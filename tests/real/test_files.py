"""Every file of the shared data is read with a true report, or refused with a sentence."""

import re
from pathlib import Path

import pytest
import shapely
from django.utils.translation import override

from geo.drawings.reasons import InvalidDrawing
from geo.files.reading import read_file
from geo.files.refusals import FileCode, UnreadableFile
from geo.files.sentences import explain_file, note_lines
from geo.perimeters.dissolving import in_degrees
from geo.perimeters.sentences import explain

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
FOLDERS = ("perimeters", "geometry", "formats/umap", "noise", "contributions", "population", "osm")
PATHS = sorted(path for folder in FOLDERS for path in (DATA / folder).rglob("*") if path.is_file())
pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"{DATA} is not there")


def read(path: Path, **answers):
    with path.open("rb") as file:
        return read_file(file, path.name, **answers)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: str(path.relative_to(DATA)))
def test_a_file_is_read_or_refused_with_a_sentence(path):
    with override("fr"):
        try:
            found = read(path)
        except UnreadableFile as error:
            assert len(explain_file(error)) > 20 and "%(" not in explain_file(error)
        except InvalidDrawing as error:
            assert len(explain(error.reason)) > 20
        else:
            assert found.format and len(note_lines(found.notes)) == len(found.notes)
            placeless = sum(one.geometry is None for one in found.features)
            counted = [note["count"] for note in found.notes if note["code"] == "placeless"]
            assert sum(counted) == placeless


NOISE = {
    "bordeaux-END-airportsInAgglomeration_Lden": (3945, 9, 0),
    "bordeaux-END-airportsInAgglomeration_Lnight": (3945, 12, 0),
    "bordeaux-END-industryInAgglomeration_Lden": (3945, 2_808, 0),
    "bordeaux-END-railwaysInAgglomeration_Lden": (3945, 9_058, 0),
    "gironde-END-rail-over-limit-Lden": (2154, 4, 4),
}


@pytest.mark.parametrize("name", NOISE)
def test_the_official_noise_maps_are_read(name):
    found = read(DATA / "noise" / f"{name}.shp.zip")
    shapes = [one.geometry for one in found.features]
    broken = int((~shapely.is_valid(shapes)).sum())
    assert (found.srid, len(shapes), broken) == NOISE[name]
    west, south, east, north = shapely.total_bounds(in_degrees(shapes, found.srid))
    assert (-2 < west < east < 1) and (44 < south < north < 46)  # around Bordeaux


EXPECTED = {
    "noise/noisecapture/track_00a20ba7-35f7-4ac4-923b-9d43dd5348b8.zip": FileCode.ARCHIVE_DAMAGED,
    "osm/monaco-2012-07-06.osm.gz": FileCode.OSM_EXTRACT,
    "osm/monaco-2022-07-19.osm.pbf": FileCode.OSM_EXTRACT,
    "formats/umap/test_upload_data.csv": FileCode.TABLE,
    "formats/umap/test_upload_data_osm.json": FileCode.OSM_EXTRACT,
    "formats/umap/test_upload_georss.xml": FileCode.NOT_READ_HERE,
    "formats/umap/test_upload_data.umap": FileCode.WHICH_LAYER,
    "formats/umap/test_upload_data.gpx": FileCode.WHICH_LAYER,
    "population/communes-04-06-population.csv": FileCode.TABLE,
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_refusal_names_what_it_is(name):
    with pytest.raises(UnreadableFile) as caught:
        read(DATA / name)
    assert caught.value.code == EXPECTED[name]


@pytest.mark.parametrize(
    ("name", "layer", "form", "count"),
    [
        ("test_upload_data.umap", "Cities", "uMap", 2),
        ("test_upload_data.gpx", "waypoints", "GPX", 1),
        ("test_upload_data.kml", "", "KML", 1),
        ("test_upload_data_with_enum.umap", "", "uMap", 4),
    ],
)
def test_what_umap_exports_is_read(name, layer, form, count):
    found = read(DATA / "formats" / "umap" / name, layer=layer)
    assert (found.format, len(found.features)) == (form, count)


def test_the_sensors_of_geneva_are_read_in_the_swiss_system():
    found = read(DATA / "noise" / "geneva-sensors" / "device_mapping_sf.geojson")
    places = in_degrees([one.geometry for one in found.features], found.srid)
    assert (found.srid, len(places)) == (2056, 7)
    assert shapely.box(6.0, 46.1, 6.3, 46.4).contains(shapely.MultiPoint(list(places)))


def test_the_phone_track_keeps_its_places_without_their_heights():
    found = read(DATA / "noise" / "noisecapture-lyon-track.geojson")
    assert (found.srid, len(found.features)) == (4326, 484)
    assert found.heights == 484


@pytest.mark.parametrize("path", [p for p in PATHS if re.search(r"perimeters/.*geojson$", str(p))])
def test_every_perimeter_is_read_whole(path):
    found = read(path)
    assert found.format == "GeoJSON" and all(one.geometry for one in found.features)
