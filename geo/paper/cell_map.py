"""The map of one cell for paper, as SVG: streets with names, numbered marks, scale and north.

It carries its own colours (those of the local map by day), since no style sheet reaches paper.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import shapely
from pyproj import Geod

from basemaps.colours import LIGHT
from geo.paper.styles import FONT, INK, ROUND, ground_styles, style_element, written
from geo.perimeters.outlines import Frame, frame_around, path_of

WIDTH = HEIGHT = 1000  # pixels: the map is some 17 cm wide on paper
NAME_PX, MARK_PX, MARK_RADIUS = 21, 22, 19
LEAST_LETTER_PX = 11.5  # a name stands only along a street that is long enough for it
SCALES_M = (10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000)
EARTH = Geod(ellps="WGS84")
STYLES = ground_styles(street=14, main_road=22, edge=3) | {
    "veil": "fill:#fff;fill-opacity:.62;fill-rule:evenodd",
    "cell": f"fill:none;stroke:{INK};stroke-width:5;{ROUND}",
    "mark": f"fill:#fff;stroke:{INK};stroke-width:3",
    "plate": "fill:#fff;fill-opacity:.92",
    "bar": f"fill:none;stroke:{INK};stroke-width:3",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbered object on the map; place: longitude, latitude."""

    label: str
    place: shapely.Point


def frame_of(outline: shapely.Geometry) -> Frame:
    """Return the frame of a cell (degrees) on paper, with a margin in which streets go on."""
    return frame_around(outline.bounds, WIDTH, HEIGHT)


def cell_map(
    outline: shapely.Geometry,
    ground: Sequence[tuple[str, str]],
    streets: Iterable[tuple[str, shapely.Geometry]],
    marks: Sequence[Mark],
) -> str:
    """Return the SVG of a cell.

    outline: the cell in degrees; ground: class and path of each layer below, in `frame_of`'s
    pixels; streets: names and lines in degrees; marks: what is known there.
    """
    frame = frame_of(outline)
    cell = path_of(outline, frame)
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">',
            style_element(STYLES),
            f'<clipPath id="edge"><rect width="{WIDTH}" height="{HEIGHT}"/></clipPath>',
            '<g clip-path="url(#edge)">',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{LIGHT["sea"]}"/>',
            *(f'<path class="{name}" d="{path}"/>' for name, path in ground),
            f'<path class="veil" d="M0 0H{WIDTH}V{HEIGHT}H0Z{cell}"/>',
            f'<path class="cell" d="{cell}"/>',
            *_names(streets, frame),
            *(_mark(mark, frame) for mark in marks),
            "</g>",
            _scale_bar(frame),
            _north(),
            "</svg>",
        ]
    )


def _names(streets: Iterable[tuple[str, shapely.Geometry]], frame: Frame) -> list[str]:
    """Return the names along their longest piece in sight, one each, where they have room."""
    longest: dict[str, shapely.LineString] = {}
    for name, line in streets:
        for piece in _pieces(line, frame):
            if name not in longest or piece.length > longest[name].length:
                longest[name] = piece
    return [
        _along(name, line)
        for name, line in sorted(longest.items())
        if line.length > len(name) * LEAST_LETTER_PX
    ]


def _pieces(line: shapely.Geometry, frame: Frame) -> list[shapely.LineString]:
    seen = shapely.clip_by_rect(shapely.transform(line, frame.points), 0, 0, WIDTH, HEIGHT)
    parts = shapely.get_parts(shapely.line_merge(seen))
    return [part for part in parts if part.geom_type == "LineString"]


def _along(name: str, line: shapely.LineString) -> str:
    middle = line.interpolate(0.5, normalized=True)
    reach = len(name) * LEAST_LETTER_PX / 2
    from_here = line.interpolate(max(line.length / 2 - reach, 0))
    to_there = line.interpolate(min(line.length / 2 + reach, line.length))
    angle = math.degrees(math.atan2(to_there.y - from_here.y, to_there.x - from_here.x))
    upright = angle - 180 if angle > 90 else angle + 180 if angle < -90 else angle
    turn = f"translate({middle.x:.1f} {middle.y:.1f}) rotate({upright:.1f})"
    letters = f'font-family="{FONT}" font-size="{NAME_PX}" text-anchor="middle"'
    return (
        f'<g transform="{turn}"><text y="7" {letters} fill="#fff" stroke="#fff" stroke-width="6"'
        f' stroke-linejoin="round">{written(name)}</text>'
        f'<text y="7" {letters} fill="{LIGHT["text"]}">{written(name)}</text></g>'
    )


def _mark(mark: Mark, frame: Frame) -> str:
    x, y = frame.points(shapely.get_coordinates(mark.place))[0]
    return (
        f'<g transform="translate({x:.1f} {y:.1f})"><circle class="mark" r="{MARK_RADIUS}"/>'
        f'<text y="8" font-family="{FONT}" font-weight="bold" font-size="{MARK_PX}"'
        f' text-anchor="middle" fill="{INK}">{written(mark.label)}</text></g>'
    )


def scale_of(frame: Frame) -> tuple[int, float]:
    """Return a round length in metres, a third of the frame at most, and its pixels."""
    metres = EARTH.inv(frame.lon, frame.lat, frame.lon, frame.lat + 1 / frame.scale)[2]
    length_m = max([one for one in SCALES_M if one / metres <= WIDTH / 3], default=SCALES_M[0])
    return length_m, length_m / metres


def _scale_bar(frame: Frame) -> str:
    length_m, pixels = scale_of(frame)
    top = HEIGHT - 62
    text = f"{length_m} m" if length_m < 1000 else f"{length_m // 1000} km"
    return (
        f'<g transform="translate(14 {top})"><rect class="plate" width="{pixels + 28:.0f}"'
        f' height="48" rx="6"/><path class="bar" d="M14 24V38H{pixels + 14:.1f}V24"/>'
        f'<text x="{pixels / 2 + 14:.0f}" y="30" font-family="{FONT}" font-size="20"'
        f' text-anchor="middle" fill="{INK}">{text}</text></g>'
    )


def _north() -> str:
    """Return the sign of north: up is north, since the frame is drawn in degrees."""
    return (
        f'<g transform="translate({WIDTH - 74} 14)"><rect class="plate" width="60" height="84"'
        f' rx="6"/><path d="M30 8L44 46L30 38L16 46Z" fill="{INK}"/><text x="30" y="74"'
        f' font-family="{FONT}" font-weight="bold" font-size="24" text-anchor="middle"'
        f' fill="{INK}">N</text></g>'
    )
