"""Layers from files of any format that is read here: what is kept of them, and what was done to it."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geo.crs import DEGREES
from geo.drawings.features import Collection, Feature
from geo.layers.importing import FeatureRow, publish_version
from geo.layers.models import Layer, LayerVersion
from geo.perimeters.choosing import NAMES
from geo.perimeters.dissolving import counted, in_degrees
from geo.perimeters.ground import GRID
from geo.perimeters.repair import repair

AREA = 2
EXAMPLES = 3
LONGEST_VALUE = 2_000


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a file: how many features have it, and what it says in some of them."""

    name: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a file becomes: valid shapes in degrees with the properties that go with them.

    report: {"code", "count", …}, for `sentences.report_lines`.
    """

    shapes: list[shapely.Geometry]
    properties: list[dict]
    report: list[dict]

    def columns(self) -> list[Property]:
        """Return the properties in the order of the file."""
        names = dict.fromkeys(name for about in self.properties for name in about)
        return [_column(name, self.properties) for name in names]


def prepare(collection: Collection) -> Prepared:
    """Return the features of a file that have a place, valid and on the grid of 1e-7°.

    Areas that cross themselves are repaired, in a child that can be killed. Raises BeyondRepair,
    InvalidDrawing.
    """
    placed = [one for one in collection.features if one.geometry is not None]
    report = counted("features", len(placed), of=len(collection.features))
    report += counted("heights", collection.heights)
    if collection.srid != DEGREES:
        report += counted("reprojected", len(placed), srid=collection.srid)
    if not placed:
        return Prepared([], [], report)
    shapes = in_degrees(np.array([one.geometry for one in placed], dtype=object), collection.srid)
    shapes, repaired = _repaired(shapes)
    shapes = _on_the_grid(shapes)
    kept = ~shapely.is_empty(shapes) & shapely.is_valid(shapes)
    report += counted("repaired", repaired) + counted("vanished", len(placed) - int(kept.sum()))
    report += [
        entry
        for code, dimension in (("points", 0), ("lines", 1), ("areas", AREA))
        for entry in counted(code, (shapely.get_dimensions(shapes[kept]) == dimension).sum())
    ]
    left = [_plain(one) for one, is_kept in zip(placed, kept, strict=True) if is_kept]
    return Prepared(list(shapes[kept]), left, report)


def _repaired(shapes: np.ndarray) -> tuple[np.ndarray, int]:
    broken = np.flatnonzero(~shapely.is_valid(shapes) & (shapely.get_dimensions(shapes) == AREA))
    if len(broken):
        shapes = shapes.copy()
        shapes[broken] = repair(shapes[broken])
    return shapes, len(broken)


def _on_the_grid(shapes: np.ndarray) -> np.ndarray:
    """Return the shapes rounded to a centimetre, outlines anticlockwise."""
    valid = shapely.is_valid(shapes)
    on_grid = shapes.copy()
    on_grid[valid] = shapely.set_precision(shapes[valid], GRID)
    return shapely.orient_polygons(shapely.set_precision(on_grid, 0, mode="pointwise"))


def _plain(feature: Feature) -> dict[str, str]:
    """Return the properties that say something, as text."""
    written = {str(name): _text(value) for name, value in feature.properties.items()}
    return {name: value for name, value in written.items() if value}


def _text(value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or isinstance(value, float) and not np.isfinite(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, (dict, list)):
        value = json.dumps(value, ensure_ascii=False)
    return str(value).replace("\x00", "").strip()[:LONGEST_VALUE]


def _column(name: str, properties: Sequence[dict]) -> Property:
    values = [about[name] for about in properties if name in about]
    most = [value[:60] for value, _times in Counter(values).most_common(EXAMPLES)]
    return Property(name, len(values), tuple(most))


def name_column(columns: Sequence[Property]) -> str:
    """Return the property that most likely holds the names; empty where none is called so."""
    named = {column.name.lower(): column.name for column in reversed(columns)}
    return next((named[name] for name in NAMES if name in named), "")


def rows(prepared: Prepared, kept: Sequence[str], named_by: str = "") -> Iterator[FeatureRow]:
    """Yield what is stored: the kept properties as tags, the name under `name`."""
    for shape, about in zip(prepared.shapes, prepared.properties, strict=True):
        tags = {name: about[name] for name in kept if name in about and name != named_by}
        if about.get(named_by):
            tags["name"] = about[named_by]
        yield FeatureRow(shape, tags)


def bring_in(
    layer: Layer, prepared: Prepared, *, source: str, kept: Sequence[str], named_by: str = ""
) -> LayerVersion:
    """Publish a prepared file as a new version of `layer`. Raises EmptyVersion."""
    return publish_version(layer, rows(prepared, kept, named_by), source=source[:500])
