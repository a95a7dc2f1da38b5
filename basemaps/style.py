"""Complete MapLibre styles, light and dark; no glyphs and no sprite are asked of anyone."""

from collections.abc import Mapping
from typing import Protocol

from basemaps.colours import SCHEMES
from basemaps.drawing import SOURCE, drawing
from basemaps.labels import labels

LARGEST_TILE_ZOOM = 16  # beyond, the map enlarges these: they are exact to 15 cm
TILE_PX = 256


class LocalTiles(Protocol):
    """What the local map is drawn from: an address with {z}, {x}, {y} and what it says."""

    address: str
    attribution: str
    has_land: bool
    outside: str


def local_style(scheme: str, tiles: LocalTiles) -> dict:
    """Our own map of a layer."""
    colours = SCHEMES[scheme]
    source = {
        "type": "vector",
        "tiles": [tiles.address],
        "maxzoom": LARGEST_TILE_ZOOM,
        "attribution": tiles.attribution,
    }
    layers = [*drawing(colours, has_land=tiles.has_land), *labels(colours)]
    style = _style(colours, {SOURCE: source}, layers)
    # the land outside of a {perimeter}, for those who veil it more than the sea
    style["metadata"]["placette:outside"] = tiles.outside
    return style


def raster_style(scheme: str, address: str, attribution: str, max_zoom: int) -> dict:
    """Somebody's tiles as they are; in the dark only less bright, their colours are theirs."""
    source = {
        "type": "raster",
        "tiles": [address],
        "tileSize": TILE_PX,
        "maxzoom": max_zoom,
        "attribution": attribution,
    }
    paint = {"raster-brightness-max": 0.75} if scheme == "dark" else {}
    pictures = {"id": "pictures", "type": "raster", "source": "pictures", "paint": paint}
    return _style(SCHEMES[scheme], {"pictures": source}, [_paper(scheme), pictures])


def empty_style(scheme: str) -> dict:
    """Paper, and nothing on it."""
    return _style(SCHEMES[scheme], {}, [_paper(scheme)])


def _paper(scheme: str) -> dict:
    colour = SCHEMES[scheme]["land"]
    return {"id": "paper", "type": "background", "paint": {"background-color": colour}}


def _style(colours: Mapping[str, str], sources: dict, layers: list[dict]) -> dict:
    first_name = next((one["id"] for one in layers if one["type"] == "symbol"), None)
    return {
        "version": 8,
        "metadata": {
            "placette:first-name": first_name,  # what veils the ground goes below this layer
            "placette:paper": colours["land"],
        },
        "sources": sources,
        "layers": layers,
    }
