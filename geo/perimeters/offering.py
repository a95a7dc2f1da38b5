"""The features of files as a person chooses among them: rows of a table, outlines on a map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geo.drawings.features import Feature
from geo.perimeters.choosing import NoAreas, has_area, name_of
from geo.perimeters.dissolving import in_degrees
from geo.perimeters.drafts import Source
from geo.perimeters.outlines import Frame, frame_around, path_of
from geo.perimeters.seams import area_m2
from geo.perimeters.sentences import measure_words

MOST_OFFERED = 5_000
"""Features that are offered one by one; of more, conditions choose."""
SHOWN_PROPERTIES = 2
TELLING = ("insee", "com_istat", "istat", "code", "siren", "epci", "canton", "zip", "post", "admin")
"""What the names of telling properties hold, the likeliest first."""
LONGEST_VALUE = 40
PIXELS = 2_000  # along a map that is as large as a screen: what is smaller is not sent
DECIMALS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One feature to choose: its key, what it is called, what else is known, how large it is."""

    key: str
    name: str
    about: str
    area_m2: float
    outline: shapely.Geometry  # in degrees, as detailed as a screen shows it

    @property
    def size(self) -> str:
        """The area in words."""
        return measure_words("area", self.area_m2)


@dataclass(frozen=True, slots=True)
class Group:
    """The areas of one file."""

    file: str
    rows: list[Row]


def offered(sources: Sequence[Source]) -> list[Group]:
    """Return every area of the files, by name; empty where there are too many.

    Raises NoAreas where there is none, InvalidDrawing where one cannot lie on Earth.
    """
    found = [_areas(source) for source in sources]
    count = sum(len(features) for features, _shapes in found)
    if not count:
        raise NoAreas
    if count > MOST_OFFERED:
        return []
    step = _step([shapes for _features, shapes in found])
    return [
        Group(source.upload.name, _rows(source, features, shapes, step))
        for source, (features, shapes) in zip(sources, found, strict=True)
    ]


def _rows(
    source: Source, features: Sequence[Feature], shapes: np.ndarray, step: float
) -> list[Row]:
    outlines = shapely.simplify(shapes, step) if len(shapes) else shapes
    told = _telling([feature.properties for feature in features])
    rows = [
        Row(
            source.key_of(feature.number),
            name_of(feature.properties) or f"{feature.number}",
            _about(feature.properties, told),
            area_m2(shape),
            outline,
        )
        for feature, shape, outline in zip(features, shapes, outlines, strict=True)
    ]
    return sorted(rows, key=lambda row: row.name.casefold())


def _areas(source: Source) -> tuple[list[Feature], np.ndarray]:
    features = [one for one in source.collection.features if has_area(one)]
    shapes = np.array([feature.geometry for feature in features], dtype=object)
    return features, in_degrees(shapes, source.collection.srid) if features else shapes


def _step(shapes: Sequence[np.ndarray]) -> float:
    """Return the degrees that a pixel of a large map takes."""
    some = [one for one in shapes if len(one)]
    west, south, east, north = shapely.total_bounds(np.concatenate(some)) if some else (0,) * 4
    return max(east - west, north - south) / PIXELS


def _telling(properties: Sequence[Mapping]) -> list[str]:
    """Return the properties that tell features apart: codes that people know, then the others."""
    told: dict[str, list[str]] = {}
    names = [str(name) for one in properties[:200] for name in one]
    for name in sorted(dict.fromkeys(names), key=_rank):
        values = [str(one.get(name) or "")[:LONGEST_VALUE] for one in properties]
        said = [value.strip().lstrip("0") for value in values]
        is_same = len(set(said)) == 1 and len(said) > 1
        if is_same or values == [name_of(one)[:LONGEST_VALUE] for one in properties]:
            continue
        if said not in told.values():
            told[name] = said
    return list(told)[:SHOWN_PROPERTIES]


def _rank(name: str) -> tuple[int, int, str]:
    small = name.lower()
    known = (at for at, word in enumerate(TELLING) if word in small)
    return next(known, len(TELLING)), len(name), name


def _about(properties: Mapping, told: Sequence[str]) -> str:
    known = [(name, properties.get(name)) for name in told]
    said = [
        f"{name} {str(value)[:LONGEST_VALUE]}" for name, value in known if value not in (None, "")
    ]
    return " · ".join(said)


def on_map(rows: Sequence[Row]) -> dict:
    """Return the outlines as GeoJSON, numbered from 0 in the order of the rows."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": number,
                "properties": {"key": row.key, "name": row.name},
                "geometry": _rounded(row.outline),
            }
            for number, row in enumerate(rows)
        ],
    }


def _rounded(outline: shapely.Geometry) -> dict:
    parts = [
        [shapely.get_coordinates(ring).round(DECIMALS).tolist() for ring in shapely.get_rings(part)]
        for part in shapely.get_parts(outline)
        if not part.is_empty
    ]
    return {"type": "MultiPolygon", "coordinates": parts}


def drawn(rows: Sequence[Row], width: int, height: int) -> tuple[Frame, list[tuple[str, str]]]:
    """Return a picture of the rows for who has no map: the frame, and (key, path) of each."""
    frame = frame_around(bounds_of(rows), width, height)
    return frame, [(row.key, path_of(row.outline, frame)) for row in rows]


def bounds_of(rows: Sequence[Row]) -> tuple[float, ...]:
    """Return west, south, east, north of the rows in degrees."""
    return tuple(map(float, shapely.total_bounds([row.outline for row in rows])))
