"""The columns of the files of cells: what each holds and what it means, in one place."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participation.crossings.cells import PUBLIC_COLUMNS

WHOLE, NUMBER, WORD, TRUTH = "Int64", "float64", "string", "boolean"  # as pandas calls them


@dataclass(frozen=True, slots=True)
class Column:
    """name: in every file; type: of pandas; decimals: of a number, in files."""

    name: str
    type: str
    meaning: Promise
    decimals: int = 4


KNOWN = (
    Column("i", WHOLE, _("Column of the grid; with j it names a cell, the same in every release.")),
    Column("j", WHOLE, _("Row of the grid.")),
    Column("status", WORD, _("no_answer, too_few (fewer than are shown), uncertain or published. The first two tell no more than i, j, status and level.")),
    Column("n", WHOLE, _("People who answered in the cell, each counted once.")),
    Column("k", NUMBER, _("How many of them are highly annoyed (or wrote about the theme); grades of a scale may weigh less than one."), 2),
    Column("share", NUMBER, _("k divided by n, from 0 to 1.")),
    Column("low", NUMBER, _("Lower end of the 95% interval of the share (Wilson).")),
    Column("high", NUMBER, _("Upper end of the 95% interval of the share (Wilson).")),
    Column("level", NUMBER, _("Level measured or modelled in the cell, in the unit of the indicator."), 2),
    Column("u", NUMBER, _("Uncertainty of the level (one standard deviation), in its unit."), 2),
    Column("level_least", NUMBER, _("Lowest level in the cell, where a noise map tells it."), 2),
    Column("level_most", NUMBER, _("Highest level in the cell, where a noise map tells it."), 2),
    Column("over_limit", NUMBER, _("Share of its area at the upper threshold or above, from 0 to 1.")),
    Column("coverage", NUMBER, _("Share of the hours of the period that were measured, or of the area that lies in zones of the noise map, from 0 to 1.")),
    Column("source", WORD, _("What the level is: lden, day, evening, night, laeq…")),
    Column("is_interpolated", TRUTH, _("Whether the level was computed from measurements around the cell.")),
    Column("expected", NUMBER, _("Share expected at this level (or mean of comparable cells), from 0 to 1.")),
    Column("expected_low", NUMBER, _("Share expected where the level is lower by its uncertainty.")),
    Column("expected_high", NUMBER, _("Share expected where the level is higher by its uncertainty.")),
    Column("residual_pp", NUMBER, _("Share less expected share, in percentage points."), 2),
    Column("relative_pp", NUMBER, _("The same beside what the survey as a whole declares, in percentage points."), 2),
    Column("flag", WORD, _("By the interval of this cell alone: less, compatible or more than expected.")),
    Column("found", WORD, _("What is believed among all cells: the flag where q agrees, else compatible.")),
    Column("q", NUMBER, _("p-value of the exact test, adjusted for the number of cells (Benjamini and Hochberg).")),
    Column("ratio", NUMBER, _("Observed to expected, pulled towards the mean of the survey where few answered."), 3),
    Column("column", WHOLE, _("Class of the level: 1 low, 2 middle, 3 high; 0 without a level.")),
    Column("code", WORD, _("Class of the map: A less than expected, B as expected, C more; then the class of the level.")),
    Column("cluster", WORD, _("hot or cold where the cell and those around it depart together (Gi*).")),
    Column("place_name", WORD, _("Name of a street or place in the cell, where one is known.")),
    Column("taken_on", WORD, _("Day of the release in which n and k were taken in.")),
)  # fmt: skip
BY_NAME = {column.name: column for column in KNOWN}
COLUMNS = tuple(BY_NAME[name] for name in PUBLIC_COLUMNS if name in BY_NAME)
GEOMETRY = _("The hexagon, cut at the perimeter: longitude, latitude (WGS 84).")


def columns_with_meanings() -> list[dict]:
    """The columns in their order, for a page."""
    told = [{"name": column.name, "meaning": column.meaning} for column in COLUMNS]
    return [*told, {"name": "geometry", "meaning": GEOMETRY}]
