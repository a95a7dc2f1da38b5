"""What staff fill in to make a layer of a file."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from geo.drawings.geojson import FILE_BYTES
from geo.files.jail import wall_of_this_machine
from geo.files.refusals import FileCode, UnreadableFile
from geo.files.sentences import explain_file
from geo.layers.bringing import Prepared, name_column
from geo.layers.licences import LICENCES, licence_called
from geo.layers.models import Layer

ACCEPTED = ".geojson,.json,.zip,.gpkg,.kml,.kmz,.gpx,.fgb"
OWN = "own"


class LayerFileForm(forms.Form):
    """The file."""

    file = forms.FileField(
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

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > FILE_BYTES:
            raise ValidationError(_("The file is larger than 50 MB."))
        return file


class DescribeForm(forms.Form):
    """What the layer is called, under which licence, and what is kept of the file."""

    name = forms.CharField(label=_("Name of the layer"), max_length=200)
    slug = forms.SlugField(
        label=_("Short name in addresses"), max_length=50, help_text=_("Small letters, digits, -.")
    )
    licence = forms.ChoiceField(
        label=_("Licence"), choices=[(one.code, one.name) for one in LICENCES] + [(OWN, _("Other"))]
    )
    own_licence = forms.CharField(label=_("Other licence"), max_length=100, required=False)
    attribution = forms.CharField(
        label=_("Attribution"),
        max_length=300,
        help_text=_("Who is to be named: it stands on the map and in the files."),
    )
    named_by = forms.ChoiceField(label=_("Which property is the name?"), required=False)
    kept = forms.MultipleChoiceField(
        label=_("What is kept"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everybody can read what is kept: leave out what names people."),
    )

    def __init__(self, *args, prepared: Prepared, layer: Layer | None = None, **kwargs):
        self.layer = layer
        super().__init__(*args, **kwargs)
        columns = prepared.columns()
        names = [(column.name, column.name) for column in columns]
        self.fields["named_by"].choices = [("", _("None")), *names]
        self.fields["kept"].choices = [
            (one.name, f"{one.name} ({one.count}): {', '.join(one.examples)}") for one in columns
        ]
        self.initial |= {"named_by": name_column(columns)} | self._known()
        if layer:
            del self.fields["name"], self.fields["slug"]

    def _known(self) -> dict[str, str]:
        """What the layer says already, where it is one."""
        if self.layer is None:
            return {}
        known = licence_called(self.layer.licence)
        own = {"licence": OWN, "own_licence": self.layer.licence}
        return {"attribution": self.layer.attribution} | ({"licence": known.code} if known else own)

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].lower()
        if Layer.objects.filter(slug=slug).exists():
            raise ValidationError(
                _("A layer has this name already: give it a new version, or choose another name.")
            )
        return slug

    def clean(self):
        values = super().clean()
        if values.get("licence") == OWN and not values.get("own_licence", "").strip():
            self.add_error("own_licence", _("Write the name of the licence."))
        return values

    @property
    def words(self) -> dict[str, str]:
        """Licence and attribution, as a layer keeps them."""
        data = self.cleaned_data
        licence = data["own_licence"] if data["licence"] == OWN else data["licence"]
        return {"licence": licence.strip(), "attribution": data["attribution"]}
