"""What a carto-party changed, told by identity, tags and distance."""

import shapely
from shapely.geometry import LineString, Point

from geo.osm.differences import Thing, compare, main_tag

BENCH = {"amenity": "bench"}


def node(number, x=0.0, y=0.0, **tags):
    return Thing(("n", number), tags or BENCH, Point(x, y))


def way(number, *places, **tags):
    return Thing(("w", number), tags or BENCH, LineString(places))


def test_an_empty_party_changes_nothing():
    readings = [node(1), way(2, (0, 0), (5, 5))]
    changes = compare(readings, reversed(readings))
    assert changes.unchanged == (("n", 1), ("w", 2))
    assert not (changes.created or changes.disappeared or changes.converted)


def test_a_reading_without_anything_makes_all_created():
    assert compare([], [node(2), node(1)]).created == (("n", 1), ("n", 2))


def test_what_is_gone_is_deleted_only_where_the_source_says_so():
    changes = compare([node(1), node(2)], [], known_deleted={("n", 2)})
    assert (changes.disappeared, changes.deleted) == ((("n", 1),), (("n", 2),))


def test_a_node_and_a_way_with_one_number_are_two_objects():
    changes = compare([node(1)], [node(1), way(1, (50, 0), (52, 0))])
    assert changes.created == (("w", 1),)


def test_a_bench_drawn_again_as_a_line_is_no_new_bench():
    changes = compare([node(7, 70, 0)], [way(8, (69, 0), (71, 0))])
    assert changes.converted == ((("n", 7), ("w", 8)),)
    assert not changes.created and not changes.disappeared


def test_another_sort_of_thing_at_the_same_place_is_new():
    changes = compare([node(7)], [node(8, amenity="toilets")])
    assert (changes.disappeared, changes.created) == ((("n", 7),), (("n", 8),))


def test_each_object_is_drawn_again_once_the_nearest_first():
    changes = compare([node(1, 0), node(2, 4)], [node(3, 3.5), node(4, 6)])
    assert changes.converted == ((("n", 2), ("n", 3)),)
    assert changes.disappeared == (("n", 1),) and changes.created == (("n", 4),)


def test_six_metres_away_is_another_bench():
    assert compare([node(1)], [node(2, 6)]).created == (("n", 2),)


def test_tags_tell_what_was_added_changed_and_removed():
    before = node(1, amenity="bench", backrest="no", colour="red")
    after = node(1, amenity="bench", backrest="yes", material="wood")
    change = compare([before], [after]).tags_changed["n", 1]
    assert change.added == {"material": "wood"}
    assert change.changed == {"backrest": ("no", "yes")}
    assert change.removed == {"colour": "red"}


def test_a_note_of_an_editor_is_no_change():
    changes = compare([node(1)], [node(1, amenity="bench", source="survey", created_by="x")])
    assert changes.unchanged == (("n", 1),)


def test_a_date_of_survey_is_told_apart():
    changes = compare([node(1)], [node(1, amenity="bench", **{"check_date:seats": "2026-11-21"})])
    assert changes.rechecked == changes.unchanged == (("n", 1),)


def test_a_geometry_changes_from_one_metre_on():
    changes = compare([node(1), node(2, 50)], [node(1, 0.9), node(2, 50, 1)])
    assert changes.geometry_changed == {("n", 2): 1.0}


def test_a_point_more_on_a_straight_line_changes_nothing():
    changes = compare([way(1, (0, 0), (10, 0))], [way(1, (0, 0), (5, 0), (10, 0))])
    assert not changes.geometry_changed


def test_a_line_that_became_an_area_is_the_same_object():
    ring = [(0, 0), (9, 0), (9, 9), (0, 0)]
    area = Thing(("w", 1), BENCH, shapely.Polygon(ring))
    assert compare([way(1, *ring)], [area]).unchanged == (("w", 1),)


def test_the_main_tag_is_what_the_object_is():
    assert main_tag({"building": "yes", "amenity": "school"}) == ("amenity", "school")
    assert main_tag({"name": "?"}) is None
