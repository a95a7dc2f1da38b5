"""Perimeters from the files that towns and countries publish, whatever they are in."""

import io
import json
from pathlib import Path

import pytest
import shapely
from django.core.management import CommandError, call_command
from django.utils.translation import override

from geo.crs import reproject
from geo.perimeters.conversion import from_django
from geo.perimeters.importing import import_perimeter
from geo.perimeters.models import Perimeter, PerimeterVersion
from geo.perimeters.reports import REFUSALS, refusal, report_lines

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
NOISE, OSM = SHARED / "noise", SHARED / "osm"
pytestmark = [
    pytest.mark.skipif(not SHARED.exists(), reason=f"{SHARED} is not there"),
    pytest.mark.django_db,
]


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def imported(path: Path, **options) -> PerimeterVersion:
    with path.open("rb") as file:
        return import_perimeter(file, **options)


def refused(path: Path, **options) -> str:
    with pytest.raises(REFUSALS) as error:
        imported(path, **options)
    return refusal(error.value)


def test_monaco_comes_from_an_extract_with_its_attribution():
    version = imported(OSM / "monaco-2012-07-06.osm.gz", boundaries=["Monaco"])
    assert version.area.num_points == 523
    assert version.area_m2 == pytest.approx(2.05e6, rel=0.05)
    assert version.origin.splitlines() == [
        "monaco-2012-07-06.osm.gz", "boundary=Monaco", "© OpenStreetMap contributors, ODbL 1.0",
    ]  # fmt: skip


def test_the_attribution_of_monaco_leaves_with_its_outline(admin_client):
    version = imported(OSM / "monaco-2012-07-06.osm.gz", boundaries=["r36990"])
    told = admin_client.get(f"/data/perimeters/{version.pk}.geojson").json()["properties"]
    assert told["attribution"] == "© OpenStreetMap contributors, ODbL 1.0"


@pytest.mark.parametrize("name", ["monaco-2021-04-21.osm.pbf", "monaco-2022-07-19.osm.pbf"])
def test_one_sentence_says_that_monaco_is_cut_off_and_which_ways_are_missing(name):
    sentence = refused(OSM / name, boundaries=["Monaco"])
    assert "“Monaco” is cut off" in sentence
    assert "398362859, 398377195, 398377196 are missing" in sentence
    assert not Perimeter.objects.exists()


def test_the_boundaries_of_an_extract_are_listed_by_level():
    path = OSM / "monaco-2012-07-06.osm.gz"
    assert "Monaco (2, r36990), Monaco (8, r2220322), Monaco-Ville (10" in refused(path)
    assert "No boundary is called “Nizza”" in refused(path, boundaries=["Nizza"])


def test_the_command_makes_monaco_in_one_line(capsys):
    path = OSM / "monaco-2012-07-06.osm.gz"
    call_command("import_perimeter", path, "--boundary=Monaco", "--name=Monaco", "--yes")
    assert Perimeter.objects.get().current.area.num_points == 523
    with pytest.raises(CommandError, match="is cut off in this extract"):
        call_command("import_perimeter", OSM / "monaco-2021-04-21.osm.pbf", "--boundary=Monaco")


def test_an_extract_of_a_quarter_without_a_whole_boundary_says_so():
    assert "no boundary that is whole" in refused(OSM / "lemans-quartier-2020-01.osm.pbf")


def test_the_railway_zones_that_cross_themselves_are_repaired_and_told():
    version = imported(NOISE / "gironde-END-rail-over-limit-Lden.shp.zip", countries=["FR"])
    repaired = next(entry for entry in version.report if entry["code"] == "repaired")
    assert repaired["count"] == len(repaired["features"]) == 4
    assert all(feature["before"] for feature in repaired["features"])  # drawn as they were
    assert "4 areas crossed themselves and were repaired" in " ".join(report_lines(version.report))
    assert "EPSG:2154" in " ".join(report_lines(version.report)) and version.area.valid


def test_a_zipped_shapefile_in_cc45_lies_where_bordeaux_is():
    version = imported(NOISE / "bordeaux-END-airportsInAgglomeration_Lden.shp.zip")
    assert shapely.box(-0.9, 44.7, -0.5, 45.0).covers(from_django(version.area))
    assert version.report[1] == {"code": "reprojected", "count": 9, "srid": 3945}


@pytest.mark.parametrize("srid", [2056, 4979])
def test_an_area_in_a_system_of_the_neighbours_lands_where_it_lies(srid):
    geneva = shapely.box(6.1, 46.18, 6.18, 46.24)
    moved = reproject(geneva, 4326, srid) if srid == 2056 else geneva
    text = json.loads(shapely.to_geojson(moved))
    text["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{srid}"}}
    version = import_perimeter(io.BytesIO(json.dumps(text).encode()))
    area = from_django(version.area)
    assert shapely.symmetric_difference(area, geneva).area < 0.001 * geneva.area


@pytest.mark.parametrize(
    "name", ["noisecapture-lyon-track.geojson", "geneva-sensors/device_mapping_sf.geojson"]
)
def test_points_are_no_perimeter_and_one_sentence_says_so(name):
    assert refused(NOISE / name).startswith("There is no area here, only points or lines")
