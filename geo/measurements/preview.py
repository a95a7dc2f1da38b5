"""What the first rows of files would become, before anything is stored."""

import datetime
import zoneinfo
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import shapely
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from geo.measurements.explaining import reason_words
from geo.measurements.records import Band, Measured, NextFile, Record, Rejected
from geo.perimeters.conversion import from_django
from geo.perimeters.models import Perimeter

ROWS_SHOWN = 10
ROWS_READ = 5_000
POINT_HEADS = (
    gettext_lazy("Row"),
    gettext_lazy("What becomes of it"),
    gettext_lazy("Place"),
    gettext_lazy("Value"),
    gettext_lazy("Measured at"),
    gettext_lazy("Seconds"),
    gettext_lazy("L90"),
    gettext_lazy("Session"),
)
AREA_HEADS = (
    gettext_lazy("Row"),
    gettext_lazy("What becomes of it"),
    gettext_lazy("From"),
    gettext_lazy("To"),
)


@dataclass
class Preview:
    """The first rows of files: counted, the first of each fate kept with its file, and where they lie."""

    counts: Counter = field(default_factory=Counter)
    reasons: Counter = field(default_factory=Counter)
    files: list[str] = field(default_factory=list)
    kept: list[tuple[str, Record]] = field(default_factory=list)
    others: list[tuple[str, Record]] = field(default_factory=list)
    places: list[shapely.Geometry] = field(default_factory=list)
    is_map: bool = False
    says_when: bool = False
    is_whole: bool = True
    time_zone: str = "UTC"

    def add(self, one: Record) -> None:
        """Count one row."""
        fate, codes = fate_of(one)
        self.counts[fate] += 1
        self.reasons.update((fate, code) for code in codes)
        shown = self.kept if fate in ("kept", "repaired") else self.others
        if len(shown) < ROWS_SHOWN:
            shown.append((self.files[-1] if self.files else "", one))
        self._see(one)

    def begin(self, file: str) -> None:
        """Rows that follow stand in this file; the archive around it has none itself."""
        self.files = [*self.files, file] if self.counts else [file]

    def _see(self, one: Record) -> None:
        if isinstance(one, Band):
            self.is_map = True
            self.places.append(shapely.box(*one.geometry.bounds))
        elif isinstance(one, Measured):
            self.says_when = self.says_when or one.started_at is not None
            self.places.append(shapely.Point(one.lon, one.lat))


def previewed(
    records: Iterable[Record | NextFile], time_zone: str = "UTC", most: int = ROWS_READ
) -> Preview:
    """Return what the first rows become."""
    preview = Preview(time_zone=time_zone)
    for record in records:
        if isinstance(record, NextFile):
            preview.begin(record.name)
            continue
        if preview.counts.total() == most:
            preview.is_whole = False
            break
        preview.add(record)
    return preview


def fate_of(one: Record) -> tuple[str, tuple[str, ...]]:
    """Return what becomes of a row, and why it is not simply kept."""
    if isinstance(one, Rejected):
        return "rejected", (one.reason_code,)
    if isinstance(one, Band):
        return ("repaired", one.repairs) if one.repairs else ("kept", ())
    return ("flagged", one.flags) if one.flags else ("kept", ())


FIGURES = {
    "kept": (lambda n: ngettext("row would count", "rows would count", n), "inside"),
    "repaired": (lambda n: ngettext("area repaired", "areas repaired", n), "clipped"),
    "flagged": (lambda n: ngettext("value set aside", "values set aside", n), "clipped"),
    "rejected": (lambda n: ngettext("row rejected", "rows rejected", n), "rejected"),
}


def preview_context(preview: Preview, notes: list[str]) -> dict:
    """Return what the page shows of it."""
    rows = [_listed(*one, preview) for one in (*preview.others, *preview.kept)]
    reasons = sorted(preview.reasons.items(), key=lambda item: -item[1])
    return {
        "lead": lead_words(preview),
        "figures": [
            {
                "label": label(preview.counts[key]),
                "count": _grouped(preview.counts[key]),
                "name": name,
            }
            for key, (label, name) in FIGURES.items()
            if preview.counts[key]
        ],
        "reasons": [(reason_words(*reason), _grouped(count)) for reason, count in reasons],
        "heads": AREA_HEADS if preview.is_map else POINT_HEADS,
        "rows": rows,
        "notes": notes + ([where_words(preview.places)] if preview.places else []),
        "counts": preview.counts["kept"] + preview.counts["repaired"],
    }


def lead_words(preview: Preview) -> str:
    """Return how much of the files was looked at."""
    count = preview.counts.total()
    if preview.is_whole:
        words = ngettext(
            "The file has %(count)s row. Nothing is stored yet.",
            "The files have %(count)s rows in all. Nothing is stored yet.",
            count,
        )
        return words % {"count": _grouped(count)}
    words = _("These are the first %(count)s rows. Nothing is stored yet; the report tells of all.")
    return words % {"count": _grouped(count)}


def where_words(places: list[shapely.Geometry]) -> str:
    """Return in which perimeter most of the places lie, or else where on the Earth."""
    within = {}
    for perimeter in Perimeter.objects.select_related("current").exclude(current=None):
        area = from_django(perimeter.current.area)
        shapely.prepare(area)
        within[perimeter.name] = int(shapely.intersects(area, places).sum())
    name = max(within, key=within.__getitem__, default="")
    if name and within[name]:
        numbers = {"count": _grouped(within[name]), "of": _grouped(len(places)), "name": name}
        return _("%(count)s of %(of)s lie in the perimeter “%(name)s”.") % numbers
    west, south, east, north = shapely.total_bounds(places)
    corners = [f"{lat:.3f}, {lon:.3f}" for lat, lon in ((south, west), (north, east))]
    return _(
        "None lies in a perimeter of this service: they are between %(first)s and %(last)s. Is "
        "the coordinate system right?"
    ) % {"first": corners[0], "last": corners[1]}


def _listed(file: str, one: Record, preview: Preview) -> dict:
    fate, codes = fate_of(one)
    row = f"{file} · {one.row}" if len(preview.files) > 1 else str(one.row)
    values = one.values if isinstance(one, Rejected) else None
    words = " ".join(reason_words(fate, code, values) for code in codes)
    words = words or _("It counts")
    return {"name": FIGURES[fate][1], "cells": [row, words, *_cells(one, preview)]}


def _cells(one: Record, preview: Preview) -> list[str]:
    if isinstance(one, Rejected):
        return [""] * (len(AREA_HEADS if preview.is_map else POINT_HEADS) - len(AREA_HEADS[:2]))
    if isinstance(one, Band):
        return [plain_number(one.low), plain_number(one.high) or _("no upper limit")]
    return [
        f"{one.lat:.5f}, {one.lon:.5f}",
        plain_number(one.value),
        _moment(one.started_at, preview.time_zone) if one.started_at else "–",
        plain_number(one.seconds) or "–",
        plain_number(one.background) or "–",
        one.session or "–",
    ]


def _moment(instant: datetime.datetime, time_zone: str) -> str:
    """Return when it was, by the clocks of the place."""
    local = localtime(instant, zoneinfo.ZoneInfo(time_zone))
    return date_format(local, "SHORT_DATETIME_FORMAT")


def plain_number(number: float | None) -> str:
    """Return a number with two decimals at most, "" for none."""
    if number is None:
        return ""
    rounded = round(float(number), 2)
    return number_format(int(rounded) if rounded.is_integer() else rounded)


def _grouped(count: int) -> str:
    return number_format(count, force_grouping=True)
