"""The layers of a map as a page tells them: switches, legend, counts, credits."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language

from geo.layers.licences import Credit, credit_of
from geo.layers.models import LayerVersion
from geo.tiles.objects import Count, tally
from participation.map_layers.models import LayerClass, PublishedLayer


@dataclass(frozen=True)
class ShownClass:
    """A class of objects, and how many there are."""

    style: LayerClass
    count: Count

    @property
    def as_json(self) -> dict:
        """What the map needs to draw it."""
        one = self.style
        names = ("letter", "shape", "colour", "line", "fill")
        return {"label": one.label} | {name: getattr(one, name) for name in names}


@dataclass(frozen=True)
class ShownLayer:
    """A layer on a map: what its switch, its legend and its page say."""

    published: PublishedLayer
    classes: list[ShownClass]
    credit: Credit

    @property
    def slug(self) -> str:
        return self.published.layer.slug

    @property
    def version(self) -> LayerVersion:
        return self.published.layer.current

    @property
    def title(self) -> str:
        return str(self.published)

    @property
    def count(self) -> int:
        """How many objects are shown."""
        return sum(one.count.all for one in self.classes)

    @property
    def is_one_class(self) -> bool:
        return len(self.classes) == 1

    @property
    def address(self) -> str:
        """The page that lists its objects."""
        slug = self.published.consultation.slug
        return reverse("participation:layer", args=[slug, self.slug])

    @property
    def tiles(self) -> str:
        """The address of its tiles, with {z}, {x} and {y}."""
        published = self.published
        arguments = [published.pk, self.version.pk, published.style_key, 0, 0, 0]
        return reverse("api:layer_tile", args=arguments).replace("/0/0/0.mvt", "/{z}/{x}/{y}.mvt")

    @property
    def as_json(self) -> dict:
        """What the map's code reads."""
        return {
            "slug": self.slug,
            "title": self.title,
            "tiles": self.tiles,
            "page": self.address,
            "isOn": self.published.is_on_at_start,
            "classes": [one.as_json for one in self.classes],
        }


def layers_context(consultation) -> dict:
    """What the map of a consultation says of its layers; nothing where it has none."""
    layers = layers_of(consultation)
    legend = "participation/parts/map_layers.html" if layers else ""
    return {"map_layers": layers, "more_legend": legend}


def layers_of(consultation) -> list[ShownLayer]:
    """The layers on the map of a consultation, in their order."""
    return [shown(published) for published in published_in(consultation)]


def published_in(consultation) -> list[PublishedLayer]:
    """The rows of a consultation's layers, each knowing the consultation."""
    rows = list(PublishedLayer.objects.filter(consultation=consultation).shown())
    for published in rows:
        published.consultation = consultation
    return rows


def shown(published: PublishedLayer) -> ShownLayer:
    """One layer as pages tell it."""
    version = published.layer.current
    counts = tally(version.pk, published.conditions)
    classes = [
        ShownClass(style, count)
        for style, count in zip(published.classes.all(), counts, strict=True)
    ]
    return ShownLayer(published, classes, credit_of(version))


def language() -> str:
    """The language of the page, for tags."""
    return (get_language() or "fr")[:2]
