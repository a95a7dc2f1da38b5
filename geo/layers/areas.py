"""Named areas from a GeoJSON file: communes or districts, chosen by name instead of drawn."""

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import BinaryIO

import numpy as np
import shapely

from geo.layers.importing import FeatureRow, publish_version
from geo.layers.models import Layer, LayerVersion
from geo.perimeters.choosing import choose
from geo.perimeters.dissolving import in_degrees
from geo.perimeters.geojson import FILE_BYTES, read_collection
from geo.perimeters.repair import repair


def import_areas(
    file: BinaryIO, layer: Layer, named_by: str, where: Sequence[tuple[str, str]] = ()
) -> LayerVersion:
    """Publish the areas of a file as a new version of `layer`, and return it.

    file: open in binary mode, GeoJSON of at most 50 MB, in WGS 84 or a named EPSG code;
    named_by: the property that holds the name; where: conditions as in `choosing.choose`.
    Areas that cross themselves are repaired. Features without an area or a name are left out.
    Raises InvalidDrawing, NothingChosen, BeyondRepair or EmptyVersion; nothing is stored then.
    """
    collection = read_collection(file.read(FILE_BYTES + 1))
    named = [
        feature
        for feature in choose(collection.features, where)
        if feature.geometry is not None
        and shapely.get_dimensions(feature.geometry) == 2
        and feature.properties.get(named_by)
    ]
    shapes = valid([feature.geometry for feature in named], collection.srid)
    tags = [{"name": str(feature.properties[named_by])} for feature in named]
    source = PurePath(str(getattr(file, "name", ""))).name
    return publish_version(layer, rows(shapes, tags), source=source)


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
