"""Whose data a layer is: the words that stand wherever it is shown."""

from geo.layers.models import Layer, LayerVersion


def credit_of(source: Layer | LayerVersion) -> str:
    """Return attribution and licence, once each: « © les contributeurs OpenStreetMap, ODbL »."""
    if source.licence.lower() in source.attribution.lower():
        return source.attribution
    return ", ".join(filter(None, [source.attribution, source.licence]))
