"""The cells as the map needs them: GeoJSON for its script, outlines for who has none."""

import math
from dataclasses import dataclass

import shapely

from geo.perimeters.conversion import to_geojson
from geo.perimeters.outlines import frame_around, path_of
from geo.templatetags.figures import landscape_of
from participation.crossings.asked import Asked, cell_name
from participation.crossings.classes import SHOWS, class_of, is_faint, label_of
from participation.crossings.showing import Shown

WIDTH, HEIGHT = 876, 452
MOST_DRAWN = 1500  # cells: beyond, a page without scripts shows the table only
LEAST_LABEL_PX = 34  # width of a cell on which its code is written
LEAST_ACROSS = 3  # edges to each side: one cell alone is seen among its neighbours
MOST_ACROSS = WIDTH * 0.84 / LEAST_LABEL_PX  # cells beside each other, whose letters are seen
METRES_OF_A_DEGREE = 111_320


def features_of(shown: Shown) -> dict:
    """Return the FeatureCollection of the map: what is drawn of each cell in each way to look."""
    pairs = zip(shown.cells.rows, shown.cells.shapes, strict=True)
    features = [_feature(row, shape, shown.thresholds) for row, shape in pairs]
    return {"type": "FeatureCollection", "features": features}


def _feature(row: dict, shape: shapely.Geometry, thresholds) -> dict:
    middle = shape.representative_point()
    drawn = {"cell": cell_name(row["i"], row["j"]), "status": row["status"]}
    drawn["middle"] = [round(middle.x, 6), round(middle.y, 6)]
    for show in SHOWS:
        drawn[show] = class_of(row, show, thresholds)
        drawn[f"{show}_label"] = label_of(row, show, thresholds)
        drawn[f"{show}_faint"] = is_faint(row, show)
    return {"type": "Feature", "properties": drawn, "geometry": to_geojson(shape)}


def bounds_of(shown: Shown) -> list[float] | None:
    """West, south, east and north of what is looked at first; None of no cells.

    All cells of which something is told; around their middle only, where otherwise no letter
    would be seen on them. Where none is published, all that were answered in.
    """
    told = told_shapes(shown)
    if not told:
        return None
    west, south, east, north = shapely.total_bounds(told).tolist()
    if is_overview(shown):
        return [west, south, east, north]
    middle = shapely.multipoints(shapely.centroid(told)).centroid
    half = MOST_ACROSS * shown.crossing.cell_edge_m / METRES_OF_A_DEGREE
    least = LEAST_ACROSS * shown.crossing.cell_edge_m / METRES_OF_A_DEGREE
    west, south = min(west, middle.x - least), min(south, middle.y - least)
    east, north = max(east, middle.x + least), max(north, middle.y + least)
    wide = half / math.cos(math.radians(middle.y))
    high = half * HEIGHT / WIDTH * 0.8  # the map keeps a margin on all sides
    return [
        max(west, middle.x - wide),
        max(south, middle.y - high),
        min(east, middle.x + wide),
        min(north, middle.y + high),
    ]


def told_shapes(shown: Shown) -> list[shapely.Geometry]:
    """The cells of which something is told; where none is published, those answered in; or all."""
    cells = shown.cells
    wanted = ("uncertain", "too_few") if is_overview(shown) else ("published", "uncertain")
    pairs = zip(cells.rows, cells.shapes, strict=True)
    return [shape for row, shape in pairs if row["status"] in wanted] or cells.shapes


def is_overview(shown: Shown) -> bool:
    """Whether no cell is published: then nothing asks to be read from near."""
    return all(row["status"] != "published" for row in shown.cells.rows)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One cell in the picture of the server."""

    row: dict
    path: str
    at: str
    code: str
    label: str
    is_faint: bool
    is_dim: bool
    is_on: bool
    address: str


def picture_of(shown: Shown, asked: Asked, chosen: dict | None) -> dict:
    """Return the picture in the page until the map takes its place; {} of too many cells."""
    cells = shown.cells
    if not cells.shapes or len(cells.shapes) > MOST_DRAWN:
        return {}
    frame = frame_around(bounds_of(shown), WIDTH, HEIGHT)
    middles = shapely.get_coordinates(shapely.point_on_surface(cells.shapes))
    places = frame.points(middles).tolist()
    across = 2 * shown.crossing.cell_edge_m / METRES_OF_A_DEGREE * frame.scale
    drawn = [
        _drawn(row, path_of(shape, frame), f"{x:.1f} {y:.1f}", shown, asked, row is chosen)
        for row, shape, (x, y) in zip(cells.rows, cells.shapes, places, strict=True)
    ]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "ground": landscape_of(shown.crossing.consultation.basemap, frame),
        "cells": drawn,
        "chosen": next((one for one in drawn if one.is_on), None),
        "is_labelled": across >= LEAST_LABEL_PX,
    }


def _drawn(row, path, at, shown: Shown, asked: Asked, is_on: bool) -> Drawn:
    code = class_of(row, asked.show, shown.thresholds)
    return Drawn(
        row=row,
        path=path,
        at=at,
        code=code,
        label=label_of(row, asked.show, shown.thresholds) if code else "",
        is_faint=is_faint(row, asked.show),
        is_dim=not is_asked(row, code, asked),
        is_on=is_on,
        address=asked.but(cell=(row["i"], row["j"])),
    )


def is_asked(row: dict, code: str, asked: Asked) -> bool:
    """Whether the filters of the address let a cell through."""
    return (not asked.classes or code in asked.classes) and (
        not asked.statuses or row["status"] in asked.statuses
    )
