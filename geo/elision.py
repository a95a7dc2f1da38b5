"""Italian joins its articles to the numbers that begin with a vowel: l’8 marzo, all’11, l’82 %."""

import re

from django.utils.translation import get_language

# Otto and all that begins with it, undici; zero asks for the other article.
VOWEL = {"il": "l’", "al": "all’", "dal": "dall’", "del": "dell’"}
ZERO = {"il": "lo ", "al": "allo ", "dal": "dallo ", "del": "dello "}
JOINED = re.compile(r"\b([Ii]l|[Aa]l|[Dd]al|[Dd]el) (?=(?P<zero>0)|8|11(?!\d))")


def elided(sentence: str) -> str:
    """Return an Italian sentence with its articles as they are said before numbers."""
    if not (get_language() or "").startswith("it"):
        return sentence
    return JOINED.sub(_joined, sentence)


def _joined(found: re.Match) -> str:
    article = found[1]
    words = ZERO if found["zero"] else VOWEL
    said = words[article.lower()]
    return said if article.islower() else said.capitalize()
