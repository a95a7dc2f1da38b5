"""Finds places by name: near first in spelling, those inside a perimeter before the others."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Func, OuterRef, Subquery

from geo.layers.licences import may_be_copied
from geo.layers.models import Feature, Layer
from geo.names.kinds import LABELS, LARGE, ORDER, SETTLEMENTS
from geo.names.models import Place
from geo.names.words import asked, folded, searchable, telling
from geo.perimeters.conversion import to_django
from geo.perimeters.ground import Ground
from geo.places.candidates import Candidate, candidates
from geo.places.spelling import respelt

MOST = 8
AROUND_M = 3_000  # beyond the perimeter, where it is smaller than that
METRES_IN_A_DEGREE = 111_195


@dataclass(frozen=True)
class Found:
    """A place that answers a question; lon and lat in degrees, box west, south, east, north."""

    pk: int
    name: str
    also: str  # the other name by which it was found
    kind: str
    form: str  # point, line or area
    lon: float
    lat: float
    box: tuple[float, float, float, float]
    commune: str
    is_inside: bool
    is_copyable: bool

    @property
    def kind_label(self):
        return LABELS[self.kind]


def find_places(
    question: str, ground: Ground, most: int = MOST, hidden: Collection[UUID] = ()
) -> list[Found]:
    """Return at most `most` places whose names are like a question, the best first.

    Looked for in the current versions of all layers, inside the ground and around it, as far as
    it is wide or 3 km. Whatever the question holds, it is read as plain words.
    hidden: layers in which nothing is found.
    """
    words = asked(question)
    if not words:
        return []
    versions = shown_versions(hidden)
    words, found = _candidates(words, versions, frame_of(ground))
    if not found:
        return []
    inside = _inside(found, ground)
    ordered = sorted(found, key=lambda one: (one.pk not in inside, *_order(one)))
    best = list(islice(_without_doubles(ordered), most))
    communes = _communes([one.pk for one in best], versions)
    return [_found(one, words, communes.get(one.pk), one.pk in inside) for one in best]


def _candidates(words, versions: list[UUID], frame: shapely.Polygon):
    """The words as they were understood, and the places that hold them."""
    found = candidates(words, versions, frame)
    if found:
        return words, found
    meant = respelt(words, versions)
    for tried in (meant, telling(meant)):
        if tried != words:
            found = found or candidates(tried, versions, frame)
            words = tried
    return meant, found


def shown_versions(hidden: Collection[UUID] = ()) -> list[UUID]:
    """The versions that layers show now whose names are for everybody."""
    shown = Layer.objects.filter(current__isnull=False, is_findable=True).exclude(pk__in=hidden)
    return list(shown.order_by().values_list("current_id", flat=True))


def frame_of(ground: Ground) -> shapely.Polygon:
    """The box in which places are looked for: the ground and as much around it, or 3 km."""
    west, south, east, north = ground.area.bounds
    least = AROUND_M / METRES_IN_A_DEGREE
    wide, high = max(east - west, least), max(north - south, least)
    return shapely.box(west - wide, south - high, east + wide, north + high)


def _inside(found: list[Candidate], ground: Ground) -> set[int]:
    """The numbers of those of which some part lies in the ground."""
    anchors = shapely.points([(one.lon, one.lat) for one in found])
    covered = shapely.covers(ground.grown, anchors)
    inside = {one.pk for one, is_covered in zip(found, covered, strict=True) if is_covered}
    open_ones = [one for one in found if one.pk not in inside and one.form != "point"]
    holders = {feature: one.pk for one in open_ones for feature in one.features}
    if not holders:
        return inside
    shapes = Feature.objects.filter(pk__in=list(holders), geometry__bboverlaps=_box(ground))
    for feature, geometry in shapes.values_list("pk", AsWKB("geometry")):
        if holders[feature] not in inside and ground.area.intersects(shapely.from_wkb(geometry)):
            inside.add(holders[feature])
    return inside


def _box(ground: Ground) -> GEOSGeometry:
    return to_django(shapely.box(*ground.area.bounds))


def _order(one: Candidate):
    """By likeness in steps, then by kind; what may be copied, and what is short, first."""
    return (
        -round(one.likeness, 1),
        ORDER[one.kind],
        not may_be_copied(one.licence),
        len(one.name),
        one.name,
        one.pk,
    )


def _without_doubles(ordered: list[Candidate]) -> Iterator[Candidate]:
    """The same place of two layers once; a commune stands for the town of its name."""
    kept = defaultdict(list)
    for one in ordered:
        group = "settlement" if one.kind in SETTLEMENTS else one.kind
        same = kept[folded(one.name), group]
        if not any(one.touches(box) for box in same):
            same.append(one.box)
            yield one


def _communes(keys: list[int], versions: list[UUID]) -> dict[int, str]:
    """The commune, or the smaller area, in which each of some places lies."""
    around = (
        Feature.objects.filter(version__in=versions, kind="commune", tags__has_key="name")
        .filter(geometry__covers=OuterRef("anchor"))
        .exclude(tags__admin_level__in=list(LARGE))
        .order_by(Func("geometry", function="ST_Area"))
    )
    rows = Place.objects.filter(pk__in=keys).exclude(kind="commune")
    return dict(rows.values_list("pk", Subquery(around.values("tags__name")[:1])))


def _found(one: Candidate, words, commune: str | None, is_inside: bool) -> Found:
    return Found(
        pk=one.pk,
        name=one.name,
        also=_also(one, words),
        kind=one.kind,
        form=one.form,
        lon=one.lon,
        lat=one.lat,
        box=one.box,
        commune=commune or "",
        is_inside=is_inside,
        is_copyable=may_be_copied(one.licence),
    )


def _also(one: Candidate, words) -> str:
    """Another name that begins with the words, where the one that is shown does not."""
    if _holds(one.name, words):
        return ""
    return next((name for name in one.other_names if _holds(name, words)), "")


def _holds(name: str, words) -> bool:
    text = searchable([name])
    return all(any(f" {form}" in text for form in word) for word in words)
