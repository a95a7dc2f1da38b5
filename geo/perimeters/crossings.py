"""Where a drawing crosses itself, and which of its points to move."""

import numpy as np
import shapely

from geo.drawings.reasons import Code, Reason

FAULTS = (
    ("Hole lies outside", Code.WRONG_HOLE),
    ("Holes are nested", Code.WRONG_HOLE),
    ("Interior is disconnected", Code.WRONG_HOLE),
    ("Nested shells", Code.OVERLAPPING_PARTS),
    ("Duplicate Rings", Code.OVERLAPPING_PARTS),
    ("Too few points", Code.TOO_FEW_POINTS),
)
"""What GEOS says of an invalid geometry; all else is a crossing."""
TRIED = 16
"""Points of which is asked whether the ring is sound without them."""


def fault_of(drawing) -> Reason:
    """Return why a geometry is not valid: where, and the number of the point to move.

    Points are numbered from 1 in the order sent, rings one after the other, closing points
    left out: the numbers that a map writes beside them.
    """
    said = shapely.is_valid_reason(drawing)
    code = next((code for words, code in FAULTS if said.startswith(words)), None)
    first = 1
    for ring in shapely.get_rings(shapely.get_parts(drawing)):
        places = shapely.get_coordinates(ring)
        found = None if code else _crossing(places)
        if found:
            place, vertex = found
            return Reason(Code.CROSSES_ITSELF, crossing=place, vertex=first + vertex)
        first += len(places) - 1
    return Reason(code or _between_rings(drawing), crossing=_place_in(said))


def _between_rings(drawing) -> Code:
    """Return the code of outlines that are sound alone and cross one another."""
    alone = shapely.get_parts(drawing)
    return Code.OVERLAPPING_PARTS if shapely.is_valid(alone).all() else Code.WRONG_HOLE


def _place_in(said: str) -> tuple[float, float] | None:
    """Return the place that GEOS writes in brackets: `Self-intersection[7.25 43.7]`."""
    numbers = said.partition("[")[2].rstrip("]").split()
    return (float(numbers[0]), float(numbers[1])) if len(numbers) >= 2 else None


def _crossing(places: np.ndarray) -> tuple[tuple[float, float], int] | None:
    """Return where a ring first meets itself and the index of the point to move, or None.

    `places`: closed ring, shape (n, 2). A point that was dragged across the outline is the end
    of two sides that meet others; so the point to move is the one with most such sides among
    those without which the ring is sound, the last drawn if several are.
    """
    one, other, meeting = _meeting_sides(places)
    if not len(one):
        return None
    count = len(places) - 1
    sides = np.unique(np.concatenate([one, other]))
    ends = np.bincount(np.concatenate([sides, (sides + 1) % count]), minlength=count)
    ranked = np.lexsort((np.arange(count), ends))[::-1]
    ranked = [int(index) for index in ranked[:TRIED] if ends[index]]
    curing = (index for index in ranked if _is_sound_without(places, index))
    first = np.lexsort((other, one))[0]
    place = shapely.get_coordinates(meeting[first])[0]
    return (float(place[0]), float(place[1])), next(curing, ranked[0])


def _is_sound_without(places: np.ndarray, index: int) -> bool:
    rest = np.delete(places[:-1], index, axis=0)
    return len(rest) > 2 and shapely.is_valid(shapely.Polygon(rest))


def _meeting_sides(places: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the pairs of sides that meet elsewhere than at a shared end, and where they do."""
    kept = np.flatnonzero((places[1:] != places[:-1]).any(axis=1))  # sides of some length
    sides = shapely.linestrings(np.stack([places[kept], places[kept + 1]], axis=1))
    one, other = shapely.STRtree(sides).query(sides, predicate="intersects")
    one, other = one[one < other], other[one < other]
    meeting = shapely.intersection(sides[one], sides[other])
    neighbours = (other - one == 1) | ((one == 0) & (other == len(sides) - 1))
    faulty = ~neighbours | (shapely.get_dimensions(meeting) == 1)
    return kept[one[faulty]], kept[other[faulty]], meeting[faulty]
