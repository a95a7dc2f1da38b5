"""Perimeters in the database: imported, reviewed, accepted, served."""

import uuid

import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils.translation import override

from geo.drawings.reasons import Code, InvalidDrawing
from geo.perimeters.acceptance import accept
from geo.perimeters.clipping import judge
from geo.perimeters.conversion import from_django, to_django
from geo.perimeters.grounds import ground_of
from geo.perimeters.importing import import_perimeter
from geo.perimeters.models import Perimeter, PerimeterVersion
from tests.geo.perimeters.files import BOW_TIE, EAST, NICE, TWO, feature, file, imported, text

pytestmark = pytest.mark.django_db


def test_an_imported_version_waits_for_acceptance():
    version = imported(where=[("code", "06088")])
    assert version.accepted_at is None and version.perimeter.current is None
    assert version.origin == "communes.geojson\ncode=06088"
    assert version.area_m2 == pytest.approx(89_733_000, rel=0.001)


@pytest.mark.parametrize(
    ("countries", "srid"), [(["FR"], 2154), (["IT"], 32632), (["FR", "IT"], 3035), ([], 32632)]
)
def test_the_countries_decide_the_metric_system(countries, srid):
    assert imported(countries=countries).perimeter.metric_srid == srid


def test_a_version_of_a_perimeter_keeps_its_metric_system():
    perimeter = imported().perimeter
    version = import_perimeter(file(*TWO), countries=["IT"], perimeter=perimeter)
    assert (version.perimeter, version.perimeter.metric_srid) == (perimeter, 2154)


def test_accepting_puts_a_version_into_force_and_accepting_an_old_one_goes_back():
    first = imported()
    second = import_perimeter(file(TWO[0]), perimeter=first.perimeter)
    for version in (first, second, first):
        accept(version)
        assert Perimeter.objects.get().current == version
    assert PerimeterVersion.objects.accepted().count() == 2


def test_accepting_tells_those_who_know_what_lies_there(settings, monkeypatch):
    told = []
    monkeypatch.setattr("geo.perimeters.importing.told", told.append, raising=False)
    settings.PERIMETER_ACCEPTED = "geo.perimeters.importing.told"
    version = imported()
    accept(version)
    assert told == [version]


def test_a_swapped_file_is_refused_with_its_reason_and_stores_nothing():
    swapped = feature([[[y, x] for x, y in NICE]])
    with pytest.raises(InvalidDrawing) as refusal:
        imported(swapped)
    assert refusal.value.reason.code == Code.SWAPPED
    assert not Perimeter.objects.exists()


def test_an_area_in_another_country_is_reported():
    far = feature([[[x + 20, y] for x, y in NICE]])
    assert imported(far).report[-1]["code"] == "far_away"


@pytest.mark.parametrize("wkt", ["MULTIPOLYGON EMPTY", "MULTIPOLYGON (((0 0,1 1,1 0,0 1,0 0)))"])
def test_the_database_itself_refuses_invalid_and_empty_areas(wkt):
    perimeter = imported().perimeter
    area = GEOSGeometry(wkt, srid=4326)
    with pytest.raises(IntegrityError), transaction.atomic():
        PerimeterVersion.objects.create(perimeter=perimeter, area=area, area_m2=1)


def test_the_ground_of_a_version_is_read_once(django_assert_num_queries):
    version = imported()
    ground = ground_of(version.pk)
    with django_assert_num_queries(1):  # the metric system alone
        assert ground_of(version.pk) is ground
    assert judge(shapely.Point(7.25, 43.65), ground).outcome == "inside"


def test_a_changed_metric_system_measures_at_once():
    version = imported()
    ground_of(version.pk)
    Perimeter.objects.update(metric_srid=3035)
    assert ground_of(version.pk).metric_srid == 3035


def test_a_large_perimeter_is_cut_into_parts_whose_union_it_is():
    ring = shapely.Point(7.25, 43.65).buffer(0.05, quad_segs=800).exterior.coords
    ground = ground_of(imported(feature([list(ring)])).pk)
    assert len(ground.parts) > 4
    assert shapely.union_all(ground.parts).equals(ground.area)


def test_a_perimeter_can_be_deleted_with_its_versions():
    version = imported()
    accept(version)
    Perimeter.objects.get().delete()
    assert not PerimeterVersion.objects.exists()


def test_an_unknown_version_has_no_ground():
    with pytest.raises(PerimeterVersion.DoesNotExist):
        ground_of(uuid.uuid4())


def test_geometries_survive_the_way_through_django():
    area = shapely.MultiPolygon([shapely.box(7.1234567, 43, 8, 44)])
    assert shapely.equals_identical(from_django(to_django(area)), area)
    assert to_django(area).srid == 4326


def test_an_accepted_perimeter_is_public_and_may_be_kept_for_ever(client):
    version = imported()
    accept(version)
    response = client.get(f"/data/perimeters/{version.pk}.geojson")
    ring = response.json()["geometry"]["coordinates"][0][0]
    assert shapely.LinearRing(ring).is_ccw and "crs" not in response.json()
    assert "immutable" in response["Cache-Control"] and "Cookie" not in response["Vary"]
    assert not response.cookies and response["Content-Type"] == "application/geo+json"


def test_a_perimeter_that_is_not_accepted_is_for_staff_alone(client, admin_client):
    address = f"/data/perimeters/{imported().pk}.geojson"
    assert client.get(address).status_code == 404
    assert admin_client.get(address)["Cache-Control"] == "private, no-store"


@pytest.fixture
def on_disk(tmp_path):
    path = tmp_path / "communes.geojson"
    path.write_bytes(text(*TWO, feature([BOW_TIE], code="x")))
    return path


def test_the_command_imports_reports_and_accepts(on_disk, capsys):
    with override("fr"):
        call_command("import_perimeter", on_disk, "--where=code=x", "--country=FR", "--yes")
    assert Perimeter.objects.get().current.accepted_at
    printed = capsys.readouterr().out  # in English throughout, whatever the service speaks
    assert "1 area crossed itself and was repaired" in printed and "Accepted" in printed


def test_the_command_takes_several_files_and_closes_the_gaps_between_them(tmp_path, capsys):
    east = [*EAST]
    east[1:1] = [[7.3, 43.61], [7.301, 43.64], [7.3, 43.67]]
    paths = [tmp_path / "west.geojson", tmp_path / "east.geojson"]
    for path, ring, name in zip(paths, (NICE, east), ("Nice", "Menton"), strict=True):
        path.write_bytes(text(feature([ring], name=name)))
    call_command("import_perimeter", *paths, "--name=Both")
    call_command("import_perimeter", *paths, "--name=Open", "--keep-gaps")
    printed = capsys.readouterr().out
    assert "1 gap between areas that do not meet was closed: 26." in printed
    assert "ha (Menton and Nice)." in printed
    assert "1 gap between areas that do not meet stays a hole" in printed
    assert PerimeterVersion.objects.last().origin == "west.geojson\neast.geojson"


def test_the_command_accepts_nothing_where_nobody_can_answer(on_disk, capsys):
    call_command("import_perimeter", on_disk, "--name=Nice")
    assert Perimeter.objects.get().name == "Nice"
    assert Perimeter.objects.get().current is None


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--where=code=75056"], "code = 06088, 06150, x"),
        (["--where=code"], "property=value"),
    ],
)
def test_the_command_says_in_one_sentence_what_is_wrong(on_disk, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("import_perimeter", on_disk, *options)
    assert not Perimeter.objects.exists()


def test_a_missing_file_is_one_sentence():
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_perimeter", "nowhere.geojson")
