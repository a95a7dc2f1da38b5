"""What one object on the ground is called in a sentence: « Rue Haute », « banc »."""

from collections.abc import Mapping

from django.utils.translation import get_language, pgettext

from geo.layers.tag_words import name_of, words
from geo.names.kinds import LABELS, place_kind

# The keys that say what a thing is, the most telling first.
TELLING = ("amenity", "emergency", "leisure", "tourism", "shop", "natural", "barrier", "man_made")
TELLING += ("railway", "public_transport", "highway")


def called(kind: str, tags: Mapping[str, str]) -> str:
    """Return the name of an object, else the word for such a thing, in the language of the page.

    `kind` is the one for drawing, which says what is left to say where the tags are not known.
    """
    language = get_language()
    name = name_of(tags, language).text or str(tags.get("ref") or "")
    return " ".join(name.split()) or _word(tags, language) or _kind_of_place(kind, tags)


def _word(tags: Mapping[str, str], language: str) -> str:
    table = words()["values"]
    said = (f"{key}={tags[key]}" for key in TELLING if key in tags)
    known = (table.get(tag) or table.get(tag.partition("=")[2]) for tag in said)
    return next((word[language] for word in known if word), "")


def _kind_of_place(kind: str, tags: Mapping[str, str]) -> str:
    found = place_kind(kind, tags)
    return str(LABELS[found]) if found not in (None, "other") else pgettext("object", "object")
