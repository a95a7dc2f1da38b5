"""Which object of an inventory is which of OpenStreetMap: by distance and name, one to one.

Nothing here decides for people: what comes out is a draft to be reviewed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from geo.names.words import folded

STOP_WORDS = frozenset(
    ["d", "de", "dei", "del", "della", "des", "di", "du", "et", "gli", "il", "l", "la", "le"]
    + ["les", "lo", "the"]
)
POINTS_M, SITES_M = 40.0, 100.0
"""How far apart the two places of one thing may be: benches, taps; schools, parks."""
NAME_WEIGHT = 0.5
MOST_COST = 1.25
"""What staying alone costs: pairs that cost more are no pairs."""


class Place(NamedTuple):
    """Something with a place (shapely point, in metres) and a name, which may be empty."""

    point: shapely.Point
    name: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Positions in the inventory and in OpenStreetMap; how far apart, how like the names are."""

    inventory: int
    osm: int
    distance_m: float
    similarity: float | None
    cost: float


@dataclass(frozen=True, slots=True)
class Matching:
    """The draft: pairs, and the positions that have none on the other side."""

    pairs: tuple[Pair, ...]
    missing_in_osm: tuple[int, ...]
    only_in_osm: tuple[int, ...]


def name_key(name: str) -> str:
    """Return the words of a name that matter, without accents, in the order of letters."""
    return " ".join(sorted(word for word in folded(name).split() if word not in STOP_WORDS))


def similarity(name: str, other: str) -> float | None:
    """Return how like two names are (0–1, Ratcliff and Obershelp's ratio); None without names.

    French and Italian names of one place score low ("Mairie de Nice", "Hôtel de Ville": 0.18):
    never refuse a pair by its names alone.
    """
    one, two = name_key(name), name_key(other)
    return SequenceMatcher(None, one, two, autojunk=False).ratio() if one and two else None


def match(
    inventory: Sequence[Place], osm: Sequence[Place], *, most_m: float = POINTS_M
) -> Matching:
    """Return the cheapest one-to-one matching of two sets in the same metric system.

    cost = distance / most_m + NAME_WEIGHT · (1 - similarity); a name that is missing counts as
    half alike. Pairs further apart than most_m or dearer than MOST_COST are not considered, and
    to stay alone costs MOST_COST. Solved exactly on the candidates alone (Jonker and Volgenant
    1987, doi:10.1007/BF02278710, through scipy): memory grows with them, not with all pairs.
    """
    pairs = _assign(_candidates(inventory, osm, most_m), len(inventory), len(osm))
    known, found = {pair.inventory for pair in pairs}, {pair.osm for pair in pairs}
    return Matching(
        pairs=tuple(pairs),
        missing_in_osm=tuple(at for at in range(len(inventory)) if at not in known),
        only_in_osm=tuple(at for at in range(len(osm)) if at not in found),
    )


def _candidates(inventory: Sequence[Place], osm: Sequence[Place], most_m: float) -> list[Pair]:
    if not inventory or not osm:
        return []
    tree = shapely.STRtree([place.point for place in osm])
    ours = [place.point for place in inventory]
    near = zip(*tree.query(ours, predicate="dwithin", distance=most_m), strict=True)
    pairs = [_pair(int(one), int(other), inventory, osm, most_m) for one, other in near]
    return [pair for pair in pairs if pair.cost <= MOST_COST]


def _pair(
    one: int, other: int, inventory: Sequence[Place], osm: Sequence[Place], most_m: float
) -> Pair:
    distance_m = float(shapely.distance(inventory[one].point, osm[other].point))
    alike = similarity(inventory[one].name, osm[other].name)
    unlike = 0.5 if alike is None else 1 - alike
    return Pair(one, other, distance_m, alike, distance_m / most_m + NAME_WEIGHT * unlike)


def _assign(pairs: Sequence[Pair], ours: int, theirs: int) -> list[Pair]:
    """Return the cheapest of the candidates; a column of its own lets each of ours stay alone."""
    if not pairs:
        return []
    rows = [pair.inventory for pair in pairs] + list(range(ours))
    columns = [pair.osm for pair in pairs] + list(range(theirs, theirs + ours))
    # A zero would be no edge; one more on each edge changes no choice, since each row has one.
    costs = [1 + pair.cost for pair in pairs] + [1 + MOST_COST] * ours
    graph = csr_array((costs, (rows, columns)), shape=(ours, theirs + ours))
    known = {(pair.inventory, pair.osm): pair for pair in pairs}
    chosen = zip(*min_weight_full_bipartite_matching(graph), strict=True)
    return [known[place] for place in chosen if place in known]
