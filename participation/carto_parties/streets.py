"""The streets in each cell: how many metres, and which are the longest."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry

from geo.crs import DEGREES, reproject
from geo.layers.belonging import name_in
from geo.layers.models import Feature
from geo.perimeters.conversion import from_django

KINDS = ("main_road", "road", "street", "path", "footway")
NAMED = 2  # streets by which a cell is recognised


@dataclass(frozen=True, slots=True)
class Streets:
    """What can be walked in one cell; names: the longest streets first."""

    length_m: float
    names: list[str]


def streets_in(
    version_id: UUID, area: GEOSGeometry, cells: Sequence[shapely.Geometry], metric_srid: int
) -> list[Streets]:
    """Return the streets of each cell (metric), from a version of the local map's layer."""
    rows = Feature.objects.filter(version_id=version_id, kind__in=KINDS, geometry__intersects=area)
    found = [(name_in(tags), shape) for tags, shape in rows.values_list("tags", "geometry")]
    names = [name for name, _shape in found]
    shapes = np.array([from_django(shape) for _name, shape in found], dtype=object)
    lines = reproject(shapes, DEGREES, metric_srid) if len(shapes) else shapes
    cut, whole = shapely.STRtree(lines).query(cells, predicate="intersects")
    parts = shapely.intersection(np.asarray(cells, dtype=object)[cut], lines[whole])
    lengths = [Counter() for _cell in cells]
    for at, line, length in zip(cut, whole, shapely.length(parts), strict=True):
        lengths[at][names[line]] += length
    return [_streets(counter) for counter in lengths]


def _streets(lengths: Counter) -> Streets:
    named = [name for name, _length in lengths.most_common() if name]
    return Streets(float(sum(lengths.values())), named[:NAMED])
