"""A closed way is an area by its tags."""

import pytest

from geo.osm.areas import is_area


@pytest.mark.parametrize(
    "tags",
    [
        {"building": "yes"},
        {"natural": "wood"},
        {"landuse": "residential"},
        {"leisure": "park"},
        {"place": "island", "natural": "coastline"},
        {"highway": "pedestrian", "area": "yes"},
        {"waterway": "dock"},
        {"man_made": "pier"},
    ],
)
def test_these_tags_make_an_area(tags):
    assert is_area(tags) is True


@pytest.mark.parametrize(
    "tags",
    [
        {},
        {"highway": "residential"},
        {"junction": "roundabout", "highway": "primary"},
        {"natural": "coastline"},
        {"natural": "cliff"},
        {"leisure": "track"},
        {"building": "no"},
        {"barrier": "fence"},
        {"waterway": "river"},
        {"landuse": "grass", "area": "no"},
        {"contour": "elevation", "ele": "40"},
    ],
)
def test_these_tags_make_a_line(tags):
    assert is_area(tags) is False
