"""What one object on the ground is called in a sentence: « banc », « fontaine à boire »."""

from collections.abc import Mapping

from django.utils.translation import get_language, pgettext_lazy

from geo.names.gathering import NAMES
from geo.names.kinds import LABELS, place_kind

# The first that fits: key, values, word.
WORDS = (
    ("amenity", "bench", pgettext_lazy("object", "bench")),
    ("amenity", "drinking_water", pgettext_lazy("object", "drinking water tap")),
    ("amenity", "fountain", pgettext_lazy("object", "fountain")),
    ("amenity", "bicycle_parking", pgettext_lazy("object", "bicycle parking")),
    ("amenity", "parking", pgettext_lazy("object", "car park")),
    ("amenity", "toilets", pgettext_lazy("object", "toilets")),
    ("amenity", "recycling", pgettext_lazy("object", "recycling point")),
    ("amenity", "waste_basket", pgettext_lazy("object", "waste basket")),
    ("amenity", "shelter", pgettext_lazy("object", "shelter")),
    ("amenity", "school", pgettext_lazy("object", "school")),
    ("amenity", "townhall", pgettext_lazy("object", "town hall")),
    ("emergency", "defibrillator", pgettext_lazy("object", "defibrillator")),
    ("highway", "street_lamp", pgettext_lazy("object", "street lamp")),
    ("highway", "crossing", pgettext_lazy("object", "pedestrian crossing")),
    ("highway", "bus_stop", pgettext_lazy("object", "bus stop")),
    ("highway", "steps", pgettext_lazy("object", "steps")),
    ("highway", "cycleway", pgettext_lazy("object", "cycle path")),
    ("barrier", "kerb", pgettext_lazy("object", "kerb")),
    ("barrier", "wall", pgettext_lazy("object", "wall")),
    ("natural", "tree", pgettext_lazy("object", "tree")),
    ("natural", "tree_row", pgettext_lazy("object", "row of trees")),
    ("leisure", "playground", pgettext_lazy("object", "playground")),
    ("leisure", "picnic_table", pgettext_lazy("object", "picnic table")),
    ("leisure", "pitch", pgettext_lazy("object", "sports ground")),
    ("tourism", "information", pgettext_lazy("object", "information board")),
)
OBJECT = pgettext_lazy("object", "object of the map")


def name_of(tags: Mapping[str, str]) -> str:
    """Return the name of an object in the language of the page where it has one; empty without."""
    keys = (f"name:{get_language()}", *NAMES, "ref")
    return next((" ".join(str(tags[key]).split()) for key in keys if tags.get(key)), "")


def called(kind: str, tags: Mapping[str, str]) -> str:
    """Return what an object is called, from its tags and its kind for drawing.

    « banc, Place du Port » where there is a word for such a thing; else its name, which says what
    it is (« Rue Haute »), or the kind of place that it is.
    """
    words = (str(word) for key, value, word in WORDS if tags.get(key) == value)
    parts = filter(None, [next(words, ""), name_of(tags)])
    return ", ".join(parts) or str(_kind_of_place(kind, tags))


def _kind_of_place(kind: str, tags: Mapping[str, str]) -> str:
    label = LABELS.get(place_kind(kind, tags), OBJECT)
    return OBJECT if label is LABELS["other"] else label
