"""A release as its page shows it: its public rows, and what the sentences must know of it."""

from dataclasses import dataclass
from functools import lru_cache

import shapely

from geo.analysis.measuring import KINDS
from geo.measurements.indicators import Indicator
from geo.measurements.models import AREAS
from geo.perimeters.conversion import from_django
from participation.crossings.cells import public_rows
from participation.crossings.models import Crossing, Release
from participation.crossings.order import most_telling
from participation.crossings.sentences import Sort, Subject


@dataclass(frozen=True, slots=True)
class Cells:
    """rows: public, the most telling first; shapes: of each, in degrees, in the same order."""

    rows: list[dict]
    shapes: list[shapely.Geometry]


def cells_of(release: Release) -> Cells:
    return _cells(release.pk, release.made_at)


@lru_cache(maxsize=8)
def _cells(release_id, _made_at) -> Cells:
    """A release never changes; the live one is made anew, at another moment.

    usual_u: how sure the levels of one such instrument are at best.
    """
    release = Release.objects.get(pk=release_id)
    usual = usual_u_of(release)
    rows = [row | {"usual_u": usual} for row in most_telling(public_rows(release))]
    shapes = [from_django(row.pop("geometry")) for row in rows]
    return Cells(rows, shapes)


def usual_u_of(release: Release | None) -> float | None:
    """One standard deviation of one instrument of those that measured; None where none did."""
    return release and (release.parameters.get("dataset") or {}).get("u")


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the page needs of a crossing; thresholds: levels at which the classes begin, () where
    nothing is measured or nobody says what is much of it."""

    crossing: Crossing
    release: Release
    cells: Cells
    subject: Subject
    thresholds: tuple[float, ...]


def shown_of(crossing: Crossing, release: Release) -> Shown:
    return Shown(
        crossing,
        release,
        cells_of(release),
        subject_of(crossing, release),
        thresholds_of(crossing, release),
    )


def subject_of(crossing: Crossing, release: Release | None) -> Subject:
    indicator = indicator_of(crossing, release)
    return Subject(
        sort=sort_of(crossing),
        unit=unit_of(indicator) if indicator else "",
        indicator=indicator.name if indicator else "",
        theme=crossing.theme.title if crossing.theme_id else "",
        is_relative=bool(release and release.parameters.get("is_relative")),
        k_min=crossing.k_min,
        edge_m=crossing.cell_edge_m,
        usual_u=usual_u_of(release),
        is_of_map=is_of_map(release),
    )


def is_of_map(release: Release | None) -> bool:
    """Whether the levels of a release are those of a noise map."""
    dataset = (release and release.parameters.get("dataset")) or {}
    return dataset.get("form") == AREAS


def unit_of(indicator) -> str:
    """« dB »: the weighting of the ear is said by the method, not in each sentence."""
    return "dB" if indicator.unit == "dB(A)" else indicator.unit


def indicator_of(crossing: Crossing, release: Release | None) -> Indicator | None:
    """What the levels of the cells are: of a period, or of the whole day, put together from what
    was measured; None where nothing was."""
    if crossing.dataset is None:
        return None
    kind = release.parameters.get("kind", "") if release else ""
    of_period = {period: key for key, period in KINDS.items()}
    key = of_period.get(kind, kind)
    known = crossing.dataset.indicator
    return known if key in ("", known.key) else Indicator.objects.filter(key=key).first() or known


def sort_of(crossing: Crossing) -> Sort:
    if crossing.curve:
        return Sort.CURVE
    if crossing.question_id is None:
        return Sort.PINS
    return Sort.CLASS if crossing.dataset_id else Sort.MEAN


def thresholds_of(crossing: Crossing, release: Release) -> tuple[float, ...]:
    """The levels of the release, else those of the indicator; () where nothing is measured."""
    dataset = crossing.dataset
    if dataset is None:
        return ()
    known = dataset.indicator.thresholds_for(crossing.curve or dataset.source)
    return tuple(release.parameters.get("thresholds", known))
