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
ROOM_PX = 3
# Where a name may stand when a pin or another name takes its place: anchor, then the way to it
# from the point, in heights of a letter.
AROUND_CAPE = [
    *("center", [0, 0], "bottom", [0, -0.6], "left", [0.8, 0], "right", [-0.8, 0]),
    *("bottom", [0, -1.6], "left", [1.8, 0], "right", [-1.8, 0]),
]
AROUND_ISLET = ["left", [3.1, 0.5], "right", [-3.1, 0.5], "top", [0, 2.4], "bottom", [0, -2.4]]
AROUND_VILLAGE = [
    *("bottom", [0, -0.5], "left", [0.7, 0], "right", [-0.7, 0], "top", [0, 0.5]),
    *("bottom-left", [0.6, -0.4], "bottom-right", [-0.6, -0.4], "left", [1.2, 0.2]),
    *("bottom", [0, -1.8], "top", [0, 1.8], "left", [2, 0], "right", [-2, 0]),
    *("left", [2.2, -0.8], "right", [-2.2, -0.8], "left", [3.4, 1.6], "right", [-3.4, 1.6]),
]
AROUND_TOWN = [
    *("left", [0, 0], "left", [0, -0.85], "bottom", [0, -0.8], "left", [1.6, 0]),
    *("bottom", [0, -2.2], "right", [-1.6, -0.6], "left", [2.6, -1], "bottom-left", [0, -3]),
]


def labels(colours: Mapping[str, str]) -> list[dict]:
    """The names, the least important first: where two collide, the later one stays."""
    return [*_along_lines(colours), *_nature(colours), *_places(colours)]


def _along_lines(c: Mapping[str, str]) -> list[dict]:
    street = {"size": 12.5, "along": True, "minzoom": 15.2}
    nature = {"size": 12, "along": True, "minzoom": 15.2, "font": ITALIC}
    railway = {"size": 12, "along": True, "minzoom": 14.4, "offset": [0, -1], "every": 700}
    road = street | {"minzoom": 14.4}
    return [
        _label(c, "name-path", "path", "text-2", **nature),
        _label(c, "name-stream", "stream", "water-text", **nature),
        _label(c, "name-railway", "railway", "text-2", **railway),
        _label(c, "name-street", "street", "text", **street),
        _label(c, "name-footway", "footway", "text", **street, every=160),
        _label(c, "name-road", "road", "text", **road),
        _label(c, "name-main-road", "main_road", "text", **road),
    ]


def _nature(c: Mapping[str, str]) -> list[dict]:
    water = {"font": ITALIC, "spacing": 0.05, "halo": False}
    return [
        _name(c, "park", "green-text", size=12, font=ITALIC, minzoom=14.4),
        _name(c, "wood", "green-text", size=12, font=ITALIC, minzoom=12),
        _name(c, "water", "water-text", size=12, width=6, minzoom=12, **water),
        _name(c, "cape", "text-2", size=12, font=ITALIC, minzoom=12, around=AROUND_CAPE),
        _name(c, "land", "text-2", size=12, font=ITALIC, minzoom=12, around=AROUND_ISLET),
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
        _name(
            c, "village", "text", size=14, font=SEMIBOLD, maxzoom=16, around=AROUND_VILLAGE, room=0
        ),
        _name(c, "town", "text", size=16, font=BOLD, maxzoom=16, around=AROUND_TOWN, room=0),
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
        "text-padding": more.get("room", ROOM_PX),
        "text-offset": more.get("offset", [0, 0]),
    }
    if more.get("along"):
        layout |= {"symbol-placement": "line", "symbol-spacing": more.get("every", 320)}
        layout |= {"text-max-angle": 50}
    elif "around" in more:
        layout |= {"text-variable-anchor-offset": more["around"], "text-justify": "auto"}
        layout |= {"text-max-width": 9}
    else:
        layout |= {"text-max-width": more.get("width", 9)}
        layout |= {"text-anchor": more.get("anchor", "center")}
    return {
        "id": name,
        "type": "symbol",
        "source": SOURCE,
        "source-layer": source_layer,
        **zooms,
        "layout": layout,
        "paint": {"text-color": c[colour], **halo},
    }
