"""Places that an address service knows, where our own names know none."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

import shapely
from django.utils.translation import pgettext

from geo.perimeters.ground import Ground
from geo.places.dialects import Box, Located, plain, question
from geo.places.line import LINE
from geo.places.search import find_places, frame_of
from geo.places.service import NoAnswer, Service, chosen_service

LEAST = 3  # letters
DECIMALS = 6


@dataclass(frozen=True)
class Address:
    """A point that a service knows, with what a place of our own is told by."""

    name: str
    commune: str
    lon: float
    lat: float
    is_inside: bool
    also: str = ""
    kind: str = "address"
    form: str = "point"

    @property
    def pk(self) -> str:
        """What stands for the number of a place: the point itself."""
        return f"{self.lon:.{DECIMALS}f},{self.lat:.{DECIMALS}f}"

    @property
    def box(self) -> tuple[float, float, float, float]:
        return (self.lon, self.lat, self.lon, self.lat)

    @property
    def kind_label(self) -> str:
        return pgettext("kind of place", "address")


@dataclass(frozen=True)
class Answer:
    """What was found; the service, where it was asked, and whether it did not answer."""

    places: list = field(default_factory=list)
    service: Service | None = None
    is_silent: bool = False


def answer_to(
    words: str, language: str, ground: Ground, may_ask: bool, hidden: Collection[UUID] = ()
) -> Answer:
    """Return our own places; where there are none, what the service that is set finds.

    hidden: layers of ours in which nothing is found.
    """
    own = find_places(words, ground, hidden=hidden)
    service = chosen_service()
    words = plain(words)
    if own or not may_ask or not service or len(words) < LEAST:
        return Answer(own)
    try:
        return Answer(_addresses(service, words, language, ground), service)
    except NoAnswer:
        return Answer([], service, is_silent=True)


def _addresses(service: Service, words: str, language: str, ground: Ground) -> list[Address]:
    """What the service knows around the ground, what is inside it first."""
    frame = frame_of(ground)
    found = _known(service, words, language, frame.bounds)
    near = [_address(one, ground) for one in found if frame.covers(shapely.Point(one.lon, one.lat))]
    return sorted(dict.fromkeys(near), key=lambda one: not one.is_inside)


@lru_cache(maxsize=256)
def _known(service: Service, words: str, language: str, box: Box) -> tuple[Located, ...]:
    """What the service knows; a question that it answered is not asked again soon."""
    path = f"{service.path}?{question(service.kind, words, language, box)}"
    return LINE.ask(service, path, language)


def _address(one: Located, ground: Ground) -> Address:
    is_inside = bool(ground.grown.covers(shapely.Point(one.lon, one.lat)))
    return Address(one.name, one.commune, one.lon, one.lat, is_inside)
