"""Places that residents name instead of drawing: what is found, and what can be made of it."""

from geo.perimeters.grounds import ground_of
from geo.places.search import find_places


def places_named(consultation, words):
    """The places that are called like `words`, the best first; none without a perimeter."""
    version_id = consultation.perimeter.current_id
    if version_id is None or not words:
        return []
    return find_places(words, ground_of(version_id))
