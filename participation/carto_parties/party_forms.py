"""What staff say of a carto-party: the meeting, what is looked for, where, in which cells."""

import shapely
from django import forms
from django.core import signing
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils.translation import gettext_lazy as _

from geo.drawings.geojson import read_drawing
from geo.drawings.reasons import InvalidDrawing
from geo.files.fields import OneFileField
from geo.osm.fields import ConditionsField, preset_choices
from geo.perimeters.reports import REFUSALS, refusal
from geo.perimeters.sentences import explain
from participation.carto_parties.areas import (
    OutsidePerimeter,
    area_in_file,
    whole_perimeter,
    within_perimeter,
)
from participation.carto_parties.models import SIDES, CartoParty
from participation.carto_parties.sharing_out import CLEAR
from participation.consultations.forms import OneLanguageForm, must_have_a_perimeter
from participation.contributions.places import areas_of, drawing_of_area

WAYS = [
    ("as_it_is", _("As it is")),
    ("perimeter", _("The whole perimeter")),
    ("named", _("An area by its name")),
    ("drawn", _("Drawn on the map")),
    ("file", _("From a file")),
]
FIELDS = {
    "as_it_is": "way",
    "perimeter": "way",
    "named": "named",
    "drawn": "drawing",
    "file": "file",
}
FITTING = 0  # a side that is found
SALT = "participation.carto_parties.area"


def side_choices():
    """The usual sides, and the one that fits."""
    fitting = _("as fits the area: at most %(most)s cells") % {"most": CLEAR}
    return [*SIDES, (FITTING, fitting)]


class PartyForm(OneLanguageForm):
    spoken = ("title",)
    presets = forms.MultipleChoiceField(
        label=_("What is looked for"),
        choices=preset_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    conditions = ConditionsField(
        label=_("Other tags looked for"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("One condition on each line, such as amenity=bench & backrest=yes."),
    )

    class Meta:
        model = CartoParty
        fields = "__all__"  # noqa: DJ007 - the administration lists them, in its fieldsets
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "hashtag": _("Stands in the comments of the edits, for instance valdora-bancs."),
            "comment": _("What the editors write with each edit, for instance the town."),
            "mapcomplete_theme": _("As in its address: benches. Left empty, one that fits."),
            "streetcomplete_link": _(
                "In the app: settings, choice of quests, share as link. It changes with the "
                "versions of the app."
            ),
        }

    def clean_consultation(self):
        consultation = self.cleaned_data["consultation"]
        must_have_a_perimeter(consultation)
        return consultation

    def clean(self):
        said = super().clean()
        if not (said.get("presets") or said.get("conditions") or self.errors.get("conditions")):
            self.add_error("presets", _("Choose what to look for, or write a condition below."))
        return said


class GroundForm(forms.Form):
    """Where, and in which cells; after validation `area` is a shapely multipolygon."""

    way = forms.ChoiceField(label=_("Area"), choices=WAYS, widget=forms.RadioSelect)
    named = forms.TypedChoiceField(
        label=_("Area by its name"), coerce=int, empty_value=None, required=False
    )
    drawing = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2_000_000)
    file = OneFileField(
        label=_("File"),
        required=False,
        help_text=_("GeoJSON, KML, GPX, GeoPackage or zipped Shapefile, at most 50 MB."),
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2_000_000)
    cell_side_m = forms.TypedChoiceField(
        label=_("Side of the cells"),
        coerce=int,
        choices=side_choices,
        widget=forms.RadioSelect,
    )
    objects_per_km = forms.IntegerField(
        label=_("Objects expected along a kilometre of street"),
        min_value=0,
        max_value=1000,
        help_text=_("Where the map knows little, the streets say how much there is to do."),
    )

    def __init__(self, party, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.party = party
        self.area = None
        self.areas = areas_of(party.consultation)
        self.fields["named"].choices = [("", "—"), *self.areas]
        kept = [way for way in WAYS if way[0] != "named" or self.areas]
        self.fields["way"].choices = kept

    def clean(self):
        said = super().clean()
        way = said.get("way")
        if way is None or self.errors:
            return said
        try:
            self.area = self.area_shown() if said.get("shown") else self.area_chosen(way)
        except OutsidePerimeter:
            self.add_error(FIELDS[way], _("Nothing of this area lies within the perimeter."))
        except ValidationError as error:
            self.add_error(FIELDS[way], error)
        return said

    def area_chosen(self, way):
        """What the chosen way gives, as far as it is within the perimeter; None as it is."""
        if way == "as_it_is":
            return None
        return within_perimeter(getattr(self, f"from_{way}")(), self.party.consultation)

    def area_shown(self):
        """The area of which the cells were shown, as this page sent it along."""
        try:
            return shapely.from_wkb(signing.loads(self.cleaned_data["shown"], salt=SALT))
        except signing.BadSignature as error:
            raise ValidationError(_("Look at the cells again before you keep them.")) from error

    def sent_along(self):
        """What `area_shown` reads: a file is not sent twice, nor a drawing made twice."""
        return (
            "" if self.area is None else signing.dumps(self.area.wkb_hex, salt=SALT, compress=True)
        )

    def from_perimeter(self):
        return whole_perimeter(self.party.consultation)

    def from_named(self):
        try:
            return drawing_of_area(self.party.consultation, self.cleaned_data.get("named"))
        except ObjectDoesNotExist as error:
            raise ValidationError(_("Choose an area in the list.")) from error

    def from_drawn(self):
        if not self.cleaned_data.get("drawing"):
            raise ValidationError(_("Draw the area on the map first."))
        try:
            drawing = read_drawing(self.cleaned_data["drawing"])
        except InvalidDrawing as error:
            raise ValidationError(explain(error.reason)) from error
        if drawing.geom_type not in ("Polygon", "MultiPolygon"):
            raise ValidationError(_("Draw an area: a point or a line holds no cell."))
        return drawing

    def from_file(self):
        if not self.cleaned_data.get("file"):
            raise ValidationError(_("Choose a file."))
        try:
            return area_in_file(self.cleaned_data["file"])
        except REFUSALS as error:
            raise ValidationError(refusal(error)) from error
