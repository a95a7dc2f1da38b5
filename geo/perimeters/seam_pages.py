"""The gaps and overlaps of a version as staff see them: rows to tick, outlines on a map."""

import shapely
from django.utils.translation import gettext as _

from geo.perimeters.models import PerimeterVersion
from geo.perimeters.offering import Group, Row, bounds_of, drawn, on_map
from geo.perimeters.outlines import path_of
from geo.perimeters.reopening import gaps_of
from geo.perimeters.reports import place_words
from geo.perimeters.sentences import measure_words


def gaps_context(version: PerimeterVersion) -> dict:
    """What the page of a version that waits shows of its gaps; nothing without any."""
    gaps = gaps_of(version)
    if not gaps:
        return {}
    rows = [_row(str(number), gap) for number, gap in enumerate(gaps)]
    frame, outlines = drawn(rows, 640, 480)
    shared = [_row(f"shared-{at}", one) for at, one in enumerate(_overlaps(version))]
    return {
        "groups": [Group("", rows)],
        "chosen": {row.key for row, gap in zip(rows, gaps, strict=True) if gap["is_closed"]},
        "count": sum(gap["is_closed"] for gap in gaps),
        "all": len(gaps),
        "shapes": on_map(rows),
        "shared": on_map(shared),
        "shared_outlines": [path_of(row.outline, frame) for row in shared],
        "choice_bounds": ",".join(f"{number:.6f}" for number in bounds_of(rows)),
        "choice_frame": frame,
        "outlines": outlines,
    }


def _overlaps(version: PerimeterVersion) -> list[dict]:
    told = [entry["pieces"] for entry in version.report if entry["code"] == "overlaps"]
    return told[0] if told else []


def _row(key: str, piece: dict) -> Row:
    width = measure_words("line", piece["width_m"])
    about = _("%(width)s wide on average") % {"width": width}
    outline = shapely.Polygon(piece["outline"])
    return Row(key, place_words(piece), about, piece["area_m2"], outline)
