"""Words that are misspelt, and the words of the names that they may mean."""

from difflib import SequenceMatcher
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q

from geo.names.models import PlaceWord

SHORTEST = 4  # letters of a word that may be misspelt
LOOKED_AT = 40
MEANT = 5  # words that one may mean
LIKE_ENOUGH = 0.72  # of its letters in the right order


def respelt(word: tuple[str, ...], versions: list[UUID]) -> tuple[str, ...]:
    """Return a word of a question with those that it may mean; as it is, where names hold it."""
    written = word[0]
    known = PlaceWord.objects.filter(version__in=versions)
    if len(written) < SHORTEST or known.filter(word__startswith=written).exists():
        return word
    like = known.filter(Q(word__trigram_similar=written) | Q(word__startswith=written[:3]))
    ordered = like.order_by(TrigramSimilarity("word", written).desc(), "word")
    others = ordered.values_list("word", flat=True).distinct()[:LOOKED_AT]
    scored = sorted(((_likeness(written, other), other) for other in others), reverse=True)
    return (*word, *(other for score, other in scored[:MEANT] if score >= LIKE_ENOUGH))


def _likeness(written: str, other: str) -> float:
    """How many letters are there in the right order, 0 to 1; of the beginning of a longer word."""
    return SequenceMatcher(None, written, other[: len(written) + 1], autojunk=False).ratio()
