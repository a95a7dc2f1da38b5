"""Where the files of the island stand, and how their texts are read."""

import json
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "valdora"
LANGUAGES = ("fr", "it", "en")


def read_json(name):
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def in_languages(entry, *names):
    """The columns of texts that exist in each language."""
    return {f"{name}_{language}": entry[name][language] for name in names for language in LANGUAGES}
