"""To which named area a place belongs: to one, and to the same one every time.

Areas of two maps overlap and leave gaps. A place in several areas belongs to the smallest of them
(a district before its town); a place in none, to the nearest within REACH_M; among equals, to the
first by name. Neither the order of files nor that of features matters.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from uuid import UUID

import numpy as np
import shapely

from geo.layers.models import Feature
from geo.perimeters.conversion import from_django, to_django
from geo.perimeters.ground import METRES_IN_A_DEGREE
from geo.perimeters.seams import WIDEST_GAP_M

NAMES = ("name", "nom", "nome")
REACH_M = WIDEST_GAP_M  # whatever lies in a gap that an import closes has a name


def name_in(tags: dict) -> str:
    """Return the name that tags give; empty without one."""
    return next((str(tags[key]) for key in NAMES if tags.get(key)), "")


def area_at(version_id: UUID, place: shapely.Point) -> str:
    """Return the name of the area of a layer's version to which a place in degrees belongs."""
    narrowing = float(np.cos(np.radians(place.y)))
    reach = REACH_M / METRES_IN_A_DEGREE / max(narrowing, 0.1)
    known = sorted(_around(version_id, place, reach, narrowing))
    return known[0][2] if known else ""


def areas_at(version_id: UUID, places: Sequence[shapely.Point]) -> list[str]:
    """Return what `area_at` says of each place: for thousands, in a version with few areas."""
    names, tree = _named(version_id)
    found = [""] * len(places)
    inside, area = tree.query(places, predicate="intersects")
    for place, position in sorted(zip(inside, area, strict=True), reverse=True):
        found[place] = names[position]
    near = np.unique(tree.query(places, predicate="dwithin", distance=2 * _reach(places))[0])
    for place in np.setdiff1d(near, inside):
        found[place] = area_at(version_id, places[place])
    return found


def _reach(places: Sequence[shapely.Point]) -> float:
    """Return REACH_M in degrees of longitude, where they are shortest."""
    northernmost = np.abs(shapely.get_y(places)).max(initial=0)
    return REACH_M / METRES_IN_A_DEGREE / max(float(np.cos(np.radians(northernmost))), 0.1)


@lru_cache(maxsize=16)
def _named(version_id: UUID) -> tuple[list[str], shapely.STRtree]:
    """Return the names of a version's areas, the smallest first, and the areas themselves."""
    areas = [
        (geometry.area, name_in(tags), from_django(geometry))
        for tags, geometry in Feature.objects.filter(version_id=version_id).values_list(
            "tags", "geometry"
        )
        if geometry.dims == 2 and name_in(tags)
    ]
    areas.sort(key=lambda area: (round(area[0], 12), area[1]))
    return [name for _size, name, _area in areas], shapely.STRtree([area[2] for area in areas])


def _around(
    version_id: UUID, place: shapely.Point, reach: float, narrowing: float
) -> Iterator[tuple[float, float, str]]:
    """Yield (distance in metres, size, name) of the areas within reach; distance 0 inside."""
    near = Feature.objects.filter(
        version_id=version_id, geometry__dwithin=(to_django(place), reach)
    )
    here = _flat(place, narrowing)
    for tags, geometry in near.values_list("tags", "geometry"):
        name = name_in(tags)
        if geometry.dims != 2 or not name:
            continue
        area = _flat(from_django(geometry), narrowing)
        distance_m = round(shapely.distance(area, here) * METRES_IN_A_DEGREE, 3)
        if distance_m <= REACH_M:
            yield distance_m, round(area.area, 12), name


def _flat(geometry: shapely.Geometry, narrowing: float) -> shapely.Geometry:
    """Return a geometry in degrees of latitude both ways: good for a few hundred metres."""
    return shapely.transform(geometry, lambda xy: xy * (narrowing, 1))
