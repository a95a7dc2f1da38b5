"""Snapshots become versions of a layer, unless something says that they should not."""

import pytest
import shapely

from geo.layers.importing import FeatureRow, publish_version
from geo.layers.models import Feature, Layer, LayerVersion
from geo.osm.extracts import OsmFeature
from geo.osm.models import OsmSnapshot
from geo.osm.storing import (
    AnotherLayer,
    EmptyAnswer,
    FewerThanBefore,
    IncompleteAnswer,
    SnapshotDetails,
    store_snapshot,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def layer():
    return Layer.objects.create(slug="bancs", name="Bancs", licence="ODbL-1.0", attribution="OSM")


def benches(count, **tags):
    return [
        OsmFeature(
            "n",
            number,
            1,
            None,
            {"amenity": "bench"} | tags,
            shapely.Point(8.35, 43.4 + number / 1e4),
        )
        for number in range(1, count + 1)
    ]


def details(sha256="a", **changes):
    values = {"source": "file", "name": "valdora.osm", "presets": ["bench"]}
    return SnapshotDetails(**values | {"sha256": sha256} | changes)


def test_a_snapshot_is_shown_and_says_what_it_was_asked_for(layer):
    version = store_snapshot(layer, benches(3, backrest="yes"), details(free=[{"backrest": "yes"}]))
    snapshot = version.snapshot
    assert Layer.objects.get().current == version == layer.current
    assert version.feature_count == 3
    assert snapshot.conditions == [{"amenity": "bench"}, {"backrest": "yes"}]
    assert snapshot.counts == {"bench": 3, "backrest=yes": 3}


def test_the_same_again_changes_nothing(layer):
    first = store_snapshot(layer, benches(3), details())
    again = store_snapshot(layer, iter([]), details())
    assert again.pk == first.pk
    assert LayerVersion.objects.count() == 1


@pytest.mark.parametrize(
    "changes", [{"sha256": "b"}, {"presets": ["bench", "tree"]}, {"is_clipped": True}]
)
def test_anything_else_is_another_version_and_the_one_before_is_kept(layer, changes):
    store_snapshot(layer, benches(3), details())
    for number in range(3):
        store_snapshot(layer, benches(3), details(**{"sha256": f"c{number}"} | changes))
    assert LayerVersion.objects.filter(layer=layer).count() == (2 if "sha256" in changes else 4)


@pytest.mark.parametrize(
    ("count", "changes", "refusal"),
    [
        (0, {}, EmptyAnswer),
        (4, {}, FewerThanBefore),
        (10, {"is_complete": False}, IncompleteAnswer),
    ],
)
def test_what_is_suspicious_never_replaces_what_is_good(layer, count, changes, refusal):
    shown = store_snapshot(layer, benches(10), details())
    with pytest.raises(refusal):
        store_snapshot(layer, benches(count), details("b", **changes))
    assert layer.current == Layer.objects.get().current == shown
    assert (OsmSnapshot.objects.count(), Feature.objects.count()) == (1, 10)


@pytest.mark.parametrize("count", [0, 4])
def test_staff_may_say_that_fewer_are_right(layer, count):
    store_snapshot(layer, benches(10), details())
    store_snapshot(layer, benches(count), details("b", accept_fewer=True))
    assert Feature.objects.shown("bancs").count() == count


def test_other_conditions_are_compared_by_what_they_share(layer):
    store_snapshot(layer, benches(10), details())
    trees = details("b", presets=["tree"], free=[{"amenity": "bench"}])
    assert store_snapshot(layer, benches(1), trees).feature_count == 1


def test_an_empty_first_answer_is_refused_until_staff_say_so(layer):
    with pytest.raises(EmptyAnswer):
        store_snapshot(layer, [], details())
    assert layer.current is None
    assert store_snapshot(layer, [], details(accept_fewer=True)).feature_count == 0


class Stopped(Exception):
    pass


def test_whoever_stops_it_midway_leaves_the_layer_as_it_was(layer):
    shown = store_snapshot(layer, benches(10), details())
    seen = []

    def progress(done, total):
        seen.append((done, total))
        raise Stopped

    with pytest.raises(Stopped):
        store_snapshot(layer, benches(1200), details("b"), progress=progress)
    assert seen == [(500, 1200)]
    assert Layer.objects.get().current == shown
    assert Feature.objects.count() == 10


def test_a_layer_that_shows_something_else_is_not_taken_over(layer):
    shown = publish_version(layer, [FeatureRow(shapely.Point(8, 43), {})], source="a map")
    with pytest.raises(AnotherLayer):
        store_snapshot(layer, benches(3), details())
    assert Layer.objects.get().current == shown


def test_a_layer_says_the_licence_of_what_it_shows(layer):
    version = store_snapshot(layer, benches(3), details())
    assert (version.licence, version.attribution) == ("ODbL-1.0", "© OpenStreetMap contributors")
