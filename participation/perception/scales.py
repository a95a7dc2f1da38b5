"""The scales on which people say how much something is felt. The higher number is the worse."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

NOT_AT_ALL, EXTREMELY = _("not at all"), _("extremely")
ADAPTED = ("it",)
"""Languages whose labels are ours: the nine in which they were standardised do not hold them."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Whole numbers from `least` to `most`; some of them stand for words.

    `weights`: which share (0 to 1) of those who give a number are highly annoyed, by the least
    number from which it holds, rising.
    """

    key: str
    least: int
    most: int
    labels: Mapping[int, str]
    weights: Mapping[int, float]

    @property
    def values(self) -> range:
        return range(self.least, self.most + 1)

    def holds(self, value: float) -> bool:
        """Whether a number is on the scale; a survey may hold fractions."""
        return self.least <= value <= self.most

    def highly(self, value: float) -> float:
        """Return how much an answer counts as highly annoyed: 0, 1, or a share between."""
        reached = [weight for least, weight in self.weights.items() if value >= least]
        return reached[-1] if reached else 0.0


SCALES = {
    scale.key: scale
    for scale in (
        # ISO/TS 15666: 8, 9 and 10 of eleven numbers are highly annoyed.
        Scale("0-10", 0, 10, {0: NOT_AT_ALL, 10: EXTREMELY}, {8: 1.0}),
        # « very » counts (80 - 72) / 20: Brink et al. 2021, IJERPH 18:7339.
        Scale(
            "1-5",
            1,
            5,
            {1: NOT_AT_ALL, 2: _("slightly"), 3: _("moderately"), 4: _("very"), 5: EXTREMELY},
            {4: 0.4, 5: 1.0},
        ),
        # In the same way, with the upper edge of 6 at 6/7: (85.7 - 72) / 14.3.
        Scale("1-7", 1, 7, {1: NOT_AT_ALL, 7: EXTREMELY}, {6: 0.96, 7: 1.0}),
        Scale("1-11", 1, 11, {1: NOT_AT_ALL, 11: EXTREMELY}, {9: 1.0}),
    )
}
CHOICES = [
    ("0-10", _("0 to 10 (eleven numbers, the international standard)")),
    ("1-5", _("1 to 5 (five words)")),
    ("1-7", _("1 to 7")),
    ("1-11", _("1 to 11")),
]
