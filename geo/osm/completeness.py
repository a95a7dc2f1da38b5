"""How complete the tags of some objects are: a census of all of them, so without an interval."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

M2_PER_KM2 = 1_000_000


@dataclass(frozen=True, slots=True)
class Completeness:
    """Of objects of one sort: how many, how many a km², which share (0–1) has each attribute.

    filled: how many have it. Shares are empty where there is no object: nothing can be said.
    """

    count: int
    per_km2: float | None
    filled: Mapping[str, int]
    shares: Mapping[str, float]


def completeness(
    tags: Sequence[Mapping[str, str]], attributes: Sequence[str], area_m2: float | None = None
) -> Completeness:
    """Return the completeness of objects, given as their tags; an empty value is no value.

    area_m2: of the ground on which they were counted; without it there is no density.
    """
    filled = {key: sum(bool(one.get(key, "").strip()) for one in tags) for key in attributes}
    return Completeness(
        count=len(tags),
        per_km2=len(tags) / area_m2 * M2_PER_KM2 if area_m2 else None,
        filled=filled,
        shares={key: number / len(tags) for key, number in filled.items()} if tags else {},
    )
