"""What a carto-party looks for, in lines for its page: how many are known, what they lack."""

from dataclasses import dataclass

from participation.carto_parties.looked_for import Sort, sorts_of
from participation.carto_parties.models import CartoParty


@dataclass(frozen=True, slots=True)
class Attribute:
    """One tag of a sort: how many objects have it, and their share (0 to 1)."""

    key: str
    filled: int
    share: float


@dataclass(frozen=True, slots=True)
class LookedFor:
    """One sort; count: None where no map was kept from before."""

    sort: Sort
    count: int | None
    attributes: list[Attribute]


def looked_for_lines(party: CartoParty) -> list[LookedFor]:
    """Return what is looked for with what is known of it, from what was kept of the map before."""
    kept = party.baseline.get("sorts", {})
    return [_line(sort, kept.get(sort.key)) for sort in sorts_of(party)]


def _line(sort: Sort, known: dict | None) -> LookedFor:
    if known is None:
        return LookedFor(sort, None, [])
    count = known["count"]
    filled = {key: known["filled"].get(key, 0) for key in sort.attributes}
    shares = (
        [Attribute(key, number, number / count) for key, number in filled.items()] if count else []
    )
    return LookedFor(sort, count, shares)
