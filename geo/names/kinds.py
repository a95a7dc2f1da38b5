"""What a named feature is to somebody who looks for it: a street, a park, a village …"""

from collections.abc import Mapping

from django.utils.translation import pgettext_lazy

KINDS = [
    ("street", pgettext_lazy("kind of place", "street")),
    ("path", pgettext_lazy("kind of place", "path")),
    ("square", pgettext_lazy("kind of place", "square")),
    ("park", pgettext_lazy("kind of place", "park or garden")),
    ("commune", pgettext_lazy("kind of place", "commune")),
    ("town", pgettext_lazy("kind of place", "town or village")),
    ("quarter", pgettext_lazy("kind of place", "quarter or locality")),
    ("station", pgettext_lazy("kind of place", "station or stop")),
    ("facility", pgettext_lazy("kind of place", "building or service")),
    ("beach", pgettext_lazy("kind of place", "beach")),
    ("wood", pgettext_lazy("kind of place", "wood")),
    ("water", pgettext_lazy("kind of place", "water")),
    ("landform", pgettext_lazy("kind of place", "cape, peak or island")),
    ("railway", pgettext_lazy("kind of place", "railway")),
    ("other", pgettext_lazy("kind of place", "place")),
]
LABELS = dict(KINDS)
ORDER = {kind: place for place, (kind, _label) in enumerate(KINDS)}
WAYS = frozenset({"street", "path"})  # what has crossings
SETTLEMENTS = frozenset({"commune", "town", "quarter"})

# By the kind that a feature has for drawing (`geo/layers/kinds.py`); None: not a place.
OF_FEATURES = {
    "main_road": "street",
    "road": "street",
    "street": "street",
    "path": "path",
    "market": "square",
    "park": "park",
    "commune": "commune",
    "town": "town",
    "village": "town",
    "locality": "quarter",
    "block": "quarter",
    "urban": "quarter",
    "station": "station",
    "beach": "beach",
    "wood": "wood",
    "water": "water",
    "stream": "water",
    "basin": "water",
    "sea": "water",
    "land": "landform",
    "cape": "landform",
    "railway": "railway",
    "building": "facility",
    "contour": None,
    "depth": None,
    "limit": None,
    "field": None,
}
WALKED = frozenset({"footway", "corridor"})
STOPS = frozenset({"bus_stop", "platform"})
SERVICES = ("amenity", "shop", "tourism", "office", "leisure", "historic", "healthcare", "sport")
# Larger than a commune: nobody means a whole country when they look for a place.
LARGE = frozenset("23456")


def place_kind(feature_kind: str, tags: Mapping[str, str]) -> str | None:
    """Return the kind of place that a feature is, or None where it is none."""
    if feature_kind == "commune" and tags.get("admin_level") in LARGE:
        return None
    if feature_kind == "footway":
        return "path" if tags.get("highway") in WALKED else "street"
    if STOPS.intersection((tags.get("highway"), tags.get("public_transport"))):
        return "station"
    if feature_kind in OF_FEATURES:
        return OF_FEATURES[feature_kind]
    return "facility" if any(key in tags for key in SERVICES) else "other"
