"""Layers from files: whatever the format, valid, in degrees, with a report; going back a version."""

import io
import json
import zipfile

import geopandas
import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from geo.files.models import Upload
from geo.files.reading import read_file
from geo.layers.bringing import name_column, prepare, rows
from geo.layers.models import Feature, Layer
from tests.factories import make_consultation, make_layer, make_staff, make_superuser

pytestmark = pytest.mark.django_db
BOWTIE = shapely.Polygon([(8.35, 43.45), (8.351, 43.451), (8.351, 43.45), (8.35, 43.451)])
NAMES = ["Tilleul du marché", "Platane", "Allée"]


def trees(crs=4326):
    shapes = [
        shapely.Point(8.35, 43.45),
        shapely.MultiPoint([(8.36, 43.46), (8.37, 43.47)]),
        shapely.Point(8.3512345678, 43.4512345678),
    ]
    columns = {"nom": NAMES, "hauteur": [12.0, 8.5, None], "protege": ["oui", "", None]}
    return geopandas.GeoDataFrame(columns, geometry=shapes, crs=4326).to_crs(crs)


def geojson(frame, tmp_path):
    return "arbres.geojson", frame.to_crs(4326).to_json().encode()


def gpkg(frame, tmp_path):
    path = tmp_path / "arbres.gpkg"
    frame.to_file(path, driver="GPKG")
    return path.name, path.read_bytes()


def kml(frame, tmp_path):
    path = tmp_path / "arbres.kml"
    frame.to_crs(4326).to_file(path, driver="KML")
    return path.name, path.read_bytes()


def shapefile(frame, tmp_path, without=""):
    packed = io.BytesIO()
    frame[frame.geom_type == "Point"].to_file(tmp_path / "arbres.shp", encoding="utf-8")
    with zipfile.ZipFile(packed, "w") as archive:
        for part in tmp_path.glob("arbres.*"):
            if part.suffix != without:
                archive.write(part, part.name)
    return "arbres.zip", packed.getvalue()


def prepared(name, content):
    return prepare(read_file(io.BytesIO(content), name, trusted=True))


def codes(report):
    return {entry["code"]: entry["count"] for entry in report}


@pytest.mark.parametrize("made", [geojson, gpkg, kml, shapefile])
def test_every_format_gives_the_same_places(made, tmp_path):
    found = prepared(*made(trees(2154), tmp_path))
    places = shapely.get_coordinates(found.shapes)
    assert places[0] == pytest.approx((8.35, 43.45), abs=2e-7)
    assert (abs(places * 1e7 - (places * 1e7).round()) < 1e-3).all()


def test_the_report_says_what_was_done(tmp_path):
    frame = geopandas.GeoDataFrame(
        {"nom": ["Nœud", "Rien", "Rue"]},
        geometry=[BOWTIE, None, shapely.LineString([(8.35, 43.45), (8.36, 43.46)])],
        crs=4326,
    )
    found = prepared(*gpkg(frame.to_crs(32632), tmp_path))
    assert codes(found.report) == {
        "features": 2, "reprojected": 2, "repaired": 1, "lines": 1, "areas": 1,
    }  # fmt: skip
    assert all(shapely.is_valid(found.shapes))
    assert [about["nom"] for about in found.properties] == ["Nœud", "Rue"]


def test_kept_properties_become_tags_and_the_name_a_name(tmp_path):
    found = prepared(*geojson(trees(), tmp_path))
    assert name_column(found.columns()) == "nom"
    stored = list(rows(found, ["hauteur"], "nom"))
    assert [row.tags for row in stored] == [
        {"hauteur": "12", "name": NAMES[0]},
        {"hauteur": "8.5", "name": NAMES[1]},
        {"name": NAMES[2]},
    ]


def send(client, name, content, layer=None):
    view = ("geo_layer_new_version", [layer.pk]) if layer else ("geo_layer_add", [])
    address = reverse(f"admin:{view[0]}", args=view[1])
    return client.post(address, {"file": SimpleUploadedFile(name, content)}, follow=True)


@pytest.fixture
def staff(client):
    client.force_login(make_staff(make_consultation().organisation))
    return client


DESCRIBED = {
    "name": "Arbres remarquables",
    "slug": "arbres",
    "licence": "etalab-2.0",
    "attribution": "Ville de Port-Valdora",
    "named_by": "nom",
    "kept": ["hauteur"],
}


def test_staff_see_what_a_file_becomes_and_publish_it(staff, tmp_path):
    page = send(staff, *gpkg(trees(2154), tmp_path))
    content = page.content.decode()
    assert "EPSG:2154" in content and "hauteur (2): 12, 8.5" in content
    assert not Layer.objects.exists()
    address = page.redirect_chain[-1][0]
    staff.post(address, DESCRIBED)
    layer = Layer.objects.get(slug="arbres")
    assert (layer.licence, layer.current.feature_count) == ("etalab-2.0", 3)
    assert "protege" not in json.dumps(
        list(Feature.objects.values_list("tags", flat=True)), ensure_ascii=False
    )
    assert not Upload.objects.exists()


def test_the_same_file_sent_twice_is_published_once(staff, tmp_path):
    address = send(staff, *geojson(trees(), tmp_path)).redirect_chain[-1][0]
    staff.post(address, DESCRIBED)
    staff.post(address, DESCRIBED | {"slug": "arbres-2"})
    assert Layer.objects.count() == 1


def test_what_is_typed_is_kept_when_something_is_missing(staff, tmp_path):
    address = send(staff, *geojson(trees(), tmp_path)).redirect_chain[-1][0]
    missing = DESCRIBED | {"licence": "own", "attribution": "Un nom long"}
    answer = staff.post(address, missing)
    assert answer.status_code == 422
    assert "Un nom long" in answer.content.decode()
    assert answer.context["form"].errors.keys() == {"own_licence"}


def test_a_new_file_is_a_new_version_and_one_can_go_back(staff, tmp_path):
    first = send(staff, *geojson(trees(), tmp_path)).redirect_chain[-1][0]
    staff.post(first, DESCRIBED)
    layer = Layer.objects.get()
    old = layer.current
    second = send(staff, *geojson(trees()[:1], tmp_path), layer).redirect_chain[-1][0]
    staff.post(second, DESCRIBED)
    layer.refresh_from_db()
    assert layer.current.feature_count == 1
    change = reverse("admin:geo_layer_change", args=[layer.pk])
    kept = {"name": layer.name, "licence": layer.licence, "attribution": layer.attribution}
    sent = kept | {"current": old.pk, "versions-TOTAL_FORMS": 0, "versions-INITIAL_FORMS": 0}
    staff.post(change, sent)
    layer.refresh_from_db()
    assert layer.current == old


def test_a_file_that_names_no_system_is_asked_about(staff, tmp_path):
    page = send(staff, *shapefile(trees(2154), tmp_path, without=".prj"))
    assert 'name="srid"' in page.content.decode()
    address = page.redirect_chain[-1][0]
    assert staff.get(address, {"answered": 1, "srid": "1"}).status_code == 422
    answer = staff.get(address, {"answered": 1, "srid": "2154"})
    assert 'name="attribution"' in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"a,b\n1,2\n"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": []}'),
        ("a.geojson", b"{"),
        ("a.gpkg", b"not a file of its kind"),
    ],
)
def test_a_file_that_cannot_become_a_layer_is_refused_in_words(staff, name, content):
    page = send(staff, name, content)
    assert page.status_code == 422
    assert "errornote" in page.content.decode()
    assert not Layer.objects.exists()


def test_layers_of_openstreetmap_take_no_file_here(client):
    client.force_login(make_superuser())
    page = client.get(reverse("admin:geo_layer_change", args=[make_layer().pk]))
    assert "new-version" not in page.content.decode()


def test_moderators_and_strangers_bring_no_layer(client):
    client.force_login(make_staff(make_consultation().organisation, role="moderator"))
    assert client.get(reverse("admin:geo_layer_add")).status_code == 403


def test_another_person_does_not_see_the_file(staff, client, tmp_path):
    address = send(staff, *geojson(trees(), tmp_path)).redirect_chain[-1][0]
    client.force_login(make_superuser())
    assert client.get(address).status_code == 302


def test_the_command_does_the_same(tmp_path, capsys):
    name, content = gpkg(trees(2154), tmp_path)
    words = {"layer": "arbres", "licence": "etalab-2.0", "attribution": "Ville"}
    call_command("import_layer", tmp_path / name, **words)
    call_command("import_layer", tmp_path / name, keep=["hauteur"], **words)
    layer = Layer.objects.get()
    assert layer.versions.count() == 2
    assert {"hauteur": "12", "name": NAMES[0]} in layer.current.features.values_list(
        "tags", flat=True
    )
    assert "arbres: 3 objects." in capsys.readouterr().out
    with pytest.raises(CommandError, match="no property age"):
        call_command("import_layer", tmp_path / name, keep=["age"], **words)
