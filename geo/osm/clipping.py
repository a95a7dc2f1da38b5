"""What of OpenStreetMap's objects belongs to a perimeter: clipped to it, or whole."""

import numpy as np
import shapely

from geo.perimeters.bulk import keep
from geo.perimeters.cutting import cut, snap
from geo.perimeters.ground import Ground


def touching(geometries: np.ndarray, ground: Ground) -> np.ndarray:
    """Return the geometries that the perimeter touches, whole, and None for the others."""
    kept = np.full(len(geometries), None, dtype=object)
    met = shapely.intersects(ground.grown, geometries)
    kept[met] = geometries[met]
    return kept


def clipped(geometries: np.ndarray, ground: Ground) -> np.ndarray:
    """Return what lies inside the perimeter of each geometry, None where nothing does.

    geometries: valid points, lines and (multi)polygons in degrees, shape (n,). Only parts of the
    same dimension are kept, as of a contribution; what is inside is not touched at all.
    """
    kept = np.full(len(geometries), None, dtype=object)
    inside = shapely.covers(ground.grown, geometries)
    kept[inside] = geometries[inside]
    crossing = np.flatnonzero(~inside & shapely.intersects(ground.grown, geometries))
    dimensions = shapely.get_dimensions(geometries[crossing])
    areas = crossing[dimensions == 2]
    kept[areas] = keep(geometries[areas], ground)
    for at in crossing[dimensions == 1]:
        kept[at] = cut(snap(geometries[at]), ground)[0]
    return kept
