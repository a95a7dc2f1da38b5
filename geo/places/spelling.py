"""Words that are misspelt, and the words of the names that they may mean."""

from difflib import SequenceMatcher
from uuid import UUID

from django.db import connection

SHORTEST = 4  # letters of a word that may be misspelt
LOOKED_AT = 60  # the nearest by their trigrams; more where several layers hold them
MEANT = 5  # words that one may mean
LIKE_ENOUGH = 0.72  # of its letters in the right order
AFTER_ALL = chr(0x10FFFF)
# One question for all words: those that begin no word of the names, each with the nearest words.
SQL = """
SELECT asked.word, ARRAY(
  SELECT known.word FROM geo_placeword AS known WHERE known.version_id = ANY(%(versions)s)
  ORDER BY known.word <-> asked.word LIMIT %(looked_at)s
)
FROM unnest(%(words)s::text[]) AS asked(word)
WHERE NOT EXISTS (
  SELECT FROM geo_placeword AS known WHERE known.version_id = ANY(%(versions)s)
    AND known.word ~>=~ asked.word AND known.word ~<~ (asked.word || %(after_all)s)
)"""


def respelt(words: list[tuple[str, ...]], versions: list[UUID]) -> list[tuple[str, ...]]:
    """Return the words of a question with those that each may mean; as it is, where names hold it."""
    written = {word[0] for word in words if len(word[0]) >= SHORTEST}
    values = {"words": list(written), "versions": versions, "after_all": AFTER_ALL}
    with connection.cursor() as cursor:
        cursor.execute(SQL, values | {"looked_at": LOOKED_AT * min(4, len(versions))})
        known = dict(cursor.fetchall())
    return [(*word, *_meant(word[0], known.get(word[0], ()))) for word in words]


def _meant(written: str, known) -> list[str]:
    scored = sorted(((_likeness(written, other), other) for other in set(known)), reverse=True)
    return [other for score, other in scored[:MEANT] if score >= LIKE_ENOUGH]


def _likeness(written: str, other: str) -> float:
    """How many letters are there in the right order, 0 to 1; of the beginning of a longer word."""
    return SequenceMatcher(None, written, other[: len(written) + 1], autojunk=False).ratio()
