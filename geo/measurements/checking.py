"""What a row is worth once the indicator is known: counted, flagged or rejected."""

from dataclasses import replace
from math import isfinite

from geo.measurements.indicators import Indicator
from geo.measurements.records import Band, Measured, Record, Rejected

IMPOSSIBLE, BACKGROUND = "impossible_value", "background_above_value"
NO_DURATION = "no_duration"


def checked(record: Record, indicator: Indicator) -> Record:
    """Return a record with the flags that its indicator gives it, or why it is rejected."""
    if isinstance(record, Measured):
        return _checked_value(record, indicator)
    if isinstance(record, Band) and not _is_possible(record, indicator):
        return Rejected(record.row, IMPOSSIBLE, {"low": str(record.low), "high": str(record.high)})
    return record


def _checked_value(record: Measured, indicator: Indicator) -> Measured | Rejected:
    if not isfinite(record.value):
        return Rejected(record.row, "not_a_number", {"value": str(record.value)})
    flags = dict.fromkeys(record.flags)
    if not indicator.least <= record.value <= indicator.most:
        flags[IMPOSSIBLE] = None
    if record.background is not None and record.background > record.value:
        flags[BACKGROUND] = None
    if record.seconds is not None and not record.seconds > 0:
        flags[NO_DURATION] = None
    return replace(record, flags=tuple(flags))


def _is_possible(band: Band, indicator: Indicator) -> bool:
    high = indicator.most if band.high is None else band.high
    return indicator.least <= band.low < high and isfinite(high)
