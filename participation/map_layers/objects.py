"""The objects of a layer on a map in words: rows of its page, and one of them alone."""

from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from django.contrib.gis.db.models.functions import PointOnSurface
from django.db.models import IntegerField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse

from geo.layers.belonging import area_at, areas_at
from geo.layers.calling import called
from geo.layers.models import Feature
from geo.layers.tag_words import Line, Name, name_of, readable
from geo.perimeters.conversion import from_django
from geo.tiles.objects import class_sql
from participation.map_layers.reading import ShownClass, ShownLayer, language

PAGE = 50
LONGEST_QUERY = 100
DIGITS = 18
SAYS = """EXISTS (SELECT 1 FROM jsonb_each_text(tags) AS tag
WHERE placette_fold(tag.value) LIKE '%%' || placette_fold(%s) || '%%')"""


@dataclass(frozen=True)
class Row:
    """One object: its class, its name if it has one, where it is, its tags in words."""

    feature: Feature
    shown_class: ShownClass
    name: Name
    place_name: str
    place: shapely.Point
    lines: list[Line]
    address: str

    @property
    def title(self) -> str:
        """Its name, else the word for such a thing, else that for those that look like it."""
        return self.name.text or word_for(self.feature) or self.shown_class.style.label

    @property
    def about(self) -> str:
        """How a contribution refers to it; empty where only OpenStreetMap could name it."""
        layer = self.shown_class.style.published.layer.slug
        return f"{layer}/{reference_of(self.feature)}" if self.feature.osm_id else ""

    @property
    def geometry(self):
        """As figures and maps take it."""
        return self.feature.geometry


@dataclass(frozen=True)
class Asked:
    """What the page of a layer was asked for."""

    words: str = ""
    number: int | None = None  # of a class, from 0
    after: int = 0  # the number of the last row before

    def address(self, **changes) -> str:
        """The query that asks for this, with `changes`."""
        parts = {"q": self.words, "class": self.number, "after": self.after or None} | changes
        return "?" + "&".join(f"{key}={value}" for key, value in parts.items() if value is not None)


def read_asked(query, layer: ShownLayer) -> Asked:
    """Read `query` (a QueryDict); what makes no sense is as if it were not there."""
    words = " ".join(query.get("q", "").replace("\x00", "").split())[:LONGEST_QUERY]
    number = whole(query.get("class"))
    known = number is not None and number < len(layer.classes)
    return Asked(words, number if known else None, whole(query.get("after")) or 0)


def whole(text: str | None) -> int | None:
    """The whole number that a text is, None where it is none that a row could have."""
    is_number = text and text.isascii() and text.isdecimal() and len(text) <= DIGITS
    return int(text) if is_number else None


def reference_of(feature: Feature) -> str:
    """How addresses call an object: n123 in OpenStreetMap, else the number of its row."""
    return f"{feature.element}{feature.osm_id}" if feature.osm_id else str(feature.pk)


def of(layer: ShownLayer) -> QuerySet:
    """The objects that a layer shows, each with the position of its class, in a fixed order."""
    case, values = class_sql(layer.published.conditions)
    first = min((one.count.first for one in layer.classes if one.count.all), default=0)
    rows = Feature.objects.filter(version_id=layer.version.pk, pk__gte=first)
    rows = rows.annotate(class_number=RawSQL(case, values, output_field=IntegerField()))  # noqa: S611 - made by class_sql
    return rows.filter(class_number__isnull=False).order_by("pk")


def page_of(layer: ShownLayer, asked: Asked) -> tuple[list[Row], Asked | None]:
    """The rows that are asked for, and what asks for the next page; None on the last."""
    rows = of(layer).filter(pk__gt=asked.after)
    if asked.number is not None:
        rows = rows.filter(class_number=asked.number)
    if asked.words:
        rows = rows.extra(where=[SAYS], params=[asked.words])  # noqa: S610 - a fixed text
    found = list(located(rows)[: PAGE + 1])
    more = len(found) > PAGE
    shown = found[:PAGE]
    following = Asked(asked.words, asked.number, shown[-1].pk) if more else None
    return list(rows_of(layer, shown)), following


def one_of(layer: ShownLayer, reference: str) -> Row | None:
    """The object that an address calls so; None where the layer does not show it."""
    letter = reference[:1] if reference[:1] in "nwr" else ""
    number = whole(reference[len(letter) :])
    if number is None:
        return None
    called = Q(element=letter, osm_id=number) if letter else Q(pk=number, osm_id=None)
    found = list(located(of(layer).filter(called))[:1])
    return next(iter(rows_of(layer, found)), None)


def located(rows: QuerySet) -> QuerySet:
    return rows.annotate(inside=PointOnSurface("geometry"))


def rows_of(layer: ShownLayer, features: list[Feature]) -> Iterable[Row]:
    """Each object in words."""
    places = [from_django(feature.inside) for feature in features]
    names = areas_named(layer.published.consultation, places)
    said, only = language(), layer.published.tags_shown
    for feature, place, place_name in zip(features, places, names, strict=True):
        yield Row(
            feature,
            layer.classes[feature.class_number],
            name_of(feature.tags, said),
            place_name,
            place,
            readable(feature.tags, said, only, told_by(layer.classes[feature.class_number])),
            address_of(layer, reference_of(feature)),
        )


def word_for(feature: Feature) -> str:
    """« Banc »; empty for what does not come from OpenStreetMap, whose words are not known here."""
    if not feature.osm_id:
        return ""
    rest = {key: value for key, value in feature.tags.items() if key not in ("name", "ref")}
    word = called(feature.kind, rest)
    return word[:1].upper() + word[1:]


def told_by(shown_class: ShownClass) -> set[str]:
    """The keys whose value the name of a class says already."""
    conditions = shown_class.style.conditions
    return {key for one in conditions for key, value in one.items() if isinstance(value, str)}


def areas_named(consultation, places: list[shapely.Point]) -> list[str]:
    """The name of the area in which each place lies; empty where no areas have names here."""
    areas = consultation.places_layer
    if areas is None or areas.current_id is None or not places:
        return [""] * len(places)
    if len(places) == 1:
        return [area_at(areas.current_id, places[0])]
    return areas_at(areas.current_id, places)


def address_of(layer: ShownLayer, reference: str) -> str:
    slug = layer.published.consultation.slug
    return reverse("participation:layer_object", args=[slug, layer.slug, reference])
