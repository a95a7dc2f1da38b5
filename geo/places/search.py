"""Finds places by name: near first in spelling, those inside a perimeter before the others."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Case, F, FloatField, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Length

from geo.layers.licences import may_be_copied
from geo.layers.models import Feature, Layer
from geo.names.kinds import LABELS, LARGE, ORDER, SETTLEMENTS
from geo.names.models import Place
from geo.names.words import asked, folded, searchable, telling
from geo.perimeters.conversion import from_django, to_django
from geo.perimeters.ground import Ground
from geo.places.spelling import respelt

MOST = 8
RANKED = 40  # of which place and commune are looked at
LOOKED_AT = 2_000  # that hold every word; a question that more of them answer says too little
FALL = 0.06
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


def find_places(question: str, ground: Ground, most: int = MOST) -> list[Found]:
    """Return at most `most` places whose names are like a question, the best first.

    Looked for in the current versions of all layers, inside the ground and around it, as far as
    it is wide or 3 km. Whatever the question holds, it is read as plain words.
    """
    words = asked(question)
    if not words:
        return []
    versions = shown_versions()
    near = _near(ground, versions)
    rows = _holding_all(near, words)
    if not rows:
        words = [respelt(word, versions) for word in words]
        rows = _holding_all(near, words) or _holding_all(near, telling(words))
    inside = _inside(rows, ground)
    ordered = sorted(rows, key=lambda row: (row.pk not in inside, *_order(row)))
    best = list(islice(_without_doubles(ordered), most))
    communes = _communes([row.pk for row in best], versions)
    return [_found(row, words, communes.get(row.pk), row.pk in inside) for row in best]


def shown_versions() -> list[UUID]:
    """The versions that layers show now."""
    shown = Layer.objects.filter(current__isnull=False)
    return list(shown.order_by().values_list("current_id", flat=True))


def frame_of(ground: Ground) -> shapely.Polygon:
    """The box in which places are looked for: the ground and as much around it, or 3 km."""
    west, south, east, north = ground.area.bounds
    least = AROUND_M / METRES_IN_A_DEGREE
    wide, high = max(east - west, least), max(north - south, least)
    return shapely.box(west - wide, south - high, east + wide, north + high)


def _near(ground: Ground, versions: list[UUID]):
    """Places around the ground, in some versions."""
    box = to_django(frame_of(ground))
    return Place.objects.filter(version__in=versions, extent__bboverlaps=box)


def _begins(word: tuple[str, ...]) -> Q:
    return _any(Q(searchable__contains=f" {form}") for form in word)


def _any(conditions) -> Q:
    either = Q()
    for condition in conditions:
        either |= condition
    return either


def _holding_all(places, words) -> list[Place]:
    """Places in whose names every word of the question begins a word, the best first."""
    for word in words:
        places = places.filter(_begins(word))
    some = places.filter(pk__in=places.order_by().values("pk")[:LOOKED_AT])
    return _best(some.annotate(likeness=_likeness(words)))


def _likeness(words):
    """The share of whole words, by their length; more where a name begins with the question."""
    total = sum(len(word[0]) for word in words)
    question = " ".join(word[0] for word in words)
    begins = Case(
        When(searchable__startswith=f" {question} ", then=Value(0.4)),
        When(searchable__startswith=f" {question}", then=Value(0.2)),
        default=Value(0.0),
        output_field=FloatField(),
    )
    for word in words:
        begins += _share(word, len(word[0]) / total)
    return begins


def _share(word: tuple[str, ...], share: float):
    """More for the first of what a word may mean than for the next."""
    whole = [
        When(searchable__contains=f" {form} ", then=Value(share * (1 - FALL * at)))
        for at, form in enumerate(word)
    ]
    return Case(*whole, default=Value(0.0), output_field=FloatField())


def _best(places) -> list[Place]:
    ranked = places.annotate(length=Length("name"), licence=F("version__licence"))
    return list(ranked.order_by("-likeness", "length", "pk")[:RANKED])


def _inside(rows: list[Place], ground: Ground) -> set[int]:
    """The numbers of those of which some part lies in the ground."""
    inside = {row.pk for row in rows if ground.grown.covers(from_django(row.anchor))}
    open_rows = [row for row in rows if row.pk not in inside and row.form != "point"]
    holders = {feature: row.pk for row in open_rows for feature in row.features}
    shapes = Feature.objects.filter(pk__in=list(holders), geometry__bboverlaps=_box(ground))
    for feature, geometry in shapes.values_list("pk", "geometry"):
        if holders[feature] not in inside and ground.area.intersects(from_django(geometry)):
            inside.add(holders[feature])
    return inside


def _box(ground: Ground) -> GEOSGeometry:
    return to_django(shapely.box(*ground.area.bounds))


def _order(row: Place):
    """By likeness in steps, then by kind; what may be copied, and what is short, first."""
    return (
        -round(row.likeness, 1),
        ORDER[row.kind],
        not may_be_copied(row.licence),
        len(row.name),
        row.name,
        row.pk,
    )


def _without_doubles(rows: list[Place]) -> Iterator[Place]:
    """The same place of two layers once; a commune stands for the town of its name."""
    kept = defaultdict(list)
    for row in rows:
        group = "settlement" if row.kind in SETTLEMENTS else row.kind
        same = kept[folded(row.name), group]
        if not any(row.extent.intersects(extent) for extent in same):
            same.append(row.extent)
            yield row


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


def _found(row: Place, words, commune: str | None, is_inside: bool) -> Found:
    return Found(
        pk=row.pk,
        name=row.name,
        also=_also(row, words),
        kind=row.kind,
        form=row.form,
        lon=row.anchor.x,
        lat=row.anchor.y,
        box=row.extent.extent,
        commune=commune or "",
        is_inside=is_inside,
        is_copyable=may_be_copied(row.licence),
    )


def _also(row: Place, words) -> str:
    """Another name that begins with the words, where the one that is shown does not."""
    if _holds(row.name, words):
        return ""
    return next((name for name in row.other_names if _holds(name, words)), "")


def _holds(name: str, words) -> bool:
    text = searchable([name])
    return all(any(f" {form}" in text for form in word) for word in words)
