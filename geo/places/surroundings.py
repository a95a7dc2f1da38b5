"""Where something without a name stands: the street, square or park of the same source around it."""

from collections.abc import Sequence

import numpy as np
import shapely
from django.db.models import F, Q

from geo.layers.belonging import name_in
from geo.layers.calling import called
from geo.layers.models import Feature, LayerVersion
from geo.perimeters.conversion import from_django, to_django
from geo.perimeters.ground import METRES_IN_A_DEGREE

REACH_M = 60
KINDS = ("main_road", "road", "street", "path", "footway", "market", "park")


def names_around(things: Sequence[tuple[shapely.Point, LayerVersion]]) -> list[str]:
    """Return the name of what is nearest to each point within REACH_M, or nothing; in one query.

    Each point comes with the version of a layer: names are of what those who made it made, under
    the same licence, so that one credit is for both.
    """
    boxes = Q()
    for point, version in things:
        same = {"version__licence": version.licence, "version__attribution": version.attribution}
        boxes |= Q(geometry__bboverlaps=to_django(_around(point)), **same)
    if not boxes:
        return []
    shown = Feature.objects.filter(boxes, version=F("version__layer__current"), kind__in=KINDS)
    named = [one for one in shown.select_related("version") if name_in(one.tags)]
    shapes = [from_django(one.geometry) for one in named]
    return [_nearest(point, version, named, shapes) for point, version in things]


def _around(point: shapely.Point) -> shapely.Polygon:
    high = REACH_M / METRES_IN_A_DEGREE
    wide = high / _narrowing(point)
    return shapely.box(point.x - wide, point.y - high, point.x + wide, point.y + high)


def _narrowing(point: shapely.Point) -> float:
    return max(0.01, float(np.cos(np.radians(point.y))))


def _nearest(point, version, named: list[Feature], shapes: list[shapely.Geometry]) -> str:
    scale = (_narrowing(point) * METRES_IN_A_DEGREE, METRES_IN_A_DEGREE)
    here = shapely.transform(point, lambda xy: xy * scale)
    found = [
        (shapely.distance(shapely.transform(shape, lambda xy: xy * scale), here), one.pk, one)
        for one, shape in zip(named, shapes, strict=True)
        if (one.version.licence, one.version.attribution) == (version.licence, version.attribution)
    ]
    distance_m, _pk, nearest = min(found, default=(REACH_M + 1, 0, None))
    return called(nearest.kind, nearest.tags) if distance_m <= REACH_M else ""
