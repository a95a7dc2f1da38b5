"""A new version is shown when it is whole, and not before."""

import pytest
import shapely
from django.db import IntegrityError, connection

from geo.layers.importing import EmptyVersion, FeatureRow, publish_version
from geo.layers.models import Feature, Layer, LayerVersion

pytestmark = pytest.mark.django_db

PARK = FeatureRow(shapely.box(8, 43, 8.01, 43.01), {"leisure": "park", "name": "Tamaris"}, "w", 1)
PATH = FeatureRow(shapely.LineString([(8, 43), (8.1, 43.1)]), {"highway": "path"}, "w", 2)


@pytest.fixture
def layer():
    return Layer.objects.create(slug="some", name="Some", licence="CC0", attribution="Us")


def test_features_are_stored_with_kind_and_place_of_their_name(layer):
    version = publish_version(layer, [PARK, PATH], source="test")
    park, path = version.features.order_by("osm_id")
    assert (park.kind, path.kind, path.anchor) == ("park", "path", None)
    assert park.anchor.distance(park.geometry.centroid) < 0.001
    assert (version.feature_count, version.is_complete) == (2, True)
    assert version.attribution == "Us"
    assert list(Feature.objects.shown("some").order_by("osm_id")) == [park, path]


def test_a_reading_that_breaks_changes_nothing(layer):
    shown = publish_version(layer, [PARK], source="first")

    def breaking():
        yield PATH
        raise OSError("the file ends here")

    with pytest.raises(OSError, match="ends here"):
        publish_version(layer, breaking(), source="second")
    layer.refresh_from_db()
    assert layer.current == shown
    assert LayerVersion.objects.count() == 1
    assert Feature.objects.count() == 1


def test_an_empty_source_never_replaces_what_is_shown(layer):
    shown = publish_version(layer, [PARK], source="first")
    with pytest.raises(EmptyVersion):
        publish_version(layer, [], source="second")
    layer.refresh_from_db()
    assert layer.current == shown


def test_the_version_before_is_kept_and_older_ones_go(layer):
    versions = [publish_version(layer, [PARK], source=str(number)) for number in range(3)]
    assert set(layer.versions.all()) == set(versions[1:])


@pytest.mark.parametrize(
    "wrong",
    [
        PARK._replace(osm_id=2),
        FeatureRow(shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), {}),
        FeatureRow(shapely.Polygon(), {}),
    ],
    ids=["twice the same object", "crosses itself", "empty"],
)
def test_the_database_refuses(layer, wrong):
    with pytest.raises(IntegrityError):
        publish_version(layer, [PATH, wrong], source="test")
    connection.needs_rollback = False
