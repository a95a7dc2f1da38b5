"""What a map needs to show a layer: the address of its tiles and the words that go with them."""

from typing import NamedTuple

from django.urls import reverse

from geo.layers.models import Layer


class LayerTiles(NamedTuple):
    """`address` has {z}, {x}, {y}; `has_land`: the layer says where the land is, the rest is sea.

    `outside`: where there is land, the tiles of what lies outside of {perimeter}.
    """

    address: str
    attribution: str
    has_land: bool
    outside: str = ""


def layer_tiles(slug: str) -> LayerTiles | None:
    """The tiles of a layer's current version, None when it shows nothing yet."""
    layer = Layer.objects.filter(slug=slug).select_related("current").first()
    if layer is None or layer.current is None:
        return None
    first = reverse("tiles:layer", args=[layer.current.pk, 0, 0, 0])
    has_land = layer.current.features.filter(kind="land").exists()
    folder = first.removesuffix("0/0/0.mvt")
    return LayerTiles(
        address=folder + "{z}/{x}/{y}.mvt",
        attribution=layer.current.attribution,
        has_land=has_land,
        outside=folder + "outside/{perimeter}/{z}/{x}/{y}.mvt" if has_land else "",
    )
