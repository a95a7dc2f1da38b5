"""The place of a contribution, said in one of seven ways; the verdict is part of validating it."""

import shapely
from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext_lazy as _

from geo.drawings.geojson import read_drawing
from geo.drawings.reasons import InvalidDrawing
from geo.perimeters.conversion import from_django
from geo.perimeters.grounds import ground_of
from geo.perimeters.sentences import explain, sentence
from geo.places.references import (
    LONGEST,
    NoSuchObject,
    UnreadableReference,
    read_reference,
)
from geo.places.streets import NotBetween
from geo.tables.coordinates import UnreadableCoordinates, read_coordinates
from participation.contributions.contributing import About, Placed
from participation.contributions.judging import verdict_on
from participation.contributions.named_places import PARTS, named_drawing, point_given
from participation.contributions.objects import placed_about
from participation.contributions.places import areas_of, circle, drawing_of_area
from participation.contributions.words import LineField, one_line

RADIUS_M = (1, 5000)
LARGEST = 2**63 - 1  # of a number of the database
CHOOSE = _("Choose a place in the list.")
NOT_BETWEEN = _("These two streets leave no part of it between them. Choose two others.")
NOTHING = _("Choose a place: draw it, or use one of the ways without drawing.")
UNREADABLE = _(
    "Write a latitude and a longitude, for example 43.45, 8.35 or 43°27'00\"N 8°21'00\"E."
)
GONE = _("This object is not on the map, or no longer. Choose another place.")
SENTENCES = {
    UnreadableCoordinates: UNREADABLE,
    NotBetween: NOT_BETWEEN,
    ObjectDoesNotExist: CHOOSE,
    NoSuchObject: GONE,
    UnreadableReference: GONE,
}
LABELS = {
    "object": _("An object of the map"),
    "map": _("Draw it on the map"),
    "place": _("A street or a place by its name"),
    "coordinates": _("Coordinates"),
    "position": _("My position"),
    "commune": _("A place by its name"),
    "circle": _("A circle around a place"),
}
# The fields of each way; the first one says whether the way was used, and carries its errors.
FIELDS = {
    "object": "about",
    "map": "drawing",
    "place": "place",
    "coordinates": "coordinates",
    "position": "position",
    "commune": "commune",
    "circle": "circle_centre",
}


class NamedPlaceField(forms.IntegerField):
    """The number of a place of ours, or the point of an address that a service knew."""

    def clean(self, value):
        return point_given(value) or super().clean(value)


class PlaceForm(forms.Form):
    """After validation: `shape` is a shapely geometry in degrees, `verdict` the answer.

    `about` says which objects have that shape, where it is theirs and not a drawing.
    """

    place_way = forms.ChoiceField(required=False, widget=forms.RadioSelect, label=_("The place"))
    drawing = forms.CharField(required=False, widget=forms.HiddenInput, label=_("Drawing"))
    about = LineField(required=False, max_length=LONGEST, label=_("Object of the map"))
    place_words = LineField(required=False, max_length=100, label=_("Street or place"))
    place = NamedPlaceField(required=False, min_value=1, max_value=LARGEST)
    place_as = forms.ChoiceField(required=False, choices=[("", ""), *PARTS])
    place_from = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    place_to = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    coordinates = LineField(required=False, max_length=200, label=_("Latitude and longitude"))
    position = LineField(required=False, max_length=200, label=_("My position"))
    commune = forms.ChoiceField(required=False, label=_("Name of the place"))
    circle_centre = LineField(required=False, max_length=200, label=_("Centre of the circle"))
    circle_radius_m = forms.FloatField(
        required=False,
        min_value=RADIUS_M[0],
        max_value=RADIUS_M[1],
        localize=True,
        label=_("Radius in metres"),
        error_messages={"invalid": _("Write the radius in metres, for example 50.")},
    )

    def __init__(self, consultation, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.consultation = consultation
        self.verdict = None
        self.shape = self.about = None
        self.areas = areas_of(consultation)
        self.fields["commune"].choices = [("", ""), *self.areas]
        self.fields["place_way"].choices = self.ways

    @property
    def ways(self):
        """The ways that this consultation takes, those that most people know first."""
        kinds = self.consultation.geometry_kinds
        taken = {
            "object": True,
            "map": True,
            "place": self.consultation.perimeter.current_id is not None,
            "position": "point" in kinds,
            "commune": "area" in kinds and bool(self.areas),
            "circle": "area" in kinds,
            "coordinates": "point" in kinds,
        }
        return [(way, LABELS[way]) for way, is_taken in taken.items() if is_taken]

    def clean(self):
        way = self.way_used()
        if way is None:
            self.without_place()
        elif not self.errors:
            self.read(way)
        return self.cleaned_data

    def without_place(self):
        self.add_error("place_way", NOTHING)

    def way_used(self):
        """The chosen way; where the map was not used, the only other one that was filled in."""
        filled = [way for way, _label in self.ways if self.is_filled(way)]
        chosen = self.cleaned_data.get("place_way") or "map"
        if chosen in filled or any(FIELDS[way] in self.errors for way, _label in self.ways):
            return chosen
        if chosen == "map" and len(filled) == 1:
            return filled[0]
        return None if chosen == "map" else chosen

    def is_filled(self, way):
        if way == "place" and self.cleaned_data.get("place_words"):
            return True  # looked for and not chosen: to be said, not to be passed over
        return bool(self.cleaned_data.get(FIELDS[way]))

    def read(self, way):
        """Turn the way's fields into a drawing and judge it; what is wrong is said at the field."""
        self.cleaned_data["place_way"] = way
        try:
            self.judge(getattr(self, f"from_{way}")())
        except InvalidDrawing as error:
            self.add_error(FIELDS[way], explain(error.reason))
        except tuple(SENTENCES) as error:
            known = next(kind for kind in SENTENCES if isinstance(error, kind))
            self.add_error(FIELDS[way], SENTENCES[known])
        else:
            if not self.verdict.may_send:
                self.add_error(FIELDS[way], sentence(self.verdict))

    def judge(self, placed):
        self.shape, self.about = placed.drawing, placed.about
        self.verdict = verdict_on(self.shape, self.consultation, self.about is not None)

    def from_object(self):
        return placed_about(read_reference(self.cleaned_data["about"]), self.consultation)

    def from_map(self):
        return Placed(read_drawing(self.cleaned_data["drawing"]))

    def from_place(self):
        chosen = self.cleaned_data
        ends = (chosen.get("place_from"), chosen.get("place_to"))
        return named_drawing(
            self.consultation, chosen.get("place") or 0, chosen.get("place_as"), ends
        )

    def from_coordinates(self):
        return Placed(shapely.Point(self.point_in("coordinates")))

    def from_position(self):
        return Placed(shapely.Point(self.point_in("position")))

    def from_commune(self):
        area = drawing_of_area(self.consultation, int(self.cleaned_data["commune"] or 0))
        return Placed(area)

    def from_circle(self):
        radius_m = self.cleaned_data.get("circle_radius_m") or 50
        lon, lat = self.point_in("circle_centre")
        return Placed(circle(lon, lat, radius_m, self.consultation.perimeter.metric_srid))

    def point_in(self, name):
        """Longitude and latitude; where the text names no axis, the order that is near wins."""
        lon, lat, is_certain = read_coordinates(one_line(self.cleaned_data.get(name, "")))
        if is_certain or self.is_near(lon, lat) or not self.is_near(lat, lon):
            return lon, lat
        return lat, lon

    def is_near(self, lon, lat):
        west, south, east, north = ground_of(self.consultation.perimeter.current_id).area.bounds
        width, height = east - west, north - south
        return west - width <= lon <= east + width and south - height <= lat <= north + height


class SamePlaceForm(PlaceForm):
    """For corrections: without a new place, the drawing stays and is judged again.

    What has no place may stay without one.
    """

    def __init__(self, contribution, *args, **kwargs):
        super().__init__(contribution.consultation, *args, **kwargs)
        self.contribution = contribution

    def without_place(self):
        if not self.contribution.is_placed:
            return
        self.judge(self.stored())
        if not self.verdict.may_send:
            self.add_error("place_way", sentence(self.verdict))

    def from_object(self):
        """Objects that left their layer meanwhile stay what it is about, with the point it has."""
        try:
            return super().from_object()
        except NoSuchObject:
            if self.cleaned_data["about"] != self.contribution.about:
                raise
            return self.stored()

    def stored(self):
        contribution = self.contribution
        is_about = bool(contribution.about)
        about = About(contribution.about, contribution.about_version) if is_about else None
        return Placed(from_django(contribution.drawn), about)
