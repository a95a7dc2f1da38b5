"""Layers on maps as files: their own terms, their tags as properties, nothing of a draft."""

import csv
import io
import json

import geopandas
import pytest
from django.urls import reverse
from shapely import Point

from geo.layers.importing import FeatureRow
from tests.factories import make_consultation, make_contribution, make_layer, make_published_layer

pytestmark = pytest.mark.django_db


def file_of(client, published, extension="geojson"):
    return client.get(reverse(f"data:map-layer-{extension}", args=[published.pk]))


@pytest.fixture
def published():
    return make_published_layer()


def test_geojson_names_licence_and_source_at_its_top(client, published):
    make_contribution(published.consultation, title="Une contribution")
    response = file_of(client, published)
    told = json.loads(response.getvalue())
    assert (told["license"], told["attribution"]) == ("ODbL-1.0", "© OpenStreetMap contributors")
    assert "Une contribution" not in response.getvalue().decode()
    assert published.layer.slug in response["Content-Disposition"]
    assert told["numberReturned"] == 3


def test_tags_are_properties_beside_the_declared_ones(client, published):
    features = json.loads(file_of(client, published).getvalue())["features"]
    bench = next(one for one in features if one["id"] == "n1")
    assert bench["properties"] == {
        "class": "Bancs", "osm_version": None, "osm_timestamp": None,
        "amenity": "bench", "backrest": "yes",
    }  # fmt: skip


def test_a_tag_called_like_a_column_does_not_stand_twice(client):
    rows = [FeatureRow(Point(8.35, 43.45), {"class": "x", "a\"b'": "=1+1"}, "n", 1)]
    published = make_published_layer(layer=make_layer(rows))
    found = json.loads(file_of(client, published).getvalue())["features"][0]["properties"]
    assert found["class"] == "Mobilier urbain"
    assert found["a\"b'"] == "=1+1"


def test_geopandas_reads_the_file(client, published, tmp_path):
    path = tmp_path / "layer.geojson"
    path.write_bytes(file_of(client, published).getvalue())
    frame = geopandas.read_file(path)
    assert frame.crs.to_epsg() == 4326
    assert sorted(frame.geom_type) == ["Point", "Point", "Polygon"]
    assert "Fontaine du Lavoir" in set(frame["name"])


def test_csv_has_a_row_each_with_its_tags(client, published):
    text = file_of(client, published, "csv").getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["id"] for row in rows] == ["n1", "n2", "w3"]
    assert json.loads(rows[0]["tags"]) == {"amenity": "bench", "backrest": "yes"}
    assert rows[2]["WKT"].startswith("POLYGON")


def test_what_no_class_shows_does_not_leave(client, published):
    published.classes.exclude(label_fr="Bancs").delete()
    assert json.loads(file_of(client, published).getvalue())["numberReturned"] == 1


def test_the_file_of_a_draft_is_not_there(client):
    published = make_published_layer(make_consultation(is_published=False))
    assert file_of(client, published).status_code == 404


def test_the_data_page_offers_the_files_apart(client, published):
    address = reverse("participation:data", args=[published.consultation.slug])
    content = client.get(address).content.decode()
    assert reverse("data:map-layer-geojson", args=[published.pk]) in content
    assert "© les contributeurs OpenStreetMap" in content
