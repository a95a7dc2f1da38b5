"""What the preview shows: figures, a map and a table that say the same, and what is refused."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import shapely
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from geo.drawings.reasons import Code
from geo.perimeters.conversion import to_geojson
from geo.perimeters.grounds import ground_of
from geo.perimeters.outlines import frame_around, path_of
from geo.perimeters.sentences import share_words
from geo.tables.findings import shortened
from participation.contributions.maps import map_of
from participation.imports.preview import KNOWN, TAKEN_BACK, Judged
from participation.imports.rows import Note, Rejected
from participation.imports.sentences import beginning_of, explain_row

MOST_LISTED = 500
MOST_DRAWN = 5000
WIDTH, HEIGHT = 1000, 460
FIGURES = {
    "inside": gettext_lazy("inside the perimeter"),
    "clipped": gettext_lazy("cut at its edge"),
    "unplaced": gettext_lazy("without a place"),
    "restored": gettext_lazy("shown again"),
    "known": gettext_lazy("already there"),
    "outside": gettext_lazy("outside, not taken over"),
    "rejected": gettext_lazy("not taken over for another reason"),
}
STATES = {
    "inside": gettext_lazy("Taken over"),
    "unplaced": gettext_lazy("Taken over, without a place"),
    "known": gettext_lazy("Already there: nothing changes"),
    "restored": gettext_lazy("Shown again: it was taken back with its import"),
}
NOTES = {
    Note.TITLE_FROM_TEXT: lambda n: ngettext(
        "%(count)s row has no title: the beginning of its text becomes the title.",
        "%(count)s rows have no title: the beginning of their text becomes the title.",
        n,
    ),
    Note.TITLE_SHORTENED: lambda n: ngettext(
        "%(count)s title is too long: its beginning is kept as the title, all of it in the text.",
        "%(count)s titles are too long: their beginnings are kept as titles, all of them in the "
        "texts.",
        n,
    ),
}


@dataclass
class Preview:
    """What became of the rows: counted all, listed and drawn up to a limit."""

    counts: Counter = field(default_factory=Counter)
    notes: Counter = field(default_factory=Counter)
    refused: list[dict] = field(default_factory=list)
    accepted: list[dict] = field(default_factory=list)
    kept: list[shapely.Geometry] = field(default_factory=list)
    removed: list[shapely.Geometry] = field(default_factory=list)

    @property
    def to_store(self) -> int:
        """How many rows would be taken over."""
        return sum(self.counts[name] for name in ("inside", "clipped", "unplaced", "restored"))


def previewed(judged: Iterable[Judged | Rejected]) -> Preview:
    """Return what would become of the rows."""
    preview = Preview()
    for one in judged:
        if isinstance(one, Rejected):
            _add_refused(preview, one)
        else:
            _add_accepted(preview, one)
    return preview


def _add_refused(preview: Preview, one: Rejected) -> None:
    name = "outside" if one.reason == Code.OUTSIDE else "rejected"
    preview.counts[name] += 1
    drawing = one.row.drawing if one.row else None
    if name == "outside" and len(preview.removed) < MOST_DRAWN:
        preview.removed.append(drawing)
    if len(preview.refused) < MOST_LISTED:
        row = listed(one.number, name, explain_row(one), beginning_of(one))
        preview.refused.append(row)


def _add_accepted(preview: Preview, one: Judged) -> None:
    name = figure_of(one)
    preview.counts[name] += 1
    preview.notes.update(one.notes if one.state != KNOWN else ())
    if one.verdict and len(preview.kept) < MOST_DRAWN:
        preview.kept.append(one.verdict.kept)
        preview.removed += [one.verdict.removed] if one.verdict.removed else []
    if len(preview.accepted) < MOST_LISTED:
        preview.accepted.append(listed(one.row.number, name, words_of(one, name), one.title))


def figure_of(one: Judged) -> str:
    """Return the figure under which a row is counted."""
    if one.state in (KNOWN, TAKEN_BACK):
        return "known" if one.state == KNOWN else "restored"
    return one.verdict.outcome if one.verdict else "unplaced"


def words_of(one: Judged, name: str) -> str:
    """Return what becomes of a row."""
    if name == "clipped":
        share = share_words(one.verdict.share_kept)
        return _("Taken over in part: %(share)s is inside") % {"share": share}
    return str(STATES[name])


def listed(number: int, name: str, words: str, title: str) -> dict:
    """Return a row of the table."""
    return {"number": number, "name": name, "words": words, "title": shortened(title, 100)}


def preview_context(preview: Preview, consultation) -> dict:
    """Return what the template needs to show the preview."""
    return shown_of(preview, consultation, FIGURES) | {
        "notes": note_lines(preview.notes),
        "to_store": preview.to_store,
    }


def shown_of(preview: Preview, consultation, figures: dict) -> dict:
    """Return what any preview shows: its figures by name, a table, a map."""
    rows = preview.refused + preview.accepted
    total = sum(preview.counts.values())
    return {
        "figures": [
            {
                "name": name,
                "label": label,
                "count": number_format(preview.counts[name], force_grouping=True),
            }
            for name, label in figures.items()
            if preview.counts[name]
        ],
        "judged": total,
        "listed": rows[:MOST_LISTED],
        "listed_of": _listed_of(min(len(rows), MOST_LISTED), total),
        "refused": preview.counts["outside"] + preview.counts["rejected"],
        "drawing": drawing_of(preview),
        "picture": picture_of(preview, consultation),
        "map": map_of(consultation, list(extent_of(preview, consultation))),
    }


def note_lines(notes: Counter) -> list[str]:
    """Return a sentence for each thing done to rows that are taken over."""
    return [
        NOTES[note](count) % {"count": number_format(count, force_grouping=True)}
        for note, count in notes.items()
        if note in NOTES
    ]


def _listed_of(shown: int, total: int) -> str:
    if shown == total:
        return ""
    numbers = {
        "shown": number_format(shown, force_grouping=True),
        "total": number_format(total, force_grouping=True),
    }
    return _("The first %(shown)s of %(total)s rows, those not taken over first.") % numbers


def sample_words(shown: int, total: int) -> str:
    """Return how many rows of a long file are shown here, and when the others are judged."""
    numbers = {
        "total": number_format(total, force_grouping=True),
        "shown": number_format(shown, force_grouping=True),
    }
    return (
        _(
            "The file has %(total)s rows. Here are %(shown)s of them, spread over the whole file. "
            "Every row is judged when the file is taken over; the report then says which were not."
        )
        % numbers
    )


def extent_of(preview: Preview, consultation) -> tuple[float, float, float, float]:
    """Return the extent of what is kept and of the perimeter; what is far away stays unseen."""
    area = ground_of(consultation.perimeter.current_id).area
    return shapely.total_bounds([area, *preview.kept])


def drawing_of(preview: Preview) -> dict:
    """Return what the map draws: all that is kept as one, all that is not as another."""
    return {
        name: to_geojson(shapely.GeometryCollection(shapes)) if shapes else None
        for name, shapes in (("kept", preview.kept), ("removed", preview.removed))
    }


def picture_of(preview: Preview, consultation) -> dict | None:
    """Return the same as SVG, for who sees no map."""
    if not (preview.kept or preview.removed):
        return None
    frame = frame_around(extent_of(preview, consultation), WIDTH, HEIGHT)
    area = ground_of(consultation.perimeter.current_id).area
    picture = {"width": WIDTH, "height": HEIGHT, "edge": path_of(area, frame)}
    for name, shapes in (("kept", preview.kept), ("removed", preview.removed)):
        points, others = parted(shapes)
        picture[name] = path_of(shapely.GeometryCollection(others), frame) if others else ""
        pixels = frame.points(points) if len(points) else []
        picture[f"{name}_points"] = [
            (f"{x:.1f}", f"{y:.1f}") for x, y in pixels if 0 <= x <= WIDTH and 0 <= y <= HEIGHT
        ]
    return picture


def parted(shapes: list[shapely.Geometry]) -> tuple:
    """Return the coordinates of all points, and the lines and areas."""
    parts = shapely.get_parts(shapes)
    are_points = shapely.get_dimensions(parts) == 0
    return shapely.get_coordinates(parts[are_points]), list(parts[~are_points])
