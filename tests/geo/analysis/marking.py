"""Marks what the crossing says of simulated cities against what is true of them."""

from dataclasses import dataclass, fields

import numpy as np

from geo.analysis.clusters import COLD, HOT, clusters
from geo.analysis.crossing import Crossed, Flag, Status
from tests.geo.analysis.cities import QUIET, TROUBLE, City, crossed, neighbours

KINDS = {Flag.MORE: TROUBLE, Flag.LESS: QUIET}


@dataclass(frozen=True, slots=True)
class Marks:
    """Counts of one city, or sums of many.

    planted, tellable, found: trouble spots, those whose cell is published, those found; the same
    of quiet places; flags, false: cells called more or less, and wrongly; share_false: of this
    city's flags (0 without any); hot, cold: cells in clusters, *_right: whose own cell or a
    neighbour is planted so; clustered: cities with any; by_*: trouble spots among as many top
    cells as were planted.
    """

    cities: float = 0
    planted: float = 0
    tellable: float = 0
    found: float = 0
    quiet_planted: float = 0
    quiet_tellable: float = 0
    quiet_found: float = 0
    flags: float = 0
    false: float = 0
    share_false: float = 0
    any_false: float = 0
    hot: float = 0
    hot_right: float = 0
    cold: float = 0
    cold_right: float = 0
    clustered: float = 0
    by_answers: float = 0
    by_annoyed: float = 0
    by_share: float = 0
    by_ratio: float = 0
    answers: float = 0
    mean_ratio: float = 0

    def __add__(self, other: "Marks") -> "Marks":
        return Marks(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


def marks_of(city: City, *, relative: bool = False) -> Marks:
    """Return the marks of a city; relative: against what the survey as a whole says."""
    found = crossed(city)
    if relative:
        found = crossed(city, found.mean_ratio)
    told = found.status == Status.PUBLISHED
    trouble, quiet = city.truth == TROUBLE, city.truth == QUIET
    called = sum((found.found == flag) * kind for flag, kind in KINDS.items())
    flags, false = int((called != 0).sum()), int(((called != 0) & (called != city.truth)).sum())
    return Marks(
        cities=1,
        planted=trouble.sum(), tellable=(trouble & told).sum(),
        found=(trouble & (called == TROUBLE)).sum(),
        quiet_planted=quiet.sum(), quiet_tellable=(quiet & told).sum(),
        quiet_found=(quiet & (called == QUIET)).sum(),
        flags=flags, false=false, share_false=false / max(flags, 1), any_false=false > 0,
        **marked_clusters(city, found),
        **tops_of(city, found),
        answers=found.n.sum(), mean_ratio=found.mean_ratio,
    )  # fmt: skip


def tops_of(city: City, found: Crossed) -> dict[str, float]:
    """Return how many trouble spots the cells at the top hold, ordered as other maps order them."""
    trouble = city.truth == TROUBLE
    share = np.divide(found.k, found.n, out=np.zeros(found.n.shape), where=found.n > 0)
    ratio = np.where(found.status == Status.PUBLISHED, np.nan_to_num(found.ratio), -1)
    orders = {"answers": found.n, "annoyed": found.k, "share": share, "ratio": ratio}
    return {
        f"by_{name}": trouble[np.argsort(-values, kind="stable")[: trouble.sum()]].sum()
        for name, values in orders.items()
    }


def clusters_of(city: City, found: Crossed) -> np.ndarray:
    """Return TROUBLE for cells in hot clusters, QUIET for cold ones, 0 for the others."""
    told = found.status == Status.PUBLISHED
    near = neighbours(city.places)[np.ix_(told, told)]
    signs = np.zeros(told.shape, int)
    words = clusters(found.k[told], found.n[told], found.expected[told], near)
    signs[told] = np.select([words == HOT, words == COLD], [TROUBLE, QUIET], 0)
    return signs


def marked_clusters(city: City, found: Crossed) -> dict[str, int]:
    """Return how many cells lie in clusters, and how many of them rightly."""
    signs, near = clusters_of(city, found), neighbours(city.places)
    counts = {}
    for name, sign in (("hot", TROUBLE), ("cold", QUIET)):
        here = signs == sign
        right = (near[here] @ (city.truth == sign)) > 0
        counts |= {name: int(here.sum()), f"{name}_right": int(right.sum())}
    return counts | {"clustered": int(signs.any())}
