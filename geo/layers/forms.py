"""What staff fill in to make a layer of a file."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from geo.files.fields import OneFileField
from geo.files.jail import wall_of_this_machine
from geo.files.refusals import FileCode, UnreadableFile
from geo.files.sentences import explain_file
from geo.layers.bringing import Prepared, name_column
from geo.layers.licence_fields import LicenceFields, licence_initial
from geo.layers.models import Layer

ACCEPTED = ".geojson,.json,.zip,.gpkg,.kml,.kmz,.gpx,.fgb"


class LayerFileForm(forms.Form):
    """The file."""

    file = OneFileField(
        label=_("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        help_text=_(
            "GeoJSON, GeoPackage, zipped Shapefile, KML or KMZ, GPX, FlatGeobuf; at most 50 MB. "
            "The coordinate system is that which the file names."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if wall_of_this_machine() == "none":
            self.fields["file"].help_text = explain_file(UnreadableFile(FileCode.CLOSED))


class DescribeForm(LicenceFields):
    """What the layer is called, under which licence, and what is kept of the file."""

    name = forms.CharField(label=_("Name of the layer"), max_length=200)
    slug = forms.SlugField(
        label=_("Short name in addresses"), max_length=50, help_text=_("Small letters, digits, -.")
    )
    named_by = forms.ChoiceField(label=_("Which property is the name?"), required=False)
    kept = forms.MultipleChoiceField(
        label=_("What is kept"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everybody can read what is kept: leave out what names people."),
    )
    field_order = ["name", "slug", "licence", "own_licence", "attribution", "named_by", "kept"]

    def __init__(self, *args, prepared: Prepared, layer: Layer | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        columns = prepared.columns()
        names = [(column.name, column.name) for column in columns]
        self.fields["named_by"].choices = [("", _("None")), *names]
        self.fields["kept"].choices = [
            (one.name, f"{one.name} ({one.count}): {', '.join(one.examples)}") for one in columns
        ]
        self.initial |= {"named_by": name_column(columns)} | licence_initial(layer)
        if layer:
            del self.fields["name"], self.fields["slug"]

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].lower()
        if Layer.objects.filter(slug=slug).exists():
            raise ValidationError(
                _("A layer has this name already: give it a new version, or choose another name.")
            )
        return slug
