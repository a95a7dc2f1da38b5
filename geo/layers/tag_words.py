"""Tags of OpenStreetMap as a reader understands them: what is known in words, the rest as it is."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

TABLE = Path(__file__).with_name("tag_words.json")
LANGUAGES = ("fr", "it", "en")
SEVERAL = ";"
AS_TYPED = frozenset({"opening_hours", "ref", "phone", "name", "operator", "description", "note"})
"""Keys whose values are never words of the table, except where key and value both are."""
NAMES = re.compile(r"^(?:alt_|old_|short_|official_|loc_)?name(?::.+)?$")
FOR_MAPPERS = re.compile(
    r"^(?:source|created_by|fixme|FIXME|todo|import|attribution|note|wikidata|wikimedia_commons"
    r"|mapillary|panoramax|type|odbl|tiger|layer|check_date|survey:date|.+:wikidata"
    r"|(?:source|import|CLC|KSJ2|tiger|gnis)[:_].+)(?::.+)?$"
)
"""Keys that mappers write for one another."""


class Line(NamedTuple):
    """One tag: its key and its value in words, where it leads, the language of a name."""

    key: str
    label: str
    value: str
    address: str = ""
    language: str = ""


class Name(NamedTuple):
    """A name, and its language where the tags tell it."""

    text: str
    language: str = ""


@lru_cache(maxsize=1)
def words() -> dict[str, dict[str, dict[str, str]]]:
    """Return the table: keys and values, each in every language."""
    return json.loads(TABLE.read_text(encoding="utf-8"))


def name_of(tags: Mapping[str, object], language: str) -> Name:
    """Return the name in the language of the reader, else the one on the signs."""
    if own := tags.get(f"name:{language}"):
        return Name(str(own), language)
    name = str(tags.get("name") or "")
    said = (code for code in LANGUAGES if name and tags.get(f"name:{code}") == name)
    return Name(name, next(said, ""))


def readable(
    tags: Mapping[str, object],
    language: str,
    only: Sequence[str] = (),
    besides: Collection[str] = (),
) -> list[Line]:
    """Return the tags in words: those of `only` in its order, else all that are for people.

    besides: keys that are told otherwise. Names in other languages are told with their language.
    """
    known = words()["keys"]
    if only:
        keys = [key for key in only if key in tags]
    else:
        shown = [key for key in tags if not FOR_MAPPERS.match(key) and key not in besides]
        own = {"name", f"name:{language}"}
        shown = [key for key in shown if key not in own]
        place = {key: position for position, key in enumerate(known)}
        keys = sorted(shown, key=lambda key: (place.get(key, len(place)), key))
    return [line_of(key, str(tags[key]), language) for key in keys]


def line_of(key: str, value: str, language: str) -> Line:
    """Return one tag in words."""
    spoken = key.rpartition(":")[2] if NAMES.match(key) and ":" in key else ""
    return Line(
        key,
        label_of(key, language),
        value_in_words(key, value, language),
        address_in(key, value),
        spoken if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]+)?", spoken) else "",
    )


def label_of(key: str, language: str) -> str:
    """Return what a key is called; an unknown one as it is written, without its underscores."""
    known = words()["keys"].get(key)
    if known:
        return known[language]
    base, colon, suffix = key.rpartition(":")
    if colon and NAMES.match(key):
        return f"{label_of(base, language)} ({suffix})"
    return key.replace("_", " ").replace(":", ", ")


def value_in_words(key: str, value: str, language: str) -> str:
    """Return a value in words: each of several; what is not known as it is written."""
    table = words()["values"]
    whole = table.get(f"{key}={value}")
    if whole:
        return whole[language]
    if key in AS_TYPED or NAMES.match(key):
        return value
    parts = [part.strip() for part in value.split(SEVERAL)]
    return ", ".join(_word(table, key, part, language) for part in parts if part)


def _word(table, key: str, part: str, language: str) -> str:
    known = table.get(f"{key}={part}") or table.get(part)
    if known:
        return known[language]
    return part.replace("_", " ") if re.fullmatch(r"[a-z]+(_[a-z]+)+", part) else part


def address_in(key: str, value: str) -> str:
    """Return where a value leads: only http and https, only where it is whole."""
    if not value.startswith(("http://", "https://")) or len(value) > 2000:
        return ""
    try:
        is_whole = bool(urlsplit(value).hostname)
    except ValueError:
        return ""
    return value if is_whole and not re.search(r"[\s<>\"\\]", value) else ""
