"""References to objects of OpenStreetMap: of one layer, by element and number.

A reference is a line of text, the same in addresses, forms, the API, files and the database:
`layer/n123`, for a street of several ways `layer/w1,w2`, and for the part of it between two others
`layer/w1,w2/w7/w8,w9`. It holds neither a shape nor a name: both are read from the version that
the layer shows.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import shapely
from django.db.models import Q

from geo.layers.models import Feature, Layer, LayerVersion
from geo.names.models import Place
from geo.perimeters.conversion import from_django
from geo.places.streets import NotBetween, between, whole

MOST_OBJECTS = 300
LONGEST = 8000
OBJECT = "[nwr][1-9][0-9]{0,17}"
OBJECTS = f"{OBJECT}(,{OBJECT})*"
PATTERN = f"[-a-zA-Z0-9_]{{1,50}}/{OBJECTS}(/{OBJECTS}/{OBJECTS})?"
"""Of a reference; a regular expression of Python and of PostgreSQL."""


class UnreadableReference(ValueError):
    """A text that is no reference."""


class NoSuchObject(LookupError):
    """The version that the layer shows does not hold what is referred to (any more)."""


@dataclass(frozen=True)
class Reference:
    """Objects of one layer; `ends` are the two streets between which a street is meant, or none."""

    layer: str
    objects: tuple[str, ...]
    ends: tuple[tuple[str, ...], ...] = ()

    def __str__(self) -> str:
        return "/".join([self.layer, *(",".join(part) for part in (self.objects, *self.ends))])

    @property
    def all_objects(self) -> tuple[str, ...]:
        return sum(self.ends, self.objects)


def read_reference(text: str) -> Reference:
    """Return the reference that a text is; UnreadableReference."""
    if len(text) > LONGEST or not re.fullmatch(PATTERN, text):
        raise UnreadableReference(text[:100])
    layer, *parts = text.split("/")
    objects, *ends = (tuple(dict.fromkeys(part.split(","))) for part in parts)
    reference = Reference(layer, objects, tuple(ends))
    if len(reference.all_objects) > MOST_OBJECTS:
        raise UnreadableReference(text[:100])
    return reference


def reference_to(place: Place, *ends: Place) -> Reference | None:
    """Return the reference to a named place, between two others where `ends` are given.

    None where its layer numbers no objects, or where it has too many.
    """
    layer = Layer.objects.filter(versions=place.version_id).values_list("slug", flat=True).get()
    parts = [_objects_of(one) for one in (place, *ends)]
    if not all(parts) or sum(map(len, parts)) > MOST_OBJECTS:
        return None
    return Reference(layer, parts[0], tuple(parts[1:]))


def _objects_of(place: Place) -> tuple[str, ...]:
    features = Feature.objects.filter(pk__in=place.features, osm_id__isnull=False).order_by("pk")
    objects = [
        f"{element}{osm_id}" for element, osm_id in features.values_list("element", "osm_id")
    ]
    return tuple(objects) if len(objects) == len(place.features) else ()


@dataclass(frozen=True)
class Referred:
    """What a reference stands for in the version that its layer shows."""

    reference: Reference
    version: LayerVersion | None
    features: tuple[Feature, ...]
    ends: tuple[tuple[Feature, ...], ...] = ()

    @property
    def is_gone(self) -> bool:
        return not self.features

    @property
    def is_whole(self) -> bool:
        """Whether everything that was referred to is still there."""
        return len(self.features) == len(self.reference.objects)

    @cached_property
    def shape(self) -> shapely.Geometry | None:
        """The shape of the objects; None where they are gone, or leave nothing between the ends."""
        if self.is_gone:
            return None
        street = _shape(self.features)
        if not self.reference.ends:
            return street
        try:
            return between(street, *(_shape(end) for end in self.ends)) if all(self.ends) else None
        except NotBetween:
            return None


def _shape(features: tuple[Feature, ...]) -> shapely.Geometry:
    """The lines joined, the areas or the points united; the most extended form where they differ."""
    shapes = [from_django(feature.geometry) for feature in features]
    dimension = max(shapely.get_dimensions(shapes))
    alike = [shape for shape in shapes if shapely.get_dimensions(shape) == dimension]
    return whole(alike) if dimension == 1 else shapely.union_all(alike)


def look_up(reference: Reference, hidden: Collection[UUID] = ()) -> Referred:
    """Return what a reference stands for now; NoSuchObject where nothing, or not all of it, does.

    hidden: layers of which nothing is found.
    """
    found = look_up_all([reference], hidden=hidden)[reference]
    if not found.is_whole or found.shape is None:
        raise NoSuchObject(str(reference))
    return found


def look_up_all(
    references: Iterable[Reference], with_shapes: bool = True, hidden: Collection[UUID] = ()
) -> dict[Reference, Referred]:
    """Return what each reference stands for now, in two queries however many they are.

    Without shapes, where only their names are told: a shape is then asked for when it is needed.
    """
    wanted: dict[str, set[str]] = {}
    references = list(references)
    for reference in references:
        wanted.setdefault(reference.layer, set()).update(reference.all_objects)
    layers = Layer.objects.filter(slug__in=wanted, current__isnull=False, is_findable=True)
    layers = layers.exclude(pk__in=hidden)
    versions = {layer.slug: layer.current for layer in layers.select_related("current")}
    rows = Feature.objects.all() if with_shapes else Feature.objects.defer("geometry")
    features = _features(rows, {versions[slug].pk: wanted[slug] for slug in versions})
    return {one: _referred(one, versions.get(one.layer), features) for one in references}


def _referred(reference: Reference, version: LayerVersion | None, features) -> Referred:
    def known(objects):
        keys = ((version.pk, name) for name in objects) if version else ()
        return tuple(features[key] for key in keys if key in features)

    ends = tuple(known(end) for end in reference.ends)
    return Referred(reference, version, known(reference.objects), ends)


def _features(rows, wanted: dict[UUID, set[str]]) -> dict[tuple[UUID, str], Feature]:
    """The features of each version by their names, « w123 »."""
    condition = Q()
    for version_id, objects in wanted.items():
        for element in {name[0] for name in objects}:
            numbers = [int(name[1:]) for name in objects if name[0] == element]
            condition |= Q(version=version_id, element=element, osm_id__in=numbers)
    found = rows.filter(condition) if condition else ()
    return {(row.version_id, f"{row.element}{row.osm_id}"): row for row in found}
