"""The objects of OpenStreetMap that contributions are about: read when they are shown, never kept.

A contribution holds a reference and a point. Name, word and shape of the objects are read from the
version that their layer shows, and stand on pages with the attribution of that layer.
"""

import json
from dataclasses import dataclass
from functools import cached_property

import shapely
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.drawings.reasons import Code, InvalidDrawing, Reason
from geo.layers.belonging import name_in
from geo.layers.calling import called
from geo.layers.licences import Credit, credit_of
from geo.layers.models import LayerVersion
from geo.perimeters.clipping import Rules, Verdict, judge
from geo.perimeters.conversion import from_django, to_geojson
from geo.perimeters.grounds import ground_of
from geo.places.references import (
    Reference,
    Referred,
    UnreadableReference,
    look_up,
    look_up_all,
    read_reference,
)
from geo.places.shapes import point_on
from geo.places.surroundings import names_around
from participation.contributions.contributing import About, Placed
from participation.map_layers.drafts import hidden_in

FORMS = ("point", "line", "area")
GONE = gettext_lazy("This object is no longer on the map.")
PARTLY_GONE = gettext_lazy("A part of it is no longer on the map.")


@dataclass(frozen=True)
class ShownObject:
    """What a contribution is about, as pages say it and draw it.

    `around` is the name of where it stands, for what has none; `ground_id` names the perimeter.
    """

    referred: Referred
    around: str = ""
    ground_id: object = None

    @property
    def is_gone(self):
        return self.referred.is_gone

    @property
    def remark(self):
        """What is to be said where the layer changed since."""
        if self.referred.shape is None:
            return GONE
        return "" if self.referred.is_whole else PARTLY_GONE

    @property
    def label(self):
        """« Rue Haute », « banc, Rue Haute », « Rue Haute, entre … et … »; empty where it is gone."""
        name, *ends = (called_first(part) for part in (self.referred.features, *self.referred.ends))
        if not (name and ends and all(ends)):
            return ", ".join(filter(None, [name, self.around]))
        words = {"street": name, "one": ends[0], "other": ends[1]}
        return _("%(street)s, between %(one)s and %(other)s") % words

    @property
    def reference(self):
        return str(self.referred.reference)

    @property
    def credit(self) -> Credit | None:
        """Whose data it is and under which licence: beside whatever shows it."""
        return credit_of(self.referred.version) if self.referred.version else None

    @cached_property
    def verdict(self) -> Verdict | None:
        """What of it lies in the perimeter that judged it; None where nothing can be drawn."""
        shape = self.referred.shape
        if shape is None or self.ground_id is None:
            return None
        return judge(shape, ground_of(self.ground_id), Rules())

    @property
    def kept(self):
        """The line or area to draw, as text of GeoJSON; empty for a point: the pin is there."""
        return self.drawn("kept")

    @property
    def removed(self):
        return self.drawn("removed")

    def drawn(self, part):
        shape = getattr(self.verdict, part, None)
        return json.dumps(to_geojson(shape)) if shape and shapely.get_dimensions(shape) else ""

    @property
    def bounds(self):
        """West, south, east, north of what is drawn of it, or None."""
        kept = getattr(self.verdict, "kept", None)
        return kept.bounds if kept else None


def called_first(features):
    """What the first of some objects is called; empty where there is none."""
    return next((called(one.kind, one.tags) for one in features), "")


def object_of(contribution) -> ShownObject | None:
    """What a contribution is about; None for a place of its own."""
    return objects_of([contribution]).get(contribution.pk)


def objects_of(contributions, with_shapes=True) -> dict:
    """The ShownObject of each contribution that is about one, by its id; in three queries."""
    about = {one: read_reference(one.about) for one in contributions if one.about}
    if not about:
        return {}
    found = look_up_all(about.values(), with_shapes)
    places = {one.pk: (found[about[one]], from_django(one.anchor)) for one in about}
    around = surroundings_of(places)
    return {
        one.pk: ShownObject(found[reference], around.get(one.pk, ""), one.perimeter_version_id)
        for one, reference in about.items()
    }


def surroundings_of(places):
    """Where the objects stand that have no name, by the same keys: {key: (Referred, point)}."""
    nameless = {
        key: (point, referred.version)
        for key, (referred, point) in places.items()
        if referred.features and not any(name_in(one.tags) for one in referred.features)
    }
    return dict(zip(nameless, names_around(list(nameless.values())), strict=True))


def object_called(text, consultation) -> ShownObject | None:
    """The object that a reference means, gone or not; None for what is no reference.

    Those of another consultation's draft are as good as gone.
    """
    try:
        reference = read_reference(text or "")
    except UnreadableReference:
        return None
    referred = look_up_all([reference], hidden=hidden_in(consultation))[reference]
    place = {reference: (referred, point_on(referred.shape))} if referred.shape else {}
    return ShownObject(referred, surroundings_of(place).get(reference, ""))


def name_objects(contributions):
    """Put the object that each is about on it, as `shown_object`; returns whose data they are."""
    found = objects_of(contributions, with_shapes=False)
    for one in contributions:
        one.shown_object = found.get(one.pk)
    return list(dict.fromkeys(shown.credit for shown in found.values() if shown.label))


def placed_about(reference: Reference, consultation) -> Placed:
    """The place that objects are; NoSuchObject, or InvalidDrawing where this form is not taken."""
    found = look_up(reference, hidden_in(consultation))
    form = FORMS[shapely.get_dimensions(found.shape)]
    taken = consultation.geometry_kinds
    if form not in taken and "point" not in taken:
        raise InvalidDrawing(Reason(Code.KIND_NOT_ALLOWED, kind=form))
    return Placed(found.shape, About(str(reference), found.version.pk))


def credit_for(about: About) -> str:
    """Whose data the objects are, and under which licence, in a line."""
    version = LayerVersion.objects.filter(pk=about.version_id).first()
    return line_of(credit_of(version)) if version else ""


def line_of(credit: Credit) -> str:
    return f"{credit.text}, {credit.licence}"
