"""Features become places: one row for a street of many ways."""

import pytest
import shapely

from geo.layers.importing import FeatureRow, publish_version
from geo.layers.models import Layer
from geo.names.models import Place, PlaceWord

pytestmark = pytest.mark.django_db
STREET = {"highway": "residential", "name": "Rue Haute"}


def line(*points):
    return shapely.LineString(points)


@pytest.fixture
def publish():
    layer = Layer.objects.create(slug="rues", name="Rues", licence="CC0-1.0")

    def published(*rows):
        features = [FeatureRow(geometry, tags) for geometry, tags in rows]
        return publish_version(layer, features, source="test")

    return published


def test_ways_of_one_name_that_lie_together_are_one_street(publish):
    publish(
        (line((8.35, 43.45), (8.351, 43.45)), STREET),
        (line((8.351, 43.45), (8.352, 43.45)), STREET),
        (line((8.353, 43.45), (8.354, 43.45)), STREET),  # beyond a gap of 80 m
    )
    place = Place.objects.get()
    assert (place.name, place.kind, place.form, len(place.features)) == (
        "Rue Haute",
        "street",
        "line",
        3,
    )


def test_streets_of_one_name_in_two_towns_are_two(publish):
    publish(
        (line((8.35, 43.45), (8.351, 43.45)), STREET),
        (line((8.36, 43.45), (8.361, 43.45)), STREET),
    )
    assert Place.objects.count() == 2


def test_a_park_and_a_street_of_one_name_are_two_places(publish):
    park = {"leisure": "park", "name": "Rue Haute"}
    publish(
        (line((8.35, 43.45), (8.351, 43.45)), STREET),
        (shapely.box(8.35, 43.45, 8.351, 43.451), park),
    )
    assert set(Place.objects.values_list("kind", "form")) == {("street", "line"), ("park", "area")}


def test_all_names_are_kept_and_searched(publish):
    tags = STREET | {
        "name:it": "Via Alta",
        "alt_name": "La Haute;Grand-Rue",
        "old_name": "R. Neuve",
    }
    publish((line((8.35, 43.45), (8.351, 43.45)), tags))
    place = Place.objects.get()
    assert place.other_names == ["Via Alta", "La Haute", "Grand-Rue", "R. Neuve"]
    assert " grand rue " in place.searchable
    assert " rue neuve " in place.searchable


def test_a_road_with_a_number_only_is_found_by_it(publish):
    publish((line((8.35, 43.45), (8.36, 43.45)), {"highway": "primary", "ref": "D 6007"}))
    assert Place.objects.get().name == "D 6007"


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "residential"},
        {"highway": "residential", "name": "  "},
        {"highway": "residential", "name": "—"},
        {"boundary": "administrative", "name": "Limite"},
    ],
)
def test_what_has_no_name_or_is_no_place_is_left_out(publish, tags):
    publish((line((8.35, 43.45), (8.36, 43.45)), tags))
    assert not Place.objects.exists()


def test_a_whole_country_is_no_place_to_look_for(publish):
    area = shapely.box(8, 43, 9, 44)
    publish((area, {"boundary": "administrative", "admin_level": "2", "name": "Valdora"}))
    assert not Place.objects.exists()


def test_the_anchor_lies_on_the_longest_piece(publish):
    publish(
        (line((8.35, 43.45), (8.3501, 43.45)), STREET),
        (line((8.351, 43.45), (8.353, 43.45)), STREET),
    )
    assert Place.objects.get().anchor.x == pytest.approx(8.352)


def test_the_words_of_the_names_are_kept_once(publish):
    publish((line((8.35, 43.45), (8.351, 43.45)), STREET))
    assert list(PlaceWord.objects.order_by("word").values_list("word", flat=True)) == [
        "haute",
        "rue",
    ]


def test_names_go_with_their_version(publish):
    version = publish((line((8.35, 43.45), (8.351, 43.45)), STREET))
    version.layer.current = None
    version.layer.save()
    version.delete()
    assert not Place.objects.exists()
    assert not PlaceWord.objects.exists()
