"""What cannot be: such a value is kept with its flags, shown, and never counted; such a band is rejected."""

import datetime

from geo.measurements.reading.choices import Choices

IMPOSSIBLE_VALUE = "impossible_value"
IMPOSSIBLE_BACKGROUND = "impossible_background"
BACKGROUND_ABOVE = "background_above_value"
IN_THE_FUTURE = "in_the_future"
UNCERTAIN_PLACE = "uncertain_place"
NO_DURATION = "no_duration"
ONE_DAY = datetime.timedelta(days=1)  # between the ends of the Earth, and clocks that are wrong


def flags_of(
    choices: Choices,
    now: datetime.datetime,
    *,
    value: float,
    background: float | None,
    accuracy_m: float | None,
    seconds: float | None,
    started_at: datetime.datetime | None,
) -> tuple[str, ...]:
    """Return the codes of what is impossible in a row, most often none."""
    is_so = {
        IMPOSSIBLE_VALUE: _is_beyond(value, choices),
        IMPOSSIBLE_BACKGROUND: background is not None and _is_beyond(background, choices),
        BACKGROUND_ABOVE: background is not None and background > value,
        UNCERTAIN_PLACE: accuracy_m is not None and not 0 <= accuracy_m <= choices.farthest_off_m,
        NO_DURATION: seconds is not None and seconds <= 0,
        IN_THE_FUTURE: started_at is not None and started_at > now + ONE_DAY,
    }
    return tuple(code for code, holds in is_so.items() if holds) if any(is_so.values()) else ()


def is_possible_band(low: float, high: float | None, choices: Choices) -> bool:
    """Whether an area can lie between two levels; high: None where it is open above."""
    top = choices.most if high is None else high
    return not _is_beyond(low, choices) and (top is None or low < top)


def _is_beyond(value: float, choices: Choices) -> bool:
    """Whether a value lies outside what the indicator can be."""
    return (choices.least is not None and value < choices.least) or (
        choices.most is not None and value > choices.most
    )
