"""What the figures of the report are made of: the map of the cells and the intervals."""

from collections.abc import Sequence

import shapely

from basemaps.colours import LIGHT
from geo.analysis.palettes import letters_on
from geo.paper.cell_map import scale_of
from geo.paper.styles import ground_styles
from geo.perimeters.outlines import Frame, frame_around, path_of
from geo.templatetags.figures import area_of, landscape_of
from participation.crossings.classes import COLOURS, CROSSED, class_of
from participation.crossings.lines import place_of
from participation.crossings.numbers import percent_words
from participation.crossings.picture import bounds_of, told_shapes
from participation.crossings.showing import Shown

WIDTH, HEIGHT = 1000, 800
EDGE, GREY = "#16202b", "#8d9499"
LOOKS = {
    "published": {"edge": EDGE, "width": 0.6},
    "uncertain": {"edge": GREY, "width": 0.6, "alpha": 0.35},
    "too_few": {"edge": "#5b6670", "width": 1.0},
}
NOBODY = {"hatch": "////", "edge": "#b9bfc4", "width": 0.3}
LEAST_LETTERS_PT, MOST_LETTERS_PT = 4.5, 11.0
LONGEST_NAME = 34
TICKS = (0, 0.25, 0.5, 0.75, 1)


def map_of_cells(shown: Shown) -> dict:
    """Return what `geo.paper.figures` draws as the map."""
    frame = frame_of(shown)
    pairs = list(zip(shown.cells.rows, shown.cells.shapes, strict=True))
    silent = [shape for row, shape in pairs if row["status"] == "no_answer"]
    cells = [{"path": path_of(shapely.union_all(silent), frame)} | NOBODY] if silent else []
    # What is published is drawn last: its edges lie above those of its neighbours.
    for status, look in reversed(LOOKS.items()):
        cells += [
            {"path": path_of(shape, frame), "fill": fill_of(row, shown)} | look
            for row, shape in pairs
            if row["status"] == status
        ]
    ground = landscape_of(shown.crossing.consultation.basemap, frame)
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "background": LIGHT["sea" if ground else "land"],
        "ground": [{"path": path, **_look(name)} for name, path in ground],
        "cells": [*cells, *perimeter_of(shown, frame)],
        "scale": dict(zip(("words", "pixels"), scale_words(frame), strict=True)),
        "labels": labels_of(pairs, shown, frame),
    }


def frame_of(shown: Shown) -> Frame:
    """Return the window of all cells of which something is told, where their codes can be read."""
    first = frame_around(bounds_of(shown), WIDTH, HEIGHT)
    told = shapely.box(*shapely.total_bounds(told_shapes(shown)))
    if first.window.covers(told):
        return first
    whole = frame_around(told.bounds, WIDTH, HEIGHT)
    return whole if letters_pt(shown, whole) >= LEAST_LETTERS_PT else first


def letters_pt(shown: Shown, frame: Frame) -> float:
    """Return how large the code of a cell can be written in it."""
    across = 2 * shown.crossing.cell_edge_m / 111_320 * frame.scale
    return min(across * 0.36, MOST_LETTERS_PT)


def perimeter_of(shown: Shown, frame: Frame) -> list[dict]:
    version = shown.crossing.consultation.perimeter.current_id
    if version is None:
        return []
    return [{"path": path_of(area_of(version), frame), "edge": EDGE, "width": 1.6}]


def scale_words(frame: Frame) -> tuple[str, float]:
    """Return a round length in words, and how many pixels it has."""
    length_m, pixels = scale_of(frame)
    return (f"{length_m} m" if length_m < 1000 else f"{length_m // 1000} km"), pixels


def fill_of(row: dict, shown: Shown) -> str | None:
    code = class_of(row, CROSSED, shown.thresholds)
    return COLOURS[CROSSED].get(code)


def _look(name: str) -> dict:
    """Return a class of the local map as matplotlib draws it."""
    rules = dict(
        rule.split(":") for rule in ground_styles(3, 5, 1)[name].split(";") if rule.count(":") == 1
    )
    fill, edge = rules.get("fill"), rules.get("stroke")
    return {
        "fill": None if fill == "none" else fill,
        "edge": edge,
        "width": float(rules.get("stroke-width", 0)),
    }


def labels_of(pairs: Sequence, shown: Shown, frame: Frame) -> list[dict]:
    """Return the codes on the cells that are published; none where they would be too small."""
    size = letters_pt(shown, frame)
    told = [(row, shape) for row, shape in pairs if row["status"] == "published"]
    if size < LEAST_LETTERS_PT or not told:
        return []
    middles = shapely.get_coordinates(shapely.point_on_surface([shape for _row, shape in told]))
    labels = []
    for (row, _shape), (x, y) in zip(told, frame.points(middles).tolist(), strict=True):
        code = class_of(row, CROSSED, shown.thresholds)
        if code:
            ink = letters_on(COLOURS[CROSSED][code])
            labels.append({"x": x, "y": y, "text": code, "size": size, "ink": ink})
    return labels


def intervals_of(rows: Sequence[dict], shown: Shown) -> dict:
    """Return what is declared and expected in some cells."""
    return {
        "width": 660,
        "ticks": [(share, percent_words(share)) for share in TICKS],
        "rows": [
            {
                "code": class_of(row, CROSSED, shown.thresholds),
                "label": shortened(place_of(row)),
                "alpha": 0.45 if row["status"] == "uncertain" else 1.0,
                "low": row["low"],
                "high": row["high"],
                "share": row["share"],
                "expected": row["expected"],
                **_band(row),
            }
            for row in rows
        ],
    }


def _band(row: dict) -> dict:
    ends = [row[name] for name in ("expected_low", "expected_high")]
    low, high = sorted(end if end is not None else row["expected"] or 0.0 for end in ends)
    return {"expected_low": low, "expected_high": high}


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1].rstrip()}…"
