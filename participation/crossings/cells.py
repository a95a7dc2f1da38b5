"""What leaves of a cell: the public columns, in one list for the page, the files and the report.

A masked cell tells where it is, its status and its level. A cell whose few respondents all said
the same tells its class only: with the counts, everybody's answer would be known.
"""

from participation.crossings.models import PUBLISHED, UNCERTAIN, Release, ReleasedCell

PLACE = ("i", "j", "status", "level")
CLASS = ("u", "level_least", "level_most", "over_limit", "coverage", "source", "is_interpolated", "expected", "expected_low", "expected_high",
         "flag", "found", "column", "code", "cluster", "place_name", "taken_on")  # fmt: skip
COUNTS = ("n", "k", "share", "low", "high", "residual_pp", "relative_pp", "q", "ratio")
PUBLIC_COLUMNS = (
    "i", "j", "status", "n", "k", "share", "low", "high", "level", "u", "level_least",
    "level_most", "over_limit", "coverage", "source",
    "is_interpolated", "expected", "expected_low", "expected_high", "residual_pp",
    "relative_pp", "flag", "found", "q", "ratio", "column", "code", "cluster", "place_name", "taken_on",
)  # fmt: skip
TOLD = (UNCERTAIN, PUBLISHED)
HOMOGENEOUS_BELOW = 10


def public_rows(release: Release) -> list[dict]:
    """Return the public columns and the geometry of the cells of a release, masked ones too.

    Each is a dict of PUBLIC_COLUMNS, None (or "") where nothing may be said, and `geometry`.
    """
    cells = release.cells.defer("respondents", "held_n", "held_k", "needed")
    return [public_row(cell) for cell in cells]


def public_row(cell: ReleasedCell) -> dict:
    """Return one cell as anyone may read it, whatever its row holds."""
    shown = set(PLACE)
    if cell.status in TOLD:
        shown.update(CLASS)
        if not is_homogeneous(cell):
            shown.update(COUNTS)
    told = {name: getattr(cell, name) if name in shown else None for name in PUBLIC_COLUMNS}
    day = told["taken_on"]
    return told | {"taken_on": day and day.isoformat(), "geometry": cell.geometry}


def is_homogeneous(cell: ReleasedCell) -> bool:
    """Whether few answered and all said the same."""
    if cell.n is None or cell.k is None:
        return True
    return cell.n < HOMOGENEOUS_BELOW and cell.k in (0, cell.n)
