"""How the cells of a page are called: names in their rows, else of layers that are only referred to."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from geo.layers.licences import Credit
from geo.perimeters.conversion import to_django
from participation.crossings.naming import names_shown
from participation.crossings.showing import Cells, Shown

TOLD = ("published", "uncertain")


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell as its name is looked for: where its middle is."""

    i: int
    j: int
    place_name: str
    geometry: object


def named(shown: Shown, seen: Iterable[dict]) -> tuple[Shown, list[Credit]]:
    """Return the same with the names of the cells that are seen, and the credits that these need.

    Cells of which nothing is told have no name.
    """
    asked = {(row["i"], row["j"]) for row in seen if row["status"] in TOLD}
    rows, shapes = shown.cells.rows, shown.cells.shapes
    pairs = [pair for pair in zip(rows, shapes, strict=True) if _place(pair[0]) in asked]
    spots = [Spot(*_place(row), row["place_name"] or "", middle_of(shape)) for row, shape in pairs]
    found = names_shown(shown.crossing, spots)
    names = found.by_cell
    called = [
        row | {"place_name": names[_place(row)]} if _place(row) in names else row for row in rows
    ]
    return replace(shown, cells=Cells(called, shapes)), found.credits


def _place(row: dict) -> tuple[int, int]:
    return row["i"], row["j"]


def middle_of(shape):
    return to_django(shape.centroid)
