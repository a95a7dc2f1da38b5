"""Places that residents name instead of drawing: what is found, and what can be made of it."""

import math
import re
from dataclasses import dataclass, field

import shapely
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from geo.names.kinds import LABELS
from geo.names.models import Place
from geo.perimeters.grounds import ground_of
from geo.places.addresses import Answer, answer_to
from geo.places.references import reference_to
from geo.places.shapes import (
    crossings_of,
    is_copyable,
    place_with,
    point_of,
    shape_of,
    stretch_of,
)
from participation.contributions.contributing import Placed
from participation.contributions.objects import placed_about
from participation.map_layers.drafts import hidden_in

FIELDS = ("place", "place_as", "place_from", "place_to")
NEAR_M = 100
METRES_IN_A_DEGREE = 111_195
POINT_GIVEN = re.compile(r"(-?[0-9]{1,3}\.[0-9]{1,9}),(-?[0-9]{1,2}\.[0-9]{1,9})")
POINT, WHOLE, BETWEEN = "point", "whole", "between"
PARTS = [
    (POINT, gettext_lazy("One point")),
    (WHOLE, gettext_lazy("The whole place")),
    (BETWEEN, gettext_lazy("Between two streets")),
]


@dataclass(frozen=True)
class NamedPlace:
    """A chosen place as the form shows it: what can be taken of it, and its crossings."""

    place: Place
    parts: list[tuple[str, str]]
    crossings: list[Place] = field(default_factory=list)

    @property
    def kind_label(self):
        return LABELS[self.place.kind]


def ground_for(consultation):
    """The ground of the consultation, or None while it has no perimeter."""
    version_id = consultation.perimeter.current_id
    return ground_of(version_id) if version_id else None


def places_named(consultation, words, may_ask=False) -> Answer:
    """The places that are called like `words`, the best first; none without a perimeter.

    `may_ask`: the person asks for them, so the address service may be asked where there is one.
    """
    ground = ground_for(consultation)
    if not (ground and words):
        return Answer()
    return answer_to(words, get_language(), ground, may_ask, hidden_in(consultation))


def point_given(text) -> shapely.Point | None:
    """The point of an address that was chosen, « 8.35,43.45 »; None for anything else."""
    match = POINT_GIVEN.fullmatch(str(text))
    lon, lat = map(float, match.groups()) if match else (math.inf, math.inf)
    return shapely.Point(lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None


def named_place(consultation, pk) -> NamedPlace | None:
    """The place of that number, or None where there is none (any more)."""
    try:
        place = place_with(int(pk), hidden_in(consultation))
    except (ValueError, OverflowError, Place.DoesNotExist):
        return None
    kinds = consultation.geometry_kinds
    takes_shape = place.form in kinds and (is_copyable(place) or reference_to(place) is not None)
    crossings = crossings_of(place) if takes_shape and place.form == "line" else []
    parts = []
    if takes_shape and place.form != "point":
        parts.append((WHOLE, whole_label(place)))
    if len(crossings) > 1:
        parts.append((BETWEEN, _("Between two streets")))
    if "point" in kinds or not parts:
        parts.append((POINT, _("One point")))
    return NamedPlace(place, parts, crossings)


def whole_label(place):
    return _("From end to end") if place.form == "line" else _("The whole area")


def named_drawing(consultation, pk, part, ends) -> Placed:
    """What a named place stands for; `ends` are the numbers of two crossing streets.

    What may not be copied is referred to; where that is not possible either, it is a point.
    Raises Place.DoesNotExist, NoSuchObject or streets.NotBetween.
    """
    if isinstance(pk, shapely.Point):
        return Placed(pk)
    hidden = hidden_in(consultation)
    place = place_with(pk, hidden)
    is_taken = place.form in consultation.geometry_kinds
    if not is_taken or (part == POINT and place.form != "point"):
        return Placed(point_of(place, ground_for(consultation)))
    others = [place_with(end or 0, hidden) for end in ends] if part == BETWEEN else []
    if is_copyable(place):
        return Placed(stretch_of(place, *others) if others else shape_of(place))
    reference = reference_to(place, *others)
    if reference is None:
        return Placed(point_of(place, ground_for(consultation)))
    return placed_about(reference, consultation)


def named_context(consultation, form):
    """What the form's search shows: the chosen place, else what was found for the words."""
    chosen = {name: form[name].value() or "" for name in FIELDS}
    named = named_place(consultation, chosen["place"]) if chosen["place"] else None
    point = point_given(chosen["place"])
    words = form["place_words"].value()
    is_asked = form.initial.get("go") == "search" and "point" in consultation.geometry_kinds
    answer = Answer() if named or point else places_named(consultation, words, is_asked)
    return {"named": named, "point": point, "point_name": words, "answer": answer} | chosen


def around(box):
    """A box in degrees, 100 m wider on every side: what is near a place."""
    west, south, east, north = box
    high = NEAR_M / METRES_IN_A_DEGREE
    wide = high / max(0.01, math.cos(math.radians((south + north) / 2)))
    return (west - wide, south - high, east + wide, north + high)
