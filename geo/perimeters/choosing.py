"""Which features of files become a perimeter: by conditions on properties, or one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import shapely

from geo.drawings.features import Collection, Feature
from geo.perimeters.boundaries import choose_boundaries, is_extract

NAMES = ("name", "nom", "nome", "libelle", "label", "nom_com", "denominazione", "comune", "commune")
"""Properties that name a feature, in small letters, the likeliest first."""
LONGEST_NAME = 80


class NothingChosen(ValueError):
    """No feature with an area fulfils the conditions; `properties` shows some of each name."""

    def __init__(self, properties: dict[str, list[str]]):
        self.properties = properties
        super().__init__("no feature chosen")


class NoAreas(NothingChosen):
    """The files hold points or lines at most: nothing of them could be a perimeter."""

    def __init__(self):
        super().__init__({})


@dataclass(frozen=True, slots=True)
class Choice:
    """What one file gives: the features that become the perimeter, and those left out."""

    collection: Collection
    chosen: list[Feature]

    @property
    def areas(self) -> list[Feature]:
        """The chosen features that are areas."""
        return [feature for feature in self.chosen if has_area(feature)]

    @property
    def left_out(self) -> list[Feature]:
        """The areas of the file that were not chosen."""
        numbers = {feature.number for feature in self.chosen}
        features = self.collection.features
        return [one for one in features if has_area(one) and one.number not in numbers]


def has_area(feature: Feature) -> bool:
    """Whether a feature is an area."""
    return feature.geometry is not None and shapely.get_dimensions(feature.geometry) == 2


def name_of(properties: Mapping) -> str:
    """Return what a feature is called: its name, else its first text; empty without any."""
    small = {str(key).lower(): value for key, value in properties.items()}
    named = [small[key] for key in NAMES if isinstance(small.get(key), str)]
    texts = [value for value in properties.values() if isinstance(value, str)]
    return next((text.strip() for text in named + texts if text.strip()), "")[:LONGEST_NAME]


def choose(features: Sequence[Feature], where: Sequence[tuple[str, str]]) -> list[Feature]:
    """Return the features that fulfil the conditions; all without conditions.

    `where`: (property, value) pairs; values of the same property are alternatives, different
    properties must all fit. Values are compared as text. Raises NothingChosen.
    """
    chosen = _fitting(features, where)
    if not any(has_area(feature) for feature in chosen):
        raise NothingChosen(_samples(features))
    return chosen


def choose_in_each(
    collections: Sequence[Collection],
    where: Sequence[tuple[str, str]],
    boundaries: Sequence[str] | None = None,
) -> list[Choice]:
    """Return what each of several files gives, with conditions as in `choose`.

    A condition holds for the files that know its property, since two countries call the name of
    a commune by two words; a file that knows none of them gives all. An OpenStreetMap extract
    gives the boundaries that are named (None: as any other file). Raises NoAreas, or NothingChosen
    when no file gives an area, and what `choose_boundaries` does.
    """
    named = [one for one in collections if is_extract(one) and boundaries is not None]
    by_name = {id(one): choose_boundaries(one, list(boundaries)) for one in named}
    features = [feature for collection in collections for feature in collection.features]
    if not any(has_area(feature) for feature in features):
        raise NoAreas
    known = [_property_names(collection) for collection in collections]
    anywhere = set().union(*known)
    choices = []
    for collection, names in zip(collections, known, strict=True):
        conditions = [pair for pair in where if pair[0] in names or pair[0] not in anywhere]
        chosen = by_name.get(id(collection)) or _fitting(collection.features, conditions)
        choices.append(Choice(collection, chosen))
    if not any(choice.areas for choice in choices):
        raise NothingChosen(_samples(features))
    return choices


def _fitting(features: Sequence[Feature], where: Sequence[tuple[str, str]]) -> list[Feature]:
    wanted: dict[str, set[str]] = {}
    for name, value in where:
        wanted.setdefault(name, set()).add(value)
    return [
        feature
        for feature in features
        if all(str(feature.properties.get(name)) in values for name, values in wanted.items())
    ]


def _property_names(collection: Collection) -> set[str]:
    return {str(name) for feature in collection.features for name in feature.properties}


def _samples(features: Sequence[Feature]) -> dict[str, list[str]]:
    """Return up to 12 property names with up to 3 of their values."""
    samples: dict[str, list[str]] = {}
    for feature in features[:200]:
        for name, value in feature.properties.items():
            values = samples.setdefault(str(name), [])
            if len(values) < 3 and str(value)[:60] not in values:
                values.append(str(value)[:60])
    return dict(list(samples.items())[:12])
