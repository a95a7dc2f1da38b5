"""The first rows of a file, column by column, for whoever proposes how it is read."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

import shapely

from geo.measurements.reading.cells import number_in, text_in
from geo.tables.numbers import UnreadableNumber
from geo.tables.reading import Record

ROWS = 500
MOSTLY = 0.8
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Sample:
    """cells: texts by column; rows: the same by row; shapes: those of the rows that have one."""

    cells: dict[str, list[str]]
    rows: list[dict[str, str]]
    shapes: list[shapely.Geometry] = field(default_factory=list)

    def share_of(self, kinds: Iterable[str]) -> float:
        """Return which share of the shapes is of these kinds."""
        counts = Counter(shape.geom_type for shape in self.shapes)
        return sum(counts[kind] for kind in kinds) / max(len(self.shapes), 1)

    def numeric(self, columns: Iterable[str]) -> list[str]:
        """Return those of these columns that hold numbers, mostly."""
        return [one for one in columns if is_numeric(self.cells[one])]


def sample_of(rows: Iterable[Record], columns: Iterable[str]) -> Sample:
    """Return the first rows that can be read."""
    records = list(islice((one for one in rows if not one.fault), ROWS))
    told = [{name: text_in(one.cells.get(name))[:LONGEST] for name in columns} for one in records]
    cells = {name: [row[name] for row in told] for name in columns}
    return Sample(cells, told, [one.geometry for one in records if one.geometry is not None])


def is_numeric(cells: list[str]) -> bool:
    """Whether what stands in a column is a number, mostly."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(map(_is_number, filled)) >= MOSTLY * len(filled)


def _is_number(cell: str) -> bool:
    try:
        return number_in(cell) is not None
    except UnreadableNumber:
        return False
