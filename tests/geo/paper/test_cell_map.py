"""The map of a cell for paper."""

from xml.etree import ElementTree as ET

import pytest
import shapely

from geo.paper.cell_map import HEIGHT, WIDTH, Mark, cell_map, frame_of, scale_of

CELL = shapely.box(8.350, 43.440, 8.3531, 43.44225)  # some 250 m
ALONG = shapely.LineString([(8.3501, 43.4410), (8.3530, 43.4410)])
SVG = "{http://www.w3.org/2000/svg}"


def drawn(streets=(), marks=()):
    return ET.fromstring(cell_map(CELL, [], streets, marks))  # noqa: S314 - our own


def texts(map_):
    return [text.text for text in map_.iter(f"{SVG}text")]


def turns(map_):
    found = [group.get("transform") or "" for group in map_.iter(f"{SVG}g")]
    return [one.split()[-1] for one in found if "rotate" in one]


def test_marks_stand_where_their_objects_are():
    map_ = drawn(marks=[Mark("7", CELL.centroid)])
    marked = [one for one in map_.iter(f"{SVG}g") if one.find(f"{SVG}circle") is not None]
    assert [one.get("transform") for one in marked] == [f"translate({WIDTH / 2} {HEIGHT / 2})"]
    assert "7" in texts(map_)


def test_a_street_is_named_once_along_its_longest_piece():
    short = shapely.LineString([(8.3501, 43.4405), (8.3501, 43.4407)])
    map_ = drawn(streets=[("Rue Longue", short), ("Rue Longue", ALONG)])
    assert texts(map_).count("Rue Longue") == 2  # the halo and the letters
    assert turns(map_) == ["rotate(0.0)"]


def test_a_name_is_never_upside_down():
    assert turns(drawn(streets=[("Rue", ALONG.reverse())])) == ["rotate(0.0)"]


def test_a_street_too_short_for_its_name_has_none():
    short = shapely.LineString([(8.3501, 43.4405), (8.3502, 43.4405)])
    assert turns(drawn(streets=[("Rue de la Grande Fontaine", short)])) == []


def test_names_are_text_whatever_they_hold():
    assert "<b>&" in texts(drawn(streets=[("<b>&", ALONG)]))


@pytest.mark.parametrize("side", [0.001, 0.002, 0.005, 0.02])
def test_the_scale_bar_is_as_long_as_it_says(side):
    frame = frame_of(shapely.box(8.35, 43.44, 8.35 + side, 43.44 + side))
    length_m, pixels = scale_of(frame)
    assert pixels / frame.scale * 111_100 == pytest.approx(length_m, rel=0.002)
    assert pixels <= WIDTH / 3


def test_signs_that_no_drawing_can_hold_are_left_out():
    assert "Rue Haute" in texts(drawn(streets=[("Rue\x0b Haute\ud800", ALONG)]))
