"""The printers' rules of French and of Italian, kept in every sentence of the catalogues."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[1]
DEMONSTRATION = ROOT / "fixtures" / "valdora"
APPS = ("geo/config", "geo", "participation", "basemaps")
FIXED, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
BOTH = {
    "a straight apostrophe between letters": r"[^\W\d_]'[^\W\d_]",
    "three dots instead of …": r"\.\.\.",
    "a straight quotation mark around words": r'"[^\W\d_]{2,}',
    "an ordinary space before % or a unit": r"(?:\d|\)s) (?:%%|(?:m|m²|ha|km|km²|ko|kB|Mo|MB)\b)",
    "a middle dot": r"\w·\w",
    "two spaces": r"  ",
}
RULES = {
    "fr": BOTH
    | {
        "no narrow space before ; ? !": rf"(?<![{NARROW}?!…])[;?!](?!\w)",
        "no fixed space before a colon": rf"(?<![{FIXED}\w/])[:](?!//)|[^\W\d_]:\s",
        "no fixed space inside « »": rf"«(?![{FIXED}{NARROW}])|(?<![{FIXED}{NARROW}])»",
        "English quotation marks": r"[“”]",
        "a capital without its accent": r"(?:^|[.!?:]\s)(?:A\s|Etape|Evite|Ecri|Echap|Etat|Eloign|Evalu)",
        "no fixed space before %": rf"(?<!{FIXED})%%",
    },
    "it": BOTH
    | {
        "a space before punctuation": rf"[\s{FIXED}{NARROW}][;:?!](?!\w)",
        "a space inside « »": rf"«[\s{FIXED}{NARROW}]|[\s{FIXED}{NARROW}]»",
        "English quotation marks": r"[“”]",
        "an apostrophe for an accent": r"\b(?:[Ee]|[Pp]u|[Pp]iu|citta|perche)['’](?=[\s.,;:]|$)",
        "no fixed space before %": rf"(?<!{FIXED})%%",
    },
}


def faults(text: str, language: str) -> list[str]:
    return [name for name, fault in RULES[language].items() if re.search(fault, text)]


def entries(language: str) -> list[polib.POEntry]:
    paths = [ROOT / app / "locale" / language / "LC_MESSAGES" / "django.po" for app in APPS]
    return [entry for path in paths for entry in polib.pofile(str(path))]


def said(entry: polib.POEntry) -> tuple[str, ...]:
    return tuple(text for text in (entry.msgstr, *entry.msgstr_plural.values()) if text)


def sentences(language: str) -> list[str]:
    """Every translation into `language`."""
    return [text for entry in entries(language) for text in said(entry)]


@pytest.mark.parametrize("language", ["fr", "it"])
def test_every_sentence_keeps_the_rules(language):
    assert len(sentences(language)) > 300
    broken = {text: faults(text, language) for text in sentences(language)}
    assert {text: names for text, names in broken.items() if names} == {}


def texts_in(value, language: str) -> Iterator[str]:
    """What {"fr": …, "it": …} say in `language`, however deep."""
    if isinstance(value, dict):
        if isinstance(value.get(language), str):
            yield value[language]
        yield from (text for inner in value.values() for text in texts_in(inner, language))
    elif isinstance(value, list):
        yield from (text for inner in value for text in texts_in(inner, language))


def voices(language: str) -> Iterator[str]:
    """Titles, texts and comments of the demonstration that are written in `language`."""
    read = json.loads((DEMONSTRATION / "contributions.geojson").read_text(encoding="utf-8"))
    for contribution in (feature["properties"] for feature in read["features"]):
        for said in (contribution, *contribution["comments"]):
            if said["language"] == language:
                yield from (said[key] for key in ("title", "text", "display_name") if key in said)


@pytest.mark.parametrize("language", ["fr", "it"])
def test_the_demonstration_keeps_the_rules(language):
    prepared = json.loads((DEMONSTRATION / "consultation.json").read_text(encoding="utf-8"))
    texts = [*texts_in(prepared, language), *voices(language)]
    assert len(texts) > 100
    assert {text: faults(text, language) for text in texts if faults(text, language)} == {}


@pytest.mark.parametrize("language", ["fr", "it"])
def test_catalogues_name_no_person_and_no_moment(language):
    """So that extracting again changes nothing but sentences."""
    kept = {"Project-Id-Version", "Language", "Plural-Forms"}
    kept |= {"MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
    for app in APPS:
        path = ROOT / app / "locale" / language / "LC_MESSAGES" / "django.po"
        assert polib.pofile(str(path)).metadata.keys() == kept


@pytest.mark.parametrize("language", ["fr", "it"])
def test_one_sentence_is_said_in_one_way(language):
    """Django takes the first app's translation for all of them: two would hide one."""
    ways = {}
    for entry in entries(language):
        ways.setdefault((entry.msgctxt, entry.msgid, entry.msgid_plural), set()).add(said(entry))
    assert {sentence: said for sentence, said in ways.items() if len(said) > 1} == {}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Où ?"),
        ("fr", "Lieu : ici"),
        ("fr", "Lieu: ici"),
        ("fr", "« ici »"),
        ("fr", "l'ombre"),
        ("fr", "Un instant..."),
        ("fr", "82 %% du tracé"),
        ("fr", "A citer"),
        ("fr", "12 ha gardés"),
        ("it", "l'ombra"),
        ("it", "Dove ?"),
        ("it", "« qui »"),
        ("it", "perche'"),
    ],
)
def test_a_fault_is_seen(language, text):
    assert faults(text, language) != []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", f"Où{NARROW}? Ici{FIXED}: «{FIXED}l’ombre{FIXED}», à 12,5{FIXED}ha (EPSG:4326)."),
        ("fr", f"82{FIXED}%% du tracé, https://exemple.fr"),
        ("it", f"Dove? Qui: «l’ombra», l’82{FIXED}%% più in là."),
    ],
)
def test_right_text_passes(language, text):
    assert faults(text, language) == []
