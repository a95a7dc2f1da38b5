"""How a place sounds, from eight ratings: pleasant and eventful (ISO/TS 12913-3:2019, A.3)."""

from collections.abc import Mapping

from numpy import sqrt

COS45 = sqrt(0.5)
WIDEST = 4 + sqrt(32)
RATINGS = (
    "pleasant", "chaotic", "vibrant", "uneventful", "calm", "annoying", "eventful", "monotonous",
)  # fmt: skip
"""What is rated from 1 (not at all) to 5."""


def pleasant_and_eventful(ratings: Mapping[str, float]) -> tuple[float, float]:
    """Return pleasantness and eventfulness, each from -1 to 1, of all RATINGS."""
    one = ratings
    pleasant = (
        one["pleasant"]
        - one["annoying"]
        + COS45 * (one["calm"] - one["chaotic"] + one["vibrant"] - one["monotonous"])
    )
    eventful = (
        one["eventful"]
        - one["uneventful"]
        + COS45 * (one["chaotic"] - one["calm"] + one["vibrant"] - one["monotonous"])
    )
    return float(pleasant / WIDEST), float(eventful / WIDEST)
