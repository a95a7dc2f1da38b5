"""The names on the local map, written with the fonts of the page: no glyph files, no icons."""

from collections.abc import Mapping

from basemaps.drawing import DETAIL, SOURCE

FAMILY = "Atkinson Hyperlegible Next Variable"
# Without glyph files MapLibre reads weight and style from the first name and draws with the rest.
REGULAR = ["Regular", FAMILY, "system-ui"]
ITALIC = ["Italic", FAMILY, "system-ui"]
SEMIBOLD = ["Semibold", FAMILY, "system-ui"]
BOLD = ["Bold", FAMILY, "system-ui"]
HALO_PX = 1.6
ROOM_PX = 14


def labels(colours: Mapping[str, str]) -> list[dict]:
    """The names, the least important first: where two collide, the later one stays."""
    return [*_along_lines(colours), *_nature(colours), *_places(colours)]


def _along_lines(c: Mapping[str, str]) -> list[dict]:
    street = {"size": 12.5, "along": True, "minzoom": 15.2}
    return [
        _label(c, "name-path", "path", "text-2", size=12, along=True, font=ITALIC, minzoom=15.2),
        _label(
            c, "name-stream", "stream", "water-text", size=12, along=True, font=ITALIC, minzoom=15
        ),
        _label(
            c,
            "name-railway",
            "railway",
            "text-2",
            size=12,
            along=True,
            minzoom=14.4,
            offset=[0, -1],
        ),
        _label(c, "name-street", "street", "text", **street),
        _label(c, "name-road", "road", "text", **street | {"minzoom": 14.4}),
        _label(c, "name-main-road", "main_road", "text", **street | {"minzoom": 14.4}),
    ]


def _nature(c: Mapping[str, str]) -> list[dict]:
    water = {"font": ITALIC, "spacing": 0.05, "halo": False}
    return [
        _name(c, "park", "green-text", size=12, font=ITALIC, minzoom=14.4),
        _name(c, "wood", "green-text", size=12, font=ITALIC, minzoom=12),
        _name(c, "water", "water-text", size=12, width=6, minzoom=12, **water),
        _name(c, "cape", "text-2", size=12, font=ITALIC, minzoom=12),
        _name(c, "land", "text-2", size=12, font=ITALIC, minzoom=12),
        _name(c, "basin", "water-text", size=12, minzoom=14.4, **water),
        _name(c, "sea", "water-text", size=13, minzoom=11, **water),
    ]


def _places(c: Mapping[str, str]) -> list[dict]:
    above = {"anchor": "bottom", "offset": [0, -0.5]}
    dot = {
        "id": "village-dot",
        "type": "circle",
        "source": SOURCE,
        "source-layer": "name",
        "filter": ["==", ["get", "kind"], "village"],
        "maxzoom": 13.5,
        "paint": {
            "circle-radius": 2.2,
            "circle-color": c["text"],
            "circle-stroke-color": c["halo"],
            "circle-stroke-width": 1.2,
        },
    }
    return [
        dot,
        _name(c, "market", "text", size=12, minzoom=15),
        _name(c, "station", "text", size=12, minzoom=14.4, **above),
        _name(c, "locality", "text-2", size=12, minzoom=DETAIL),
        _name(c, "village", "text", size=14, font=SEMIBOLD, maxzoom=16, **above),
        _name(c, "town", "text", size=16, font=BOLD, maxzoom=16, anchor="left"),
    ]


def _name(c: Mapping[str, str], kind: str, colour: str, **more) -> dict:
    only = ["==", ["get", "kind"], kind]
    return _label(c, f"name-{kind}", "name", colour, **more) | {"filter": only}


def _label(
    c: Mapping[str, str], name: str, source_layer: str, colour: str, *, size: float, **more
) -> dict:
    """One symbol layer; `along` a line, else at a point. Every other word is a plain setting."""
    halo = {"text-halo-width": HALO_PX, "text-halo-color": c["halo"]}
    if not more.get("halo", True):
        halo = {}
    zooms = {key: more[key] for key in ("minzoom", "maxzoom") if key in more}
    layout = {
        "text-field": ["get", "name"],
        "text-font": more.get("font", REGULAR),
        "text-size": size,
        "text-letter-spacing": more.get("spacing", 0),
        "text-padding": ROOM_PX,
        "text-offset": more.get("offset", [0, 0]),
    }
    if more.get("along"):
        layout |= {"symbol-placement": "line", "symbol-spacing": 320, "text-max-angle": 35}
    else:
        layout |= {
            "text-max-width": more.get("width", 9),
            "text-anchor": more.get("anchor", "center"),
        }
    return {
        "id": name,
        "type": "symbol",
        "source": SOURCE,
        "source-layer": source_layer,
        **zooms,
        "layout": layout,
        "paint": {"text-color": c[colour], **halo},
    }
