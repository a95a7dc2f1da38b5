"""The editors of OpenStreetMap are opened as their own documentation says."""

from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from geo.osm.editor_links import (
    Work,
    id_link,
    josm_data,
    josm_outline,
    mapcomplete_link,
    osm_link,
)

GPX = "https://carte.ville.example/data/carto-parties/bancs/A3.gpx"
WORK = Work(8.34, 43.44, 8.343, 43.442, "A3", "valdora-bancs", "Bancs & fontaines, 1/2", GPX)


def test_id_opens_the_place_with_hashtag_comment_source_and_outline():
    address = urlsplit(id_link(WORK))
    assert address.geturl().startswith("https://www.openstreetmap.org/edit?editor=id#map=18/")
    place, _, rest = address.fragment.partition("&")
    assert place == "map=18/43.44100/8.34150"
    assert dict(parse_qsl(rest)) == {
        "hashtags": "#valdora-bancs",
        "comment": "Bancs & fontaines, 1/2",
        "source": "survey",
        "gpx": GPX,
    }


def test_id_selects_one_object():
    assert id_link(WORK, "w12").endswith("&id=w12")


def test_no_sign_of_a_comment_breaks_the_fragment():
    assert "%26" in id_link(WORK) and "%2F2" in id_link(WORK) and "%23valdora" in id_link(WORK)


def test_josm_loads_the_outline_that_is_never_sent():
    address = urlsplit(josm_outline(WORK))
    assert (address.scheme, address.netloc, address.path) == ("http", "127.0.0.1:8111", "/import")
    assert parse_qs(address.query) == {
        "new_layer": ["true"],
        "layer_name": ["Placette A3"],
        "layer_locked": ["true"],
        "download_policy": ["never"],
        "upload_policy": ["never"],
        "url": [GPX],
    }


def test_josm_loads_the_data_and_knows_the_hashtag():
    address = urlsplit(josm_data(WORK, ["n1", "w2"]))
    assert address.path == "/load_and_zoom"
    found = dict(parse_qsl(address.query))
    assert [float(found[side]) for side in ("left", "bottom", "right", "top")] == [
        8.34,
        43.44,
        8.343,
        43.442,
    ]
    assert found["changeset_comment"] == "Bancs & fontaines, 1/2 #valdora-bancs"
    assert found["changeset_source"] == "survey"
    assert found["select"] == "node1,way2"


@pytest.mark.parametrize(
    ("selected", "end"), [("", "fr"), ("n5", "fr#node/5"), ("r6", "fr#relation/6")]
)
def test_mapcomplete_opens_a_theme_at_the_place(selected, end):
    address = mapcomplete_link(WORK, "benches", "fr", selected)
    expected = "https://mapcomplete.org/benches?lat=43.44100&lon=8.34150&z=18&language="
    assert address == expected + end


@pytest.mark.parametrize(("width", "zoom"), [(0.0001, 19), (0.003, 18), (0.006, 17), (2, 16)])
def test_the_zoom_fits_the_cell_where_the_editors_can_edit(width, zoom):
    assert Work(8.34, 43.44, 8.34 + width, 43.4401, "A1", "a1", "", GPX).zoom == zoom


def test_an_object_has_its_page():
    assert osm_link("w", 7) == "https://www.openstreetmap.org/way/7"
