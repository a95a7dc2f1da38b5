"""In which class a cell falls in each of the four ways to look at it, and what is written on it."""

from collections.abc import Sequence

from geo.analysis import palettes
from geo.analysis.crossing import ROAD, measured_class

CROSSED, MEASURED, FELT, CONFIDENCE = "crossed", "measured", "felt", "confidence"
SHOWS = (CROSSED, MEASURED, FELT, CONFIDENCE)
SHARES = (0.10, 0.25)
"""Of people highly annoyed: where the second and the third class begin."""
HALF_WIDTHS = (0.10, 0.20)
"""Of the interval: where the second and the third class begin."""
UNSURE = ROAD.u_max_db
ROWS = {"less": "A", "compatible": "B", "more": "C"}
COLOURS = {
    CROSSED: palettes.CROSSED | {row: palettes.CROSSED[f"{row}2"] for row in "ABC"},
    MEASURED: palettes.MEASURED,
    FELT: palettes.FELT,
    CONFIDENCE: palettes.SURE,
}
"""A, B, C alone: felt less, the same, more, where nothing is measured."""


def class_of(row: dict, show: str, thresholds: Sequence[float]) -> str:
    """Return the class of a cell, "" where it has none."""
    if show == CROSSED:
        return row["code"] or _row_alone(row, thresholds)
    if show == MEASURED:
        return measured_of(row["level"], thresholds)
    if show == FELT:
        return _above(row["share"], SHARES)
    return _above(half_width(row), HALF_WIDTHS)


def _row_alone(row: dict, thresholds: Sequence[float]) -> str:
    """The row without a column, in a crossing that measures nothing."""
    return "" if thresholds else ROWS.get(row["found"] or "", "")


def measured_of(level: float | None, thresholds: Sequence[float]) -> str:
    if level is None or not thresholds:
        return ""
    return str(int(measured_class([level], thresholds)[0]))


def half_width(row: dict) -> float | None:
    """Return how far the interval of a share reaches to either side, 0–1."""
    return None if row["low"] is None else (row["high"] - row["low"]) / 2


def _above(value: float | None, steps: Sequence[float]) -> str:
    return "" if value is None else str(1 + sum(value >= step for step in steps))


def is_faint(row: dict, show: str) -> bool:
    """Whether a cell is drawn pale: nothing can be concluded from what it shows in this way.

    Where no instrument is sure no level is paler than others, and the legend says so: masked
    cells do not tell how sure theirs is.
    """
    if show == MEASURED:
        is_vague = (row["u"] or 0) > UNSURE >= (row.get("usual_u") or 0)
        return bool(row["is_interpolated"]) or is_vague
    return show != CONFIDENCE and row["status"] == "uncertain"


def label_of(row: dict, show: str, thresholds: Sequence[float]) -> str:
    """Return what is written on a cell: its class, its level, its share, or how wide it is."""
    if show == MEASURED:
        return "" if row["level"] is None else str(round(row["level"]))
    if show == FELT:
        return "" if row["share"] is None else f"{round(100 * row['share'])}"
    if show == CONFIDENCE:
        return "" if row["low"] is None else f"±{round(100 * half_width(row))}"
    return class_of(row, show, thresholds)
