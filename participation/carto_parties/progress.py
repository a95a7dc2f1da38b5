"""How far a carto-party has come: counts of cells by state, the state of each as it holds now."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from geo.osm.cells import code_order
from participation.carto_parties.models import (
    CHECKED,
    DONE,
    FREE,
    IMPOSSIBLE,
    TAKEN,
    TO_REDO,
    CartoParty,
    Cell,
)

ORDER = (CHECKED, DONE, TAKEN, TO_REDO, IMPOSSIBLE, FREE)
"""In bars and legends: from what is finished to what waits."""


@dataclass(frozen=True, slots=True)
class Progress:
    """counts: cells by state, in the order of the legend."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All the cells."""
        return sum(self.counts.values())

    @property
    def surveyed(self) -> int:
        """The cells that need nobody any more, because somebody looked at all of it."""
        return self.counts[DONE] + self.counts[CHECKED]

    @property
    def awaiting(self) -> int:
        """The cells that anyone may take."""
        return self.counts[FREE] + self.counts[TO_REDO]


def state_now(cell: Cell, now=None) -> str:
    """Return the state of a cell: one whose time is over is free again."""
    if cell.status == TAKEN and cell.lock_until <= (now or timezone.now()):
        return FREE
    return cell.status


def progress_of(cells: Sequence[Cell], now=None) -> Progress:
    """Return the counts of cells by their state now."""
    found = Counter(state_now(cell, now) for cell in cells)
    return Progress({state: found[state] for state in ORDER})


def neediest(cells: Sequence[Cell], now=None) -> list[Cell]:
    """Return the cells that wait for a team: to be redone first, then those with most to do."""
    waiting = [cell for cell in cells if state_now(cell, now) in (FREE, TO_REDO)]
    return sorted(
        waiting, key=lambda cell: (cell.status != TO_REDO, -cell.expected, code_order(cell.code))
    )


def stage_of(party: CartoParty, now=None) -> str:
    """Return where a carto-party stands: coming, running or over."""
    now = now or timezone.now()
    if now < party.starts_at:
        return "coming"
    return "running" if now < party.ends_at else "over"
