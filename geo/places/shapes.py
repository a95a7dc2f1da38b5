"""The shapes of places, read from the features that they gather."""

from collections.abc import Collection
from uuid import UUID

import shapely
from django.db.models import F

from geo.layers.licences import may_be_copied
from geo.layers.models import Feature
from geo.names.gathering import middle_of
from geo.names.kinds import WAYS
from geo.names.models import Place
from geo.perimeters.conversion import from_django, to_django
from geo.perimeters.cutting import snap
from geo.perimeters.ground import Ground
from geo.places.streets import TOUCH, between, crossing_points, whole

MOST_CROSSINGS = 200


def place_with(pk: int, hidden: Collection[UUID] = ()) -> Place:
    """Return a place that may be found, with its `licence`; Place.DoesNotExist.

    hidden: layers of which nothing is found.
    """
    findable = Place.objects.filter(version__layer__is_findable=True)
    findable = findable.exclude(version__layer__in=hidden)
    return findable.annotate(licence=F("version__licence")).get(pk=pk)


def is_copyable(place: Place) -> bool:
    return may_be_copied(place.licence)


def shape_of(place: Place) -> shapely.Geometry:
    """Return the place whole: a point, the line of a street, or an area."""
    shapes = [from_django(geometry) for geometry in _geometries(place)]
    if place.form == "line":
        return whole(shapes)
    return shapely.union_all(shapes) if place.form == "area" else shapes[0]


def point_of(place: Place, ground: Ground) -> shapely.Point:
    """Return a point on the place, inside the ground where some part of the place is."""
    anchor = from_django(place.anchor)
    if place.form == "point" or ground.grown.covers(anchor):
        return anchor
    inside = shapely.intersection(shape_of(place), ground.area)
    if inside.is_empty:
        return anchor
    parts = shapely.get_parts(inside)
    return shapely.point_on_surface(parts[shapely.length(parts).argmax()])


def point_on(shape: shapely.Geometry) -> shapely.Point:
    """Return a point on a shape, on the grid: in the middle of its longest or largest part."""
    return snap(middle_of([shape]))


def crossings_of(place: Place) -> list[Place]:
    """Return the streets and paths that cross a street, in their order along it."""
    if place.form != "line":
        return []
    street = shape_of(place)
    around = to_django(shapely.box(*shapely.buffer(street, TOUCH).bounds))
    others = Place.objects.filter(
        version=place.version_id, kind__in=WAYS, form="line", extent__bboverlaps=around
    ).exclude(pk=place.pk)
    order = {}
    for other in others[:MOST_CROSSINGS]:
        points = crossing_points(street, shape_of(other))
        if len(points):
            order[other] = shapely.line_locate_point(_first(street), points[0])
    return sorted(order, key=lambda other: (order[other], other.name))


def _first(street: shapely.Geometry) -> shapely.LineString:
    return shapely.get_parts(street)[0]


def stretch_of(place: Place, one: Place, other: Place) -> shapely.LineString:
    """Return a street between its crossings with two others; NotBetween where there is none."""
    return between(shape_of(place), shape_of(one), shape_of(other))


def _geometries(place: Place):
    return (
        Feature.objects.filter(pk__in=place.features)
        .order_by("pk")
        .values_list("geometry", flat=True)
    )
