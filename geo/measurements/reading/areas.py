"""Official noise maps: areas by class of level, put right where they cross themselves."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from time import monotonic

import numpy as np
import shapely

from geo.crs import DEGREES, is_in_degrees, reproject
from geo.measurements.reading.cells import number_in, text_in
from geo.measurements.reading.checks import IMPOSSIBLE_VALUE, is_possible_band
from geo.measurements.reading.choices import Choices, Refused
from geo.measurements.reading.classes import (
    Levels,
    OpenBelow,
    UnreadableClass,
    closed,
    levels_of,
)
from geo.measurements.reading.placing import SHOWN, Unfit
from geo.measurements.reading.sources import Source, opened
from geo.measurements.records import Band, Rejected
from geo.perimeters.repair import BeyondRepair, repair
from geo.tables.numbers import UnreadableNumber
from geo.tables.reading import Record

BATCH, BATCH_POINTS = 500, 200_000
REPAIR_S = 60  # for what one file lets cross itself, all together
CROSSED_ITSELF = "crossed_itself"
AREAS = {"Polygon", "MultiPolygon"}
MOST_CLASSES = 1_000


@dataclass(frozen=True, slots=True)
class ClassFound:
    """What a class of the file is read as, for a person to confirm; reason: why it is not."""

    text: str
    count: int
    low: float | None = None
    high: float | None = None
    reason: str = ""


def read_areas(
    path: Path, choices: Choices, *, name: str = "", trusted: bool = False
) -> Iterator[Band | Rejected]:
    """Yield the areas of a noise map with their levels, in degrees; raise Refused."""
    with opened(path, name, choices, trusted=trusted) as source:
        check_columns(choices, source)
        bounds = _bounds(source.rows, choices)
        mender = _Mender()
        for batch in _batches(source.rows):
            yield from _bands(batch, choices, source.srid, bounds, mender)


def classes_in(
    path: Path, choices: Choices, *, name: str = "", trusted: bool = False
) -> list[ClassFound]:
    """Return what the classes of a noise map are read as, the lowest first; raise Refused."""
    with opened(path, name, choices, trusted=trusted) as source:
        return found_classes(source, choices)


def found_classes(source: Source, choices: Choices) -> list[ClassFound]:
    """Return the same of a file that is open."""
    check_columns(choices, source)
    bounds = _bounds(source.rows, choices)
    counts: Counter[str] = Counter()
    firsts: dict[str, Record] = {}
    for record in source.rows:
        if record.fault:
            continue
        text = _class_text(record, choices)
        counts[text] += 1
        firsts.setdefault(text, record)
        if len(counts) > MOST_CLASSES:
            raise Refused("too_many_classes", column=choices.low)
    found = [_found(text, counts[text], firsts[text], choices, bounds) for text in counts]
    return sorted(found, key=lambda one: (one.low is None, one.low or 0, one.text))


def check_columns(choices: Choices, source: Source) -> None:
    """Raise Refused where nothing says the levels, or the file has no areas."""
    if not source.has_geometry:
        raise Refused("no_areas")
    if not choices.low and choices.limit is None:
        raise Refused("no_level_column")
    unknown = sorted(set(choices.columns) - set(source.columns))
    if unknown:
        raise Refused("unknown_column", column=unknown[0])


def _class_text(record: Record, choices: Choices) -> str:
    texts = (text_in(record.cells.get(name)) for name in (choices.low, choices.high) if name)
    return " – ".join(texts)[:SHOWN]


def _found(text: str, count: int, record: Record, choices: Choices, bounds) -> ClassFound:
    try:
        levels = _levels(record, choices, bounds)
    except Unfit as unfit:
        return ClassFound(text, count, reason=unfit.code)
    return ClassFound(text, count, levels.low, levels.high)


def _bounds(rows: Iterable[Record], choices: Choices) -> list[float]:
    """Return where the classes of a file begin, for those that name no end."""
    bounds: set[float] = set()
    if choices.low and not choices.high and choices.limit is None:
        for text in {_class_text(record, choices) for record in rows}:
            try:
                bounds.add(levels_of(text).low)
            except (UnreadableClass, OpenBelow):
                continue
    return sorted(bounds)


def _levels(record: Record, choices: Choices, bounds: list[float]) -> Levels:
    """Return the levels of one area; raise Unfit."""
    if choices.limit is not None:
        levels = Levels(choices.limit)
    else:
        levels = _said(record, choices) or _written(record, choices, bounds)
    if not is_possible_band(levels.low, levels.high, choices):
        raise Unfit(IMPOSSIBLE_VALUE, value=_class_text(record, choices))
    return levels


def _said(record: Record, choices: Choices) -> Levels | None:
    """Return what a person said of a class, None of those that say it themselves."""
    known = {text: Levels(low, high) for text, low, high in choices.levels}
    return known.get(_class_text(record, choices)) if known else None


def _written(record: Record, choices: Choices, bounds: list[float]) -> Levels:
    text = text_in(record.cells.get(choices.low))
    if not text:
        raise Unfit("no_class", column=choices.low)
    try:
        if not choices.high:
            return closed(levels_of(text), bounds)
        low = number_in(record.cells[choices.low], choices.mark)
        high = number_in(record.cells.get(choices.high), choices.mark)
    except OpenBelow as error:
        raise Unfit("open_below", value=text[:SHOWN]) from error
    except (UnreadableClass, UnreadableNumber) as error:
        shown = _class_text(record, choices)
        raise Unfit("unreadable_class", column=choices.low, value=shown) from error
    if low is None or (high is not None and high <= low):
        raise Unfit("unreadable_class", column=choices.low, value=_class_text(record, choices))
    return Levels(low, high)


def _batches(rows: Iterable[Record]) -> Iterator[list[Record]]:
    """Yield records, so few at once that their points stay few."""
    batch, points = [], 0
    for record in rows:
        batch.append(record)
        points += 0 if record.geometry is None else shapely.get_num_coordinates(record.geometry)
        if len(batch) == BATCH or points > BATCH_POINTS:
            yield batch
            batch, points = [], 0
    yield batch


def _bands(
    batch: list[Record], choices: Choices, srid: int, bounds: list[float], mender: "_Mender"
) -> Iterator[Band | Rejected]:
    """Yield the bands of a batch in its order."""
    read = [_read(record, choices, bounds) for record in batch]
    fit = [at for at, one in enumerate(read) if isinstance(one, Levels)]
    shapes = np.array([batch[at].geometry for at in fit], dtype=object)
    mended = mender.mend(reproject(shapes, srid, DEGREES), is_in_degrees(srid), shapes)
    made = dict(zip(fit, mended, strict=True))
    for at, record in enumerate(batch):
        if at not in made:
            yield read[at]
        elif isinstance(made[at], str):
            yield Rejected(record.number, made[at], {"value": _class_text(record, choices)})
        else:
            shape, repairs = made[at]
            yield Band(record.number, shape, read[at].low, read[at].high, repairs)


def _read(record: Record, choices: Choices, bounds: list[float]) -> Levels | Rejected:
    try:
        if record.fault:
            raise Unfit("unreadable_area")
        if record.geometry is None:
            raise Unfit("no_place")
        if record.geometry.geom_type not in AREAS:
            raise Unfit("not_an_area")
        return _levels(record, choices, bounds)
    except Unfit as unfit:
        return Rejected(record.number, unfit.code, unfit.values)


class _Mender:
    """Puts areas right that cross themselves, in a child process, within a time for the file."""

    def __init__(self):
        self.left_s = float(REPAIR_S)

    def mend(self, moved: np.ndarray, was_in_degrees: bool, shapes: np.ndarray) -> list:
        """Return for each area its valid form and what was put right, or why there is none."""
        made: list = [(shape, ()) for shape in moved]
        off = [not _is_on_earth(shape) for shape in moved]
        if not was_in_degrees:  # degrees that the file calls metres
            small = [np.abs(shapely.get_coordinates(one)).max() <= 180 for one in shapes]
            off = [one or other for one, other in zip(off, small, strict=True)]
        sound = shapely.is_valid(moved)
        broken = [at for at in range(len(made)) if not off[at] and not sound[at]]
        repaired = self._repaired([moved[at] for at in broken])
        for at, shape in zip(broken, repaired, strict=True):
            made[at] = shape if isinstance(shape, str) else (shape, (CROSSED_ITSELF,))
        return ["not_in_metres" if off[at] else one for at, one in enumerate(made)]

    def _repaired(self, areas: list) -> list:
        """Return valid areas; those that cannot be repaired alone do not stop the others."""
        if not areas:
            return []
        if self.left_s < 1:
            return ["beyond_repair"] * len(areas)
        began = monotonic()
        try:
            found = repair(areas, seconds=int(self.left_s))
        except BeyondRepair:
            found = []
        self.left_s -= monotonic() - began
        if found:
            return ["nothing_left" if shape.is_empty else shape for shape in found]
        if len(areas) == 1:
            return ["beyond_repair"]
        half = len(areas) // 2
        return self._repaired(areas[:half]) + self._repaired(areas[half:])


def _is_on_earth(shape: shapely.Geometry) -> bool:
    west, south, east, north = shape.bounds
    is_finite = all(map(isfinite, (west, south, east, north)))
    return is_finite and west >= -180 and east <= 180 and south >= -90 and north <= 90
