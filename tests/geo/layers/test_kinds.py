"""Tags and form of the geometry decide what a feature is on the map."""

import pytest

from geo.layers.kinds import KINDS, kind_of
from geo.tiles.mvt import NAMES, SHAPES


@pytest.mark.parametrize(
    ("tags", "form", "kind"),
    [
        ({"natural": "wood"}, "MultiPolygon", "wood"),
        ({"natural": "wood"}, "Point", ""),
        ({"building": "no"}, "Polygon", ""),
        ({"building": "school", "amenity": "school"}, "Polygon", "building"),
        ({"place": "square", "amenity": "marketplace"}, "Polygon", "market"),
        ({"highway": "primary"}, "LineString", "main_road"),
        ({"highway": "residential"}, "MultiLineString", "street"),
        ({"highway": "pedestrian"}, "LineString", "footway"),
        ({"highway": "pedestrian", "area": "yes"}, "Polygon", "market"),
        ({"natural": "coastline", "place": "islet"}, "Polygon", "land"),
        ({"natural": "coastline"}, "LineString", ""),
        ({"boundary": "administrative"}, "LineString", "limit"),
        ({"boundary": "administrative"}, "Polygon", "commune"),
        ({"place": "village", "name": "Montechiaro"}, "Point", "village"),
        ({"natural": "bay", "water": "harbour"}, "Point", "basin"),
        ({"amenity": "bench"}, "Point", ""),
        ({}, "Polygon", ""),
    ],
)
def test_kind_of(tags, form, kind):
    assert kind_of(tags, form) == kind


def test_the_tiles_know_only_kinds_that_exist():
    assert {one.kind for one in SHAPES + NAMES} <= set(KINDS)
