"""A first look for a layer: its classes by what its objects are, told apart by shape and letter."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection, transaction

from geo.layers.tag_words import LANGUAGES, label_of, value_in_words
from geo.osm.presets import PRESETS
from participation.map_layers.models import COLOURS, LayerClass, PublishedLayer

WHAT_IT_IS = (
    *("amenity", "emergency", "natural", "leisure", "shop", "tourism", "highway", "railway"),
    *("barrier", "historic", "man_made", "public_transport", "waterway", "landuse", "building"),
)
"""Keys that say what an object is, the more telling first."""
MOST = 6
SHAPES = ("circle", "square", "triangle", "lozenge")
SPARE = "abcdefghijklmnopqrstuvwxyz0123456789"
GREY = "#46525e"
OTHERS = {"fr": "Autres objets", "it": "Altri elementi", "en": "Other objects"}
KINDS = """
SELECT told.key, told.value, count(*) FROM geo_feature
CROSS JOIN LATERAL (
  SELECT key, tags->>key AS value FROM unnest(%s::text[]) WITH ORDINALITY AS known(key, place)
  WHERE tags ? key ORDER BY place LIMIT 1) AS told
WHERE version_id = %s GROUP BY 1, 2 ORDER BY 3 DESC, 2
"""


class Kind(NamedTuple):
    """What some objects of a version are: conditions, labels, how many, a word for the letter."""

    conditions: list
    labels: dict[str, str]
    count: int
    word: str


@transaction.atomic
def propose_classes(published: PublishedLayer) -> list[LayerClass]:
    """Replace the classes of a layer on a map by those that its objects suggest."""
    version = published.layer.current
    published.classes.all().delete()
    if version is None:
        return []
    kinds = list(kinds_of(version))
    chosen, told = kinds[:MOST], sum(kind.count for kind in kinds[:MOST])
    if told < version.feature_count:
        labels = OTHERS if chosen else titles_of(published)
        chosen.append(Kind([], labels, version.feature_count - told, "o"))
    return [made(published, position, kind) for position, kind in enumerate(chosen)]


def kinds_of(version) -> Iterator[Kind]:
    """Yield what the objects of a version are, the most frequent first."""
    with connection.cursor() as cursor:
        cursor.execute(KINDS, [list(WHAT_IT_IS), version.pk])
        found = cursor.fetchall()
    for key, value, count in found:
        preset = next((one for one in PRESETS.values() if {key: value} in one.any_of), None)
        if preset:
            yield Kind([dict(one) for one in preset.any_of], preset.labels, count, preset.key)
        else:
            labels = {code: capital(in_words(key, value, code)) for code in LANGUAGES}
            yield Kind([{key: value}], labels, count, value)


def in_words(key: str, value: str, language: str) -> str:
    """What an object is; one of which only the key says it, as building=yes, by its key."""
    return label_of(key, language) if value == "yes" else value_in_words(key, value, language)


def capital(text: str) -> str:
    """The text with a capital at its beginning; the rest as it is."""
    return text[:1].upper() + text[1:]


def titles_of(published: PublishedLayer) -> dict[str, str]:
    """The title of a layer in each language that has one."""
    titles = {code: getattr(published, f"title_{code}") or "" for code in LANGUAGES}
    return titles if any(titles.values()) else {"fr": published.layer.name}


def made(published: PublishedLayer, position: int, kind: Kind) -> LayerClass:
    """Store a class; its shape and its letter are on the map of the consultation once, if they can."""
    shape = SHAPES[position % len(SHAPES)]
    colour = GREY if kind.labels is OTHERS else COLOURS[position % len(COLOURS)][0]
    labels = {f"label_{code}": text[:100] for code, text in kind.labels.items()}
    letter = free_letter(published, shape, kind.word)
    return published.classes.create(
        order=position,
        conditions=kind.conditions,
        shape=shape,
        letter=letter,
        colour=colour,
        line=("solid", "dashed", "dotted")[position % 3],
        fill=("plain", "hatched")[position % 2],
        **labels,
    )


def free_letter(published: PublishedLayer, shape: str, word: str) -> str:
    """The first letter of a word that no other class of this shape has on the same map."""
    others = LayerClass.objects.filter(
        published__consultation=published.consultation_id, shape=shape
    )
    taken = set(others.values_list("letter", flat=True))
    wanted = [letter for letter in word.lower() if letter in SPARE]
    return next(
        (one for one in (*wanted, *SPARE) if one not in taken), wanted[0] if wanted else "o"
    )
