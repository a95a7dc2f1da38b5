"""What the local map asks for and draws of OpenStreetMap."""

import shapely

from geo.layers.kinds import RULES, kind_of
from geo.osm.basemap import (
    BRING_COUNTRIES,
    BRING_SEAS,
    conditions_to_ask,
    extent_of,
    may_be_drawn,
    rows_to_draw,
)
from geo.osm.extracts import OsmFeature
from geo.osm.overpass import tags_to_ask
from geo.osm.presets import matches

EXTENT = shapely.box(8.3, 43.4, 8.4, 43.5)
ISLET = shapely.Point(8.35, 43.45).buffer(0.001)


def feature(geometry, **tags):
    return OsmFeature("w", 1, 0, None, tags, geometry)


def drawn(*features):
    return [row.tags for row in rows_to_draw(features, EXTENT)]


def test_all_that_is_drawn_is_asked_for_but_for_what_brings_countries_and_seas():
    asked = conditions_to_ask()
    for rule in RULES:
        for key, values in rule.tags.items():
            for value in (values or {"yes"}) - BRING_SEAS:
                assert matches({key: value}, asked) is (key not in BRING_COUNTRIES), (key, value)
    assert matches({"natural": "coastline"}, asked)


def test_the_question_for_a_map_brings_no_sea():
    asked = tags_to_ask(conditions_to_ask())
    assert True not in (asked["natural"], asked["place"])
    assert not BRING_SEAS & {*asked["natural"], *asked["place"]}


def test_what_may_be_drawn_is_known_by_its_tags():
    assert may_be_drawn({"highway": "path"})
    assert may_be_drawn({"natural": "coastline"})
    assert not may_be_drawn({"amenity": "bench"})


def test_only_what_is_drawn_and_near_becomes_a_row():
    street = feature(shapely.LineString([(8.34, 43.45), (8.36, 43.45)]), highway="residential")
    far = feature(shapely.LineString([(9, 43.45), (9.1, 43.45)]), highway="residential")
    tree = feature(shapely.Point(8.35, 43.45), natural="tree")
    assert drawn(street, far, tree) == [street.tags]


def test_an_islet_in_a_river_makes_no_sea_of_the_town():
    assert drawn(feature(ISLET, place="islet")) == []


def test_by_the_sea_the_land_comes_first_and_islets_stay():
    coast = feature(shapely.LineString([(8.2, 43.42), (8.5, 43.42)]), natural="coastline")
    rows = list(rows_to_draw([feature(ISLET, place="islet"), coast], EXTENT))
    assert [kind_of(row.tags, row.geometry.geom_type) for row in rows] == ["land", "land"]
    assert rows[0].geometry.contains(shapely.Point(8.35, 43.49))
    assert rows[0].osm_id is None


def test_the_map_shows_some_surroundings():
    area = shapely.box(8.32, 43.42, 8.38, 43.48)
    assert extent_of(area).contains_properly(area)
