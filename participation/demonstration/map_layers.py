"""Benches, trees, water and parks of the island, as a layer on the maps of its consultations."""

from geo.layers.models import Layer
from geo.osm.presets import PRESETS
from participation.demonstration.layers import MAP
from participation.map_layers.models import PublishedLayer

TITLE = {
    "title_fr": "Équipements et parcs",
    "title_it": "Attrezzature e parchi",
    "title_en": "Amenities and parks",
}
CLASSES = (
    ("bench", "b", "square", "#7a4a00"),
    ("tree", "a", "circle", "#2f6b1f"),
    ("drinking_water", "e", "lozenge", "#1f4f8f"),
    ("toilets", "w", "square", "#6a2580"),
    ("bicycle_parking", "v", "circle", "#0b5d66"),
    ("waste_basket", "c", "triangle", "#46525e"),
)
"""Preset, letter, shape, colour."""
PARKS = {
    "conditions": [{"leisure": "park"}],
    "label_fr": "Parcs",
    "label_it": "Parchi",
    "label_en": "Parks",
    "letter": "p",
    "shape": "circle",
    "colour": "#2f6b1f",
}


def publish_equipment(consultation):
    """Offer what stands in the streets of the island on a map."""
    published = PublishedLayer.objects.create(
        consultation=consultation, layer=Layer.objects.get(slug=MAP), **TITLE
    )
    for order, (key, letter, shape, colour) in enumerate(CLASSES):
        preset = PRESETS[key]
        published.classes.create(
            order=order,
            conditions=[dict(one) for one in preset.any_of],
            letter=letter,
            shape=shape,
            colour=colour,
            **{f"label_{language}": label for language, label in preset.labels.items()},
        )
    published.classes.create(order=len(CLASSES), **PARKS)
