"""Values of a column that stand for themes or kinds: taken apart, counted, proposed."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable

from geo.tables.headers import folded

LISTED = re.compile(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""")
PARTED = re.compile(r"\s*[;|\n]\s*")
ALIKE = 0.8
LONGEST_LIST = 2000
KINDS = {
    "proposal": "proposition, proposal, proposta, propuesta, idee, idea, suggestion, souhait, projet",
    "report": "signalement, report, segnalazione, probleme, problema, problem, alerte, plainte, "
    "reclamo, constat, issue",
}
LANGUAGES = {
    "fr": "fr, fra, fre, francais, french, francese, frances",
    "it": "it, ita, italien, italiano, italian",
    "en": "en, eng, anglais, english, inglese, ingles",
}


def values_in(cell: str) -> list[str]:
    """Return the values of a cell: « ['a', 'b'] », « a; b » and « a | b » are lists."""
    text = cell.strip()
    if text[:1] == "[" and text[-1:] == "]" and len(text) <= LONGEST_LIST:
        found = [single or double for single, double in LISTED.findall(text)]
        return [value.strip() for value in found if value.strip()]
    return [value for value in PARTED.split(text) if value]


def count_values(cells: Iterable[str]) -> Counter:
    """Return how often each value occurs, in all lists together."""
    return Counter(value for cell in cells for value in values_in(cell))


def propose(value: str, names: dict[str, Iterable[str]]) -> str:
    """Return the key whose names say what `value` says, or nearly; empty for none.

    Names are compared without accents and capitals: equal, one within the other, or alike.
    """
    wanted = folded(value)
    if not wanted:
        return ""
    scores = {
        key: max((_score(wanted, folded(name)) for name in known), default=0.0)
        for key, known in names.items()
    }
    best = max(scores, key=scores.__getitem__, default="")
    return best if best and scores[best] >= ALIKE else ""


def _score(wanted: str, name: str) -> float:
    if not name:
        return 0.0
    if wanted == name:
        return 1.0
    if (
        len(name) > 3
        and len(wanted) > 3
        and (f" {name} " in f" {wanted} " or f" {wanted} " in f" {name} ")
    ):
        return 0.9
    return difflib.SequenceMatcher(None, wanted, name).ratio()


def known_word(value: str, words: dict[str, str]) -> str:
    """Return the key (of KINDS or LANGUAGES) that a cell names; empty where it names none."""
    said = folded(value)
    for key, names in words.items():
        if any(said in (name, f"{name}s") for name in names.split(", ")):
            return key
    return ""
