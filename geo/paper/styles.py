"""How things look on paper: the colours of the local map by day, carried by the drawing itself."""

import re
from collections.abc import Mapping
from html import escape

from basemaps.colours import LIGHT

INK = "#16202b"
FONT = "DejaVu Sans"
UNWRITABLE = re.compile("[^\\t\\n\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
ROUND = "stroke-linejoin:round;stroke-linecap:round"


def ground_styles(street: float, main_road: float, edge: float) -> dict[str, str]:
    """Return the looks of the local map's classes.

    street, main_road: widths in pixels of the drawing; edge: how much wider their outlines are.
    """
    return {
        "m-land": f"fill:{LIGHT['land']}",
        "m-wood": f"fill:{LIGHT['wood']}",
        "m-park": f"fill:{LIGHT['park']}",
        "m-urban": f"fill:{LIGHT['urban']}",
        "m-bld": f"fill:{LIGHT['bld']};stroke:{LIGHT['bld-edge']};stroke-width:{edge / 3:.1f}",
        "m-water": f"fill:{LIGHT['lake']};stroke:{LIGHT['coastline']};stroke-width:{edge / 2:.1f}",
        "m-case": _line(LIGHT["road-case"], street + edge),
        "m-road": _line(LIGHT["road"], street),
        "m-coast-case": _line(LIGHT["coast-case"], main_road + edge),
        "m-coast-road": _line(LIGHT["coast-road"], main_road),
        "m-rail": _line(LIGHT["rail"], edge),
    }


def _line(colour: str, width: float) -> str:
    return f"fill:none;stroke:{colour};stroke-width:{width:.1f};{ROUND}"


def written(text: str) -> str:
    """Return a text for SVG: what XML cannot hold is left out, its signs are escaped."""
    return escape(UNWRITABLE.sub("", text))


def style_element(styles: Mapping[str, str]) -> str:
    """Return the SVG element that gives each class its look."""
    rules = "".join(f".{name}{{{style}}}" for name, style in styles.items())
    return f"<style>{rules}</style>"
