"""Names as they are compared: without accents, capitals and signs, abbreviations written out.

The same function folds names when they are stored and words when they are searched, so both
always agree. It runs here and not in the database because of the abbreviations.
"""

import re
import unicodedata
from difflib import get_close_matches

LONGEST = 100  # characters that are read of a question
MOST_WORDS = 8
LONGEST_WORD = 100  # letters of a word that are compared
SPELT_LIKE = 0.8

NO_MARK = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "_": " "}
)
# Dots that shorten one word: p.za, v.le, c.so … Any other dot parts two.
SHORTENED = re.compile(r"\b(p|v|c|l|f|b|s)\.(za|zza|zzale|le|so|go|lo|tta|do|ta|to)\b\.?")
SIGNS = re.compile(r"[^\w]+")

# What people shorten → what it may stand for. Both stay searched: "st" may begin "stade".
ABBREVIATIONS = {
    "all": ("allee",),
    "av": ("avenue",), "ave": ("avenue",),
    "bd": ("boulevard",), "bld": ("boulevard",), "blvd": ("boulevard",), "boul": ("boulevard",),
    "ch": ("chemin",), "che": ("chemin",),
    "crs": ("cours",),
    "fbg": ("faubourg",), "fg": ("faubourg",),
    "imp": ("impasse",),
    "mtee": ("montee",),
    "pass": ("passage",),
    "pl": ("place",),
    "prom": ("promenade",),
    "q": ("quai",),
    "r": ("rue",),
    "res": ("residence",),
    "rpt": ("rond point",), "rdpt": ("rond point",),
    "rte": ("route",),
    "sq": ("square",),
    "st": ("saint",), "ste": ("sainte",), "sts": ("saints",), "stes": ("saintes",),
    "dr": ("docteur",), "gal": ("general",), "gen": ("general", "generale"),
    "mal": ("marechal",), "pdt": ("president",), "prof": ("professeur", "professore"),
    "nd": ("notre dame",),
    "bgo": ("borgo",),
    "cso": ("corso",),
    "lgo": ("largo",),
    "ple": ("piazzale",), "pzzale": ("piazzale",), "pzale": ("piazzale",),
    "pza": ("piazza",), "pzza": ("piazza",), "pta": ("piazzetta", "porta"),
    "s": ("san", "santa", "santo", "sant"), "ss": ("santi", "santissima"),
    "sta": ("santa",), "sto": ("santo",),
    "str": ("strada",), "staz": ("stazione",),
    "v": ("via",), "vle": ("viale",), "vlo": ("vicolo",), "vic": ("vicolo",),
}  # fmt: skip

# What stands before most names: it helps to rank, and tells nothing about which one is meant.
COMMON = frozenset(
    [
        "rue",
        "avenue",
        "boulevard",
        "chemin",
        "route",
        "impasse",
        "place",
        "allee",
        "quai",
        "cours",
        "square",
        "passage",
        "montee",
        "sentier",
        "via",
        "viale",
        "piazza",
        "corso",
        "largo",
        "piazzale",
        "vicolo",
        "strada",
        "sentiero",
        "salita",
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "et",
        "a",
        "au",
        "aux",
        "di",
        "del",
        "della",
        "dei",
        "degli",
        "delle",
        "dello",
        "dell",
        "da",
        "al",
        "alla",
        "e",
        "il",
        "lo",
        "i",
        "gli",
    ]
)


def folded(text: str) -> str:
    """Return a text in small letters without accents and signs, single spaces between words."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(NO_MARK))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return SIGNS.sub(" ", SHORTENED.sub(r"\1\2 ", plain)).strip()


def written_out(text: str) -> str:
    """Return a folded text with its abbreviations in full; of several, the first."""
    return " ".join(ABBREVIATIONS.get(word, (word,))[0] for word in text.split())


def searchable(names) -> str:
    """Return what is searched of some names: each folded, and written out, between blanks."""
    forms = [form for name in names for form in _forms(folded(name))]
    return "\n".join(f" {form} " for form in dict.fromkeys(forms) if form)


def _forms(name: str) -> tuple[str, str]:
    return name, written_out(name)


def asked(text: str) -> list[tuple[str, ...]]:
    """Return the words of a question, each with what it may stand for.

    Only the last word may still be at its beginning: « r » alone may become « Rosa ».
    """
    words = folded(text[:LONGEST]).split()[:MOST_WORDS]
    return [_meant(word, is_last=at == len(words) - 1) for at, word in enumerate(words)]


def _meant(word: str, is_last: bool) -> tuple[str, ...]:
    full = ABBREVIATIONS.get(word, ())
    return (word, *full) if is_last or not full else full


def telling(words: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the words that tell one name from another; all of them where there are no such.

    A common word is recognised although it is misspelt: « aveune ».
    """
    return [word for word in words if not _is_common(word)] or words


def _is_common(word: tuple[str, ...]) -> bool:
    return bool(COMMON.intersection(word) or get_close_matches(word[0], COMMON, 1, SPELT_LIKE))
