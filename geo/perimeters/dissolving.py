"""From the features of a file to one area, with a report of what was done to them.

A report is a list of {"code": …, "count": …, …}: `reports.py` puts it into words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geo.crs import DEGREES, IN_DEGREES, reproject
from geo.files.features import Collection, Feature
from geo.perimeters.cutting import free
from geo.perimeters.ground import WGS84
from geo.perimeters.reasons import Code, InvalidDrawing
from geo.perimeters.repair import repair, unite

HAIRLINE_M = 1.0
"""Gaps between features narrower than this are closed."""
NARROW_M = 30.0
"""Gaps narrower than this are reported: two countries may draw their border differently."""
CRUMB_M2 = 1.0
SHOWN_POINTS = 2_000
"""Points of a repaired outline that the report keeps, to show it as it was."""


class NothingChosen(ValueError):
    """No feature with an area fulfils the conditions; `properties` shows some of each name."""

    def __init__(self, properties: dict[str, list[str]]):
        self.properties = properties
        super().__init__("no feature chosen")


@dataclass(frozen=True, slots=True)
class Dissolved:
    """One valid area in degrees, on the grid of 1e-7°, and how it came about."""

    area: shapely.MultiPolygon
    report: list[dict]


def choose(features: Sequence[Feature], where: Sequence[tuple[str, str]]) -> list[Feature]:
    """Return the features that fulfil the conditions; all without conditions.

    `where`: (property, value) pairs; values of the same property are alternatives, different
    properties must all fit. Values are compared as text. Raises NothingChosen.
    """
    wanted: dict[str, set[str]] = {}
    for name, value in where:
        wanted.setdefault(name, set()).add(value)
    chosen = [
        feature
        for feature in features
        if all(str(feature.properties.get(name)) in values for name, values in wanted.items())
    ]
    if not any(_has_area(feature) for feature in chosen):
        raise NothingChosen(_samples(features))
    return chosen


def dissolve(collection: Collection, where: Sequence[tuple[str, str]] = ()) -> Dissolved:
    """Return the chosen features as one area: parts, holes and exclaves kept.

    Outlines are turned the right way, self-crossings repaired, points put on the grid of
    1e-7°, hairline gaps between features closed.
    Raises NothingChosen, BeyondRepair, InvalidDrawing.
    """
    chosen = choose(collection.features, where)
    areal = [feature for feature in chosen if _has_area(feature)]
    shapes = np.array([feature.geometry for feature in areal], dtype=object)
    report = _count("chosen", len(areal), of=len(collection.features))
    report += _count("without_area", len(chosen) - len(areal))
    report += _count("heights_dropped", collection.heights)
    if collection.srid != DEGREES:
        report += _count("reprojected", len(areal), srid=collection.srid)
    shapes = in_degrees(shapes, collection.srid)
    report += _count("turned", _turned(shapes))
    shapes, repaired = _repaired(shapes, [feature.number for feature in areal])
    area = free(unite(shapely.get_parts(shapes)))
    area, closed = _without_hairlines(area)
    return Dissolved(area, report + repaired + closed + _parts(area))


def _has_area(feature: Feature) -> bool:
    return feature.geometry is not None and shapely.get_dimensions(feature.geometry) == 2


def _samples(features: Sequence[Feature]) -> dict[str, list[str]]:
    """Return up to 12 property names with up to 3 of their values."""
    samples: dict[str, list[str]] = {}
    for feature in features[:200]:
        for name, value in feature.properties.items():
            values = samples.setdefault(str(name), [])
            if len(values) < 3 and str(value)[:60] not in values:
                values.append(str(value)[:60])
    return dict(list(samples.items())[:12])


def _count(code: str, count: int, **facts) -> list[dict]:
    return [{"code": code, "count": int(count), **facts}] if count else []


def in_degrees(shapes: np.ndarray, srid: int) -> np.ndarray:
    """Return the shapes in degrees; raise InvalidDrawing where they cannot lie on Earth."""
    if srid not in IN_DEGREES and np.abs(shapely.get_coordinates(shapes)).max() <= 180:
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


def _repaired(shapes: np.ndarray, numbers: list[int]) -> tuple[np.ndarray, list[dict]]:
    broken = np.flatnonzero(~shapely.is_valid(shapes))
    if not len(broken):
        return shapes, []
    valid = shapes.copy()
    valid[broken] = repair(shapes[broken])
    details = [_before(numbers[index], shapes[index], valid[index]) for index in broken]
    return valid, _count("repaired", len(broken), features=details)


def _before(number: int, before, after) -> dict:
    """Return what the report keeps of a repaired feature: its outlines as they were."""
    rings = [
        shapely.get_coordinates(ring).round(6).tolist()
        for ring in shapely.get_rings(shapely.get_parts(before))
    ]
    small = shapely.get_num_coordinates(before) <= SHOWN_POINTS
    return {
        "feature": number,
        "said": shapely.is_valid_reason(before),
        "bounds": list(before.bounds),
        "area_m2": _area_m2(after),
        "before": rings if small else [],
    }


def _without_hairlines(area) -> tuple[shapely.MultiPolygon, list[dict]]:
    """Return the area without crumbs and hairline gaps, and what was seen of them."""
    parts = [part for part in shapely.get_parts(area) if _area_m2(part) >= CRUMB_M2]
    closed, narrow = 0, []
    whole = []
    for part in parts:
        holes = [(ring, _width_m(ring)) for ring in part.interiors]
        closed += sum(width < HAIRLINE_M for _, width in holes)
        narrow += [ring for ring, width in holes if HAIRLINE_M <= width < NARROW_M]
        kept = [ring for ring, width in holes if width >= HAIRLINE_M]
        whole.append(shapely.Polygon(part.exterior, kept))
    if not whole:
        raise InvalidDrawing(Code.TOO_SMALL)
    places = [list(ring.representative_point().coords[0]) for ring in narrow[:50]]
    report = _count("hairlines_closed", closed)
    report += _count("narrow_gaps", len(narrow), places=places)
    return shapely.orient_polygons(shapely.MultiPolygon(whole)), report


def _width_m(ring) -> float:
    """Return the mean width of a hole: twice its area over its length, as of a long strip."""
    area_m2, length_m = WGS84.geometry_area_perimeter(ring)
    return 2 * abs(area_m2) / length_m


def _area_m2(area) -> float:
    return abs(WGS84.geometry_area_perimeter(shapely.orient_polygons(area))[0])


def _parts(area: shapely.MultiPolygon) -> list[dict]:
    holes = int(shapely.get_num_interior_rings(shapely.get_parts(area)).sum())
    points = int(shapely.get_num_coordinates(area))
    return _count("parts", len(area.geoms), points=points) + _count("holes", holes)
