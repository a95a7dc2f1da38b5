"""Sound levels in dB(A): means of energy, periods of the day, day-evening-night levels.

Never an arithmetic mean: 60 and 70 dB make 67.4, not 65.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

EVENING_PENALTY_DB, NIGHT_PENALTY_DB = 5.0, 10.0


@dataclass(frozen=True, slots=True)
class Periods:
    """At which hours day, evening and night begin, in local time."""

    day: int
    evening: int
    night: int

    @property
    def hours(self) -> tuple[int, int, int]:
        """How many hours day, evening and night have."""
        day, evening = self.evening - self.day, self.night - self.evening
        return day, evening, 24 - day - evening

    def of(self, hour: int) -> str:
        """Return "day", "evening" or "night" for the hour from h:00 to h+1:00."""
        if self.day <= hour < self.evening:
            return "day"
        return "evening" if self.evening <= hour < self.night else "night"


SCHEMES: Mapping[str, Periods] = {
    "EU": Periods(7, 19, 23),  # default of Directive 2002/49/EC, annex I
    "FR": Periods(6, 18, 22),  # code de l'environnement, R572-4
    "IT": Periods(6, 20, 22),  # D.Lgs. 194/2005, allegato 1
}


def energy(levels: ArrayLike) -> np.ndarray:
    """Return the relative energy of levels in dB."""
    return 10 ** (np.asarray(levels, dtype=float) / 10)


def energetic_mean(levels: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return 10·log10(Σ w·10^(L/10) / Σ w) in dB; NaN of nothing."""
    energies = energy(levels)
    if not energies.size:
        return float("nan")
    return float(10 * np.log10(np.average(energies, weights=weights)))


def standard_error_db(levels: ArrayLike) -> float:
    """Return the standard error of the energetic mean of n levels in dB, by the delta method.

    (10/ln 10)·s(e) / (mean(e)·√n) with e = 10^(L/10); NaN of fewer than two.
    """
    energies = energy(levels)
    if energies.size < 2:
        return float("nan")
    spread = np.std(energies, ddof=1) / (np.mean(energies) * np.sqrt(energies.size))
    return float(10 / np.log(10) * spread)


def day_evening_night(
    day: ArrayLike, evening: ArrayLike, night: ArrayLike, periods: Periods
) -> np.ndarray:
    """Return Lden in dB of period levels in dB (Directive 2002/49/EC, annex I)."""
    hours = periods.hours
    parts = (
        hours[0] * energy(day),
        hours[1] * energy(np.asarray(evening) + EVENING_PENALTY_DB),
        hours[2] * energy(np.asarray(night) + NIGHT_PENALTY_DB),
    )
    return 10 * np.log10(sum(parts) / 24)


def period_levels(hourly: ArrayLike, periods: Periods) -> dict[str, float]:
    """Return the levels of day, evening and night from 24 hourly ones, from midnight on.

    Hours that are NaN were not measured and do not count; a period without any is NaN.
    """
    levels = np.asarray(hourly, dtype=float)
    names = np.array([periods.of(hour) for hour in range(24)])
    return {
        name: energetic_mean(levels[(names == name) & ~np.isnan(levels)])
        for name in ("day", "evening", "night")
    }


def session_levels(
    levels: ArrayLike, seconds: ArrayLike, sessions: ArrayLike
) -> tuple[np.ndarray, np.ndarray]:
    """Return the identifiers of sessions and the level of each in dB, weighted by duration.

    A session is what one device measured in one cell and hour: the mean of sessions then counts
    each once, so that ten minutes of somebody do not outweigh one minute of ten others.
    """
    names, at = np.unique(np.asarray(sessions), return_inverse=True)
    durations = np.asarray(seconds, dtype=float)
    sums = np.bincount(at, weights=durations * energy(levels), minlength=names.size)
    return names, 10 * np.log10(sums / np.bincount(at, weights=durations, minlength=names.size))


@dataclass(frozen=True, slots=True)
class Calibration:
    """How sure an instrument is, in dB (one standard deviation); assumed where nobody measured it."""

    u_db: float
    is_assumed: bool


INSTRUMENTS: Mapping[str, Calibration] = {
    "class_1": Calibration(0.7, is_assumed=False),
    "class_2": Calibration(1.5, is_assumed=False),
    "calibrated_phone": Calibration(1.5, is_assumed=False),  # JASA 142(5) 3084
    "uncalibrated_phone": Calibration(5.0, is_assumed=True),
    "modelled": Calibration(2.0, is_assumed=True),
}
U_TIME_UNDER_A_DAY_DB, U_TIME_UNDER_A_WEEK_DB = 2.0, 1.0  # assumptions


def uncertainty_db(
    session_means: ArrayLike, calibration_db: float, devices: int, days: float
) -> float:
    """Return the uncertainty of a mean level in dB.

    √(u_cal²/devices + u_sampling² + u_time²); devices: how many instruments took part; days: the
    span of the measurements. Sampling counts from two sessions on.
    """
    sampling = standard_error_db(session_means)
    time = 0.0
    if days < 7:
        time = U_TIME_UNDER_A_DAY_DB if days < 1 else U_TIME_UNDER_A_WEEK_DB
    known = 0.0 if np.isnan(sampling) else sampling
    return float(np.sqrt(calibration_db**2 / max(devices, 1) + known**2 + time**2))
