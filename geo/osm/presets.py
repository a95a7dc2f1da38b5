"""What people look for in OpenStreetMap, by names that they understand: benches, toilets, trees.

Knows no Django: the child process that opens files of others asks `matches` too.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("presets.json")
EVERYTHING = ({},)
"""The conditions that every tagged object meets."""

Conjunction = Mapping[str, str | bool | list]
"""Tags that an object has all of: a value, a list of which one is enough, or True for any."""


@dataclass(frozen=True, slots=True)
class Preset:
    """One thing to look for: what it is called, by which tags it is found, what to say of it.

    labels: by language; any_of: conditions of which one is enough; geometry: point, vertex, line
    or area, as it is usually drawn; attributes: the tags that a careful survey fills in.
    """

    key: str
    labels: dict[str, str]
    any_of: tuple[Conjunction, ...]
    geometry: tuple[str, ...]
    attributes: tuple[str, ...]
    theme: str

    def label(self, language: str) -> str:
        """Return its name in a language, such as "fr" or "fr-ca"; English where there is none."""
        return self.labels.get(language.partition("-")[0], self.labels["en"])


def _read() -> dict[str, Preset]:
    found = {}
    for entry in json.loads(FILE.read_text(encoding="utf-8")):
        lists = {name: tuple(entry[name]) for name in ("any_of", "geometry", "attributes")}
        found[entry["key"]] = Preset(**entry | lists)
    return found


PRESETS = _read()


def conditions_of(presets: Iterable[str], free: Iterable[Conjunction] = ()) -> list[dict]:
    """Return the conditions of presets (by key) and free ones, of which one is enough.

    Raises KeyError for a preset that does not exist.
    """
    every = [dict(one) for key in presets for one in PRESETS[key].any_of] + [*map(dict, free)]
    return [one for at, one in enumerate(every) if one not in every[:at]]


def matches(tags: Mapping[str, str], conditions: Iterable[Conjunction]) -> bool:
    """Whether an object with these tags meets one condition at least."""
    return any(
        all(key in tags and _fits(tags[key], wanted) for key, wanted in one.items())
        for one in conditions
    )


def _fits(value: str, wanted: str | bool | list) -> bool:
    if wanted is True:
        return True
    return value in wanted if isinstance(wanted, list) else value == wanted
