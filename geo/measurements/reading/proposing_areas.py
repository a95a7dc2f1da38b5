"""The first proposal for a noise map: which column says the level of its areas, and which indicator."""

from collections.abc import Iterable
from dataclasses import replace

from geo.measurements.reading import column_names as called
from geo.measurements.reading.choices import Kind
from geo.measurements.reading.classes import OpenBelow, UnreadableClass, levels_of
from geo.measurements.reading.proposing import LOOKED_AT, NO_VALUE, Proposal
from geo.measurements.reading.samples import MOSTLY, Sample
from geo.measurements.reading.sources import Source

MOST_TEXTS = 60


def propose_areas(sample: Sample, source: Source) -> Proposal:
    """Return which columns of a noise map seem to say its levels."""
    begun = replace(source.form, kind=Kind.AREAS, way="file", srid=source.srid)
    low, high = _bounds(sample)
    if low:
        return Proposal(replace(begun, low=low, high=high), called.indicator_of(low))
    column = _class_column(sample)
    doubts = () if column else (NO_VALUE,)
    return Proposal(replace(begun, low=column), _indicator(sample, column), doubts)


def _bounds(sample: Sample) -> tuple[str, str]:
    """Return two columns of numbers, the lower below the upper."""
    numeric = sample.numeric(sample.cells)
    low = next(iter(called.ranked(called.LOWS, numeric)), "")
    high = next(iter(called.ranked(called.HIGHS, numeric)), "")
    return (low, high) if low and high and low != high else ("", "")


def _class_column(sample: Sample) -> str:
    """Return the column whose texts name classes, by its name first."""
    for column in called.ranked(called.CLASSES, sample.cells):
        if _are_classes(sample.cells[column]):
            return column
    telling = (one for one, texts in sample.cells.items() if _say_indicator(texts))
    return next((one for one in telling if _are_classes(sample.cells[one])), "")


def _are_classes(cells: list[str]) -> bool:
    texts = set(filter(None, cells))
    return 0 < len(texts) <= MOST_TEXTS and sum(map(_is_class, texts)) > MOSTLY * len(texts)


def _is_class(text: str) -> bool:
    try:
        levels_of(text)
    except OpenBelow:
        return True
    except UnreadableClass:
        return False
    return True


def _say_indicator(cells: Iterable[str]) -> bool:
    return any(text[:4].lower() in {"lden", "lnig"} for text in cells)


def _indicator(sample: Sample, column: str) -> str:
    """Return which indicator a noise map shows, by its classes, its columns or a column of kinds."""
    texts = [text.lower() for cells in sample.cells.values() for text in cells[:LOOKED_AT]]
    for key, signs in (("lden", {"ld", "lden"}), ("lnight", {"ln", "lnight"})):
        if any(text in signs or text.startswith(key) for text in texts):
            return key
    return called.indicator_of(column) if column else ""
