"""Which share of residents is highly annoyed, or highly sleep-disturbed, at a level of noise.

Directive (EU) 2020/367, annex III, written in percent: c0 + c1·L + c2·L². Valid for residents at
home, over twelve months, for one source at the most exposed façade; not for a pin dropped on a
walk. The coefficients for sleep and railways were not compared with the Official Journal itself.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class Curve:
    """A quadratic curve. indicator: what L is; least, most: the range of the data in dB."""

    c0: float
    c1: float
    c2: float
    indicator: str
    least: float
    most: float

    @property
    def vertex_db(self) -> float:
        """The level at which the parabola turns: below, it would fall as noise grows."""
        return -self.c1 / (2 * self.c2)

    def percent(self, levels: ArrayLike) -> np.ndarray:
        """Return the percentage straight from the polynomial, as official counts use it."""
        level = np.asarray(levels, dtype=float)
        return self.c0 + self.c1 * level + self.c2 * level**2

    def expected_share(self, levels: ArrayLike) -> np.ndarray:
        """Return the share (0–1) for maps: L held within the data and where the curve rises."""
        held = np.clip(levels, max(self.least, self.vertex_db), self.most)
        return self.percent(held) / 100

    def is_outside(self, levels: ArrayLike) -> np.ndarray:
        """Whether levels lie outside of the data behind the curve."""
        level = np.asarray(levels, dtype=float)
        return (level < self.least) | (level > self.most)


HIGHLY_ANNOYED = {
    "road": Curve(78.9270, -3.1162, 0.0342, "Lden", 40, 80),
    "rail": Curve(38.1596, -2.05538, 0.0285, "Lden", 40, 85),
    "air": Curve(-50.9693, 1.0168, 0.0072, "Lden", 40, 75),
}
SLEEP_DISTURBED = {
    "road": Curve(19.4312, -0.9336, 0.0126, "Lnight", 40, 65),
    "rail": Curve(67.5406, -3.1852, 0.0391, "Lnight", 40, 65),
    "air": Curve(16.7885, -0.9293, 0.0198, "Lnight", 40, 65),
}
HEART_FROM_DB, HEART_RISK_PER_10_DB = 53.0, 1.08


def heart_disease_risk(lden: ArrayLike) -> np.ndarray:
    """Return the relative risk of ischaemic heart disease from road noise: 1 up to 53 dB."""
    above = np.maximum(np.asarray(lden, dtype=float) - HEART_FROM_DB, 0)
    return np.exp(np.log(HEART_RISK_PER_10_DB) / 10 * above)
