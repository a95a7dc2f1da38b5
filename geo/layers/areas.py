"""Named areas from files: communes or districts, chosen by name instead of drawn."""

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import BinaryIO

import numpy as np
import shapely

from geo.files.reading import read_file
from geo.layers.importing import FeatureRow, publish_version
from geo.layers.models import Layer, LayerVersion
from geo.perimeters.choosing import Choice, choose_in_each
from geo.perimeters.dissolving import in_degrees
from geo.perimeters.repair import repair


def import_areas(
    files: Sequence[BinaryIO],
    layer: Layer,
    named_by: Sequence[str],
    where: Sequence[tuple[str, str]] = (),
) -> LayerVersion:
    """Publish the areas of one file or several as a new version of `layer`, and return it.

    files: the operator's own, open in binary mode, of any format that is read here; named_by:
    the properties that may hold the name, since two countries call it by two words; where:
    conditions as in `choosing.choose_in_each`. Areas that cross themselves are repaired.
    Features without an area or a name are left out. Raises InvalidDrawing, UnreadableFile,
    NothingChosen, BeyondRepair or EmptyVersion; nothing is stored then.
    """
    paths = [PurePath(str(getattr(file, "name", ""))).name for file in files]
    read = [read_file(file, path, trusted=True) for file, path in zip(files, paths, strict=True)]
    found = [row for choice in choose_in_each(read, where) for row in _rows(choice, list(named_by))]
    return publish_version(layer, found, source=", ".join(paths)[:500])


def _rows(choice: Choice, named_by: list[str]) -> list[FeatureRow]:
    """Return the named areas of one file, ready to be published."""
    names = [_name(feature.properties, named_by) for feature in choice.areas]
    named = [area for area, name in zip(choice.areas, names, strict=True) if name]
    shapes = valid([feature.geometry for feature in named], choice.collection.srid)
    return list(rows(shapes, [{"name": name} for name in names if name]))


def _name(properties: dict, named_by: list[str]) -> str:
    return next((str(properties[key]) for key in named_by if properties.get(key)), "")


def valid(areas: list[shapely.Geometry], srid: int) -> np.ndarray:
    """Return valid areas in degrees, their outlines anticlockwise, in the same order."""
    shapes = np.array(areas, dtype=object)
    if not len(shapes):
        return shapes
    shapes = in_degrees(shapes, srid)
    broken = np.flatnonzero(~shapely.is_valid(shapes))
    if len(broken):
        shapes[broken] = repair(shapes[broken])
    return shapely.orient_polygons(shapes)


def rows(shapes: np.ndarray, tags: list[dict[str, str]]) -> Iterator[FeatureRow]:
    for shape, words in zip(shapes, tags, strict=True):
        if not shape.is_empty:
            yield FeatureRow(shape, words | {"boundary": "administrative"})
