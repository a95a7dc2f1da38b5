"""The local style: complete by itself, in the colours of the pages, for every kind in the tiles."""

import json
import re
from pathlib import Path

import pytest

from basemaps.colours import SCHEMES
from basemaps.style import empty_style, local_style, raster_style
from geo.tiles.addresses import LayerTiles
from geo.tiles.mvt import NAMES, SHAPES

TOKENS = Path(__file__).parents[2] / "geo" / "static" / "geo" / "css" / "tokens.css"
TILES = LayerTiles("http://here/{z}/{x}/{y}.mvt", "Valdora", has_land=True)
MIXED = {"bath0"}  # two fifths of bath1 on the sea, as the mocks mix it


@pytest.fixture(params=["light", "dark"])
def scheme(request):
    return request.param


def test_the_colours_are_those_of_the_pages(scheme):
    block = TOKENS.read_text().split('[data-bs-theme="dark"]')[scheme == "dark"]
    for name, colour in SCHEMES[scheme].items():
        if name not in MIXED:
            told = re.search(rf"--m-{name}: ([^;]+);", block)
            assert told and told[1] == colour, name


def test_it_asks_nobody_for_letters_or_pictures(scheme):
    style = local_style(scheme, TILES)
    assert not {"glyphs", "sprite"} & set(style)
    assert re.findall(r"https?://[^\"]+", json.dumps(style)) == [TILES.address]
    assert style["sources"]["local"]["attribution"] == "Valdora"


def test_every_kind_of_the_tiles_is_drawn_and_nothing_else(scheme):
    layers = local_style(scheme, TILES)["layers"]
    drawn = {one["source-layer"] for one in layers if "source-layer" in one}
    assert drawn == {one.kind for one in SHAPES} | {"name"}
    written = {one["filter"][2] for one in layers if one.get("source-layer") == "name"}
    assert written == {one.kind for one in NAMES}


def test_names_come_last_and_the_first_one_is_told(scheme):
    style = local_style(scheme, TILES)
    kinds = [one["type"] for one in style["layers"]]
    first = [one["id"] for one in style["layers"]].index(style["metadata"]["placette:first-name"])
    assert set(kinds[first:]) == {"symbol", "circle"}
    assert "symbol" not in kinds[:first]


def test_no_name_is_smaller_than_12_pixels(scheme):
    sizes = [
        one["layout"]["text-size"]
        for one in local_style(scheme, TILES)["layers"]
        if one["type"] == "symbol"
    ]
    assert min(sizes) >= 12


def test_where_a_layer_does_not_know_the_land_everything_is_land(scheme):
    paper = local_style(scheme, TILES._replace(has_land=False))["layers"][0]
    assert paper["paint"]["background-color"] == SCHEMES[scheme]["land"]


def test_layer_names_are_unique(scheme):
    names = [one["id"] for one in local_style(scheme, TILES)["layers"]]
    assert len(names) == len(set(names))


def test_pictures_of_others_and_nothing_at_all(scheme):
    pictures = raster_style(scheme, "https://t.example/{z}/{x}/{y}.png", "© Them", 19)
    assert pictures["sources"]["pictures"]["attribution"] == "© Them"
    assert pictures["sources"]["pictures"]["maxzoom"] == 19
    assert empty_style(scheme)["sources"] == {}
