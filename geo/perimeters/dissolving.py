"""From the features of files to one area, with a report of what was done to them.

A report is a list of {"code": …, "count": …, …}: `reports.py` puts it into words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geo.crs import DEGREES, is_in_degrees, reproject
from geo.drawings.features import Feature
from geo.drawings.reasons import Code, InvalidDrawing
from geo.perimeters.choosing import Choice, name_of
from geo.perimeters.cutting import free
from geo.perimeters.repair import repair, unite
from geo.perimeters.seams import (
    HAIRLINE_M,
    Piece,
    area_m2,
    closed,
    gaps,
    holes_of,
    mean_width_m,
    notches,
    overlaps,
    unfilled,
)

CRUMB_M2 = 1.0
SHOWN_POINTS = 2_000
"""Points of a repaired outline that the report keeps, to show it as it was."""
SHOWN_STEPS = 1_000  # into which the longer side of a picture is cut
SHOWN_PIECES = 500
"""Gaps, and overlaps, that the report keeps with their outlines: the largest."""


@dataclass(frozen=True, slots=True)
class Dissolved:
    """One valid area in degrees, on the grid of 1e-7°, and how it came about."""

    area: shapely.MultiPolygon
    report: list[dict]


def dissolve(choices: Sequence[Choice], *, close_gaps: bool = True) -> Dissolved:
    """Return the chosen features of one file or several as one area: parts and holes kept.

    Outlines are turned the right way, self-crossings repaired, points put on the grid of 1e-7°.
    Gaps between features that nobody drew are closed (see `seams`), or with `close_gaps` off
    only told. The order of files and features changes nothing.
    Raises BeyondRepair, InvalidDrawing.
    """
    shapes, report = _ready(choices)
    whole, shared = unite(shapely.get_parts(shapes))
    area, seams = _seamless(_without_crumbs(free(whole)), shapes, choices, close_gaps)
    seams += _shared(shared, shapes, choices) + _open(area, shapes, choices)
    area = shapely.orient_polygons(shapely.normalize(area))
    return Dissolved(area, report + seams + _parts(area))


def _ready(choices: Sequence[Choice]) -> tuple[np.ndarray, list[dict]]:
    """Return the chosen areas in degrees, valid, and what was done to make them so."""
    areal = [feature for choice in choices for feature in choice.areas]
    chosen = sum(len(choice.chosen) for choice in choices)
    report = counted("chosen", len(areal), of=sum(len(one.collection.features) for one in choices))
    report += counted("without_area", chosen - len(areal))
    report += counted("heights_dropped", sum(choice.collection.heights for choice in choices))
    for srid in sorted({one.collection.srid for one in choices if one.areas} - {DEGREES}):
        count = sum(len(one.areas) for one in choices if one.collection.srid == srid)
        report += counted("reprojected", count, srid=srid)
    shapes = np.concatenate([_moved(choice.areas, choice.collection.srid) for choice in choices])
    report += counted("turned", _turned(shapes))
    shapes, repaired = _repaired(shapes, areal)
    return shapes, report + repaired


def _moved(features: Sequence[Feature], srid: int) -> np.ndarray:
    shapes = np.array([feature.geometry for feature in features], dtype=object)
    return in_degrees(shapes, srid) if len(shapes) else shapes


def counted(code: str, count: int, **facts) -> list[dict]:
    """Return a line of the report; none where there is nothing to tell."""
    return [{"code": code, "count": int(count), **facts}] if count else []


def in_degrees(shapes: np.ndarray, srid: int) -> np.ndarray:
    """Return the shapes in degrees; raise InvalidDrawing where they cannot lie on Earth."""
    if not is_in_degrees(srid) and np.abs(shapely.get_coordinates(shapes)).max() <= 180:
        raise InvalidDrawing(Code.NOT_IN_METRES)  # degrees that the file calls metres
    moved = reproject(shapes, srid, DEGREES)
    coordinates = shapely.get_coordinates(moved)
    if not np.isfinite(coordinates).all() or (np.abs(coordinates) > (180, 90)).any():
        raise InvalidDrawing(Code.NOT_IN_METRES)
    return moved


def _turned(shapes: np.ndarray) -> int:
    """Return how many outlines run clockwise, against RFC 7946."""
    outlines = shapely.get_exterior_ring(shapely.get_parts(shapes))
    return int((~shapely.is_ccw(outlines)).sum())


def _repaired(shapes: np.ndarray, features: list[Feature]) -> tuple[np.ndarray, list[dict]]:
    broken = np.flatnonzero(~shapely.is_valid(shapes))
    if not len(broken):
        return shapes, []
    valid = shapes.copy()
    valid[broken] = repair(shapes[broken])
    details = [_before(features[index], shapes[index], valid[index]) for index in broken]
    return valid, counted("repaired", len(broken), features=details)


def _before(feature: Feature, before, after) -> dict:
    """Return what the report keeps of a repaired feature: its outlines as they were."""
    rings = _as_drawn(before)
    small = sum(map(len, rings)) <= SHOWN_POINTS
    return {
        "feature": feature.number,
        "name": name_of(feature.properties),
        "said": shapely.is_valid_reason(before),
        "bounds": list(before.bounds),
        "area_m2": area_m2(after),
        "before": rings if small else [],
    }


def _as_drawn(area) -> list[list]:
    """Return the outlines of an area that may cross itself, as detailed as a picture shows them."""
    west, south, east, north = area.bounds
    step = max(east - west, north - south) / SHOWN_STEPS
    rings = shapely.get_rings(shapely.get_parts(area))
    if shapely.get_num_coordinates(area) > SHOWN_POINTS:
        lines = [shapely.LineString(ring.coords) for ring in rings]
        rings = shapely.simplify(lines, step, preserve_topology=False)
    return [shapely.get_coordinates(ring).round(6).tolist() for ring in rings if not ring.is_empty]


def _without_crumbs(area) -> shapely.MultiPolygon:
    parts = [part for part in shapely.get_parts(area) if area_m2(part) >= CRUMB_M2]
    if not parts:
        raise InvalidDrawing(Code.TOO_SMALL)
    return shapely.MultiPolygon(parts)


def _seamless(area, shapes, choices, close_gaps) -> tuple[shapely.MultiPolygon, list[dict]]:
    """Return the area without hairlines and gaps, and the report on them."""
    holes = holes_of(area)
    files = _files(choices)
    found = [
        one
        for one in gaps(holes, shapes)
        if one.width_m >= HAIRLINE_M or len({files[at] for at in one.features}) > 1
    ]
    left_out = [_moved(choice.left_out, choice.collection.srid) for choice in choices]
    found = unfilled(found, np.concatenate(left_out)) if found else []
    outlines = {one.shape.wkb for one in found}
    hairlines = [
        hole for hole in holes if hole.wkb not in outlines and mean_width_m(hole) < HAIRLINE_M
    ]
    report = counted("hairlines_closed", len(hairlines))
    report += _told("gaps_closed" if close_gaps else "gaps_kept", found, _names(choices))
    gone = hairlines + [one.shape for one in found if close_gaps]
    filled = closed(area, gone)
    if not filled.is_valid:  # a hole that was closed held a part of its own
        filled = _without_crumbs(free(unite(shapely.get_parts(filled))[0]))
    return filled, report


def _shared(shared, shapes, choices) -> list[dict]:
    """Return the report on what several features claim."""
    parts = shapely.get_parts(free(shared))
    found = overlaps(parts[~shapely.is_empty(parts)], shapes)
    return _told("overlaps", found, _names(choices))


def _open(area, shapes, choices) -> list[dict]:
    """Return the report on wedges between files that open to the outside; they stay."""
    return _told("notches", notches(area, shapes, _files(choices)), _names(choices))


def _files(choices: Sequence[Choice]) -> list[int]:
    """Return of each area the number of its file."""
    return [number for number, choice in enumerate(choices) for _ in choice.areas]


def _names(choices: Sequence[Choice]) -> list[str]:
    return [name_of(feature.properties) for choice in choices for feature in choice.areas]


def _told(code: str, pieces: Sequence[Piece], names: Sequence[str]) -> list[dict]:
    """Return what the report keeps of gaps or overlaps: how many, how large, which, where."""
    kept = [
        {
            "area_m2": round(one.area_m2, 1),
            "width_m": round(one.width_m, 1),
            "between": sorted({names[at] for at in one.features if names[at]})[:4],
            "outline": shapely.get_coordinates(one.shape.exterior).tolist(),
        }
        for one in pieces[:SHOWN_PIECES]
    ]
    size = sum(one.area_m2 for one in pieces)
    return counted(code, len(pieces), area_m2=round(size, 1), pieces=kept)


def _parts(area: shapely.MultiPolygon) -> list[dict]:
    holes = int(shapely.get_num_interior_rings(shapely.get_parts(area)).sum())
    points = int(shapely.get_num_coordinates(area))
    return counted("parts", len(area.geoms), points=points) + counted("holes", holes)
