"""Public places of the island, as a layer on the maps of its consultations."""

from geo.layers.models import Layer
from participation.demonstration.layers import MAP
from participation.map_layers.models import PublishedLayer

TITLE = {
    "title_fr": "Lieux publics",
    "title_it": "Luoghi pubblici",
    "title_en": "Public places",
}
CLASSES = (
    ("Écoles", "Scuole", "Schools", [{"amenity": "school"}], "e", "square", "#1f4f8f"),
    ("Mairies", "Municipi", "Town halls", [{"amenity": "townhall"}], "m", "lozenge", "#a3211b"),
    ("Gares", "Stazioni", "Stations", [{"railway": ["station", "halt"]}], "g", "circle", "#46525e"),
    ("Parcs", "Parchi", "Parks", [{"leisure": "park"}], "p", "circle", "#2f6b1f"),
)


def publish_places(consultation):
    """Show the public places of the island on a map."""
    layer = Layer.objects.get(slug=MAP)
    published = PublishedLayer.objects.create(
        consultation=consultation, layer=layer, is_on_at_start=False, **TITLE
    )
    for order, (fr, it, en, conditions, letter, shape, colour) in enumerate(CLASSES):
        looks = {"letter": letter, "shape": shape, "colour": colour}
        labels = {"label_fr": fr, "label_it": it, "label_en": en}
        published.classes.create(order=order, conditions=conditions, **looks, **labels)
