"""What staff fill in to make a perimeter of files."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.countries import COUNTRIES
from geo.files.fields import FilesField, SeveralFiles
from geo.files.jail import wall_of_this_machine
from geo.files.refusals import FileCode, UnreadableFile
from geo.files.sentences import explain_file
from geo.files.systems import flat_system
from geo.perimeters.models import Perimeter

ACCEPTED = ".geojson,.json,.zip,.gpkg,.kml,.kmz,.fgb,.osm,.pbf,.gz,.bz2"
EXAMPLES = 4  # names shown in each encoding


class AreaFilesField(FilesField):
    """Files that are joined."""

    widget = SeveralFiles(attrs={"accept": ACCEPTED})
    most = 20
    too_many = _("At most 20 files are joined into one perimeter.")


class AboutForm(forms.Form):
    """How the perimeter is called, and where it lies."""

    name = forms.CharField(label=_("Name of the perimeter"), max_length=200)
    countries = forms.MultipleChoiceField(
        label=_("Country"),
        choices=COUNTRIES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Decides the metric system in which lengths and areas are measured."),
    )

    def __init__(self, *args, perimeter: Perimeter | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if perimeter:  # a new version keeps name and metric system
            del self.fields["name"]


class PerimeterUploadForm(AboutForm):
    """The files, and what is known beside them."""

    files = AreaFilesField(
        label=_("Files"),
        help_text=_(
            "GeoJSON, zipped Shapefile, GeoPackage, KML or KMZ, FlatGeobuf, the boundaries of an "
            "OpenStreetMap extract; at most 50 MB. Several files, such as the communes of two "
            "countries, are joined. You choose the areas in the next step."
        ),
    )
    field_order = ["files", "name", "countries"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if wall_of_this_machine() == "none":
            self.fields["files"].help_text = explain_file(UnreadableFile(FileCode.CLOSED))


class MoreFilesForm(forms.Form):
    """Further files for a draft."""

    more = AreaFilesField(label=_("More files"))


class ConditionsForm(forms.Form):
    """Which features, by conditions: for files with more of them than a list can hold."""

    where = forms.CharField(
        label=_("Which features"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "code=06088"}),
        help_text=_(
            "One property=value per line. Values of the same property are alternatives; different "
            "properties must all fit. Empty: all features. They become one area."
        ),
    )

    def clean_where(self) -> list[tuple[str, str]]:
        """The conditions as (property, value)."""
        conditions = []
        for line in filter(None, map(str.strip, self.cleaned_data["where"].splitlines())):
            name, equals, value = line.partition("=")
            if not (name.strip() and equals):
                raise ValidationError(
                    _("Write property=value, not “%(line)s”."), params={"line": line[:80]}
                )
            conditions.append((name.strip(), value.strip()))
        return conditions


class AnswerForm(forms.Form):
    """What a file does not say by itself. Which field there is depends on what is asked."""

    layer = forms.ChoiceField(label=_("Which layer of the file?"), widget=forms.RadioSelect)
    encoding = forms.ChoiceField(
        label=_("In which line do the names look right?"), widget=forms.RadioSelect
    )
    srid = forms.IntegerField(
        label=_("EPSG code of the coordinates"),
        help_text=_(
            "Such as 2154 (Lambert-93), 3945 (CC45), 32632 (UTM 32 North), 6707 (RDN2008, UTM 32) "
            "or 4326 (degrees, WGS 84)."
        ),
    )

    def __init__(self, error: UnreadableFile, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = ASKED[error.code]
        for name in set(self.fields) - {asked}:
            del self.fields[name]
        if asked == "layer":
            self.fields["layer"].choices = [(one, one) for one in error.facts["layers"]]
        if asked == "encoding":
            self.fields["encoding"].choices = _encodings(error.facts["candidates"])

    def clean_srid(self) -> int:
        srid = self.cleaned_data["srid"]
        try:
            return flat_system(srid)
        except UnreadableFile as error:
            raise ValidationError(_("This EPSG code does not exist.")) from error


ASKED = {
    FileCode.WHICH_LAYER: "layer",
    FileCode.WHICH_ENCODING: "encoding",
    FileCode.WRONG_ENCODING: "encoding",
    FileCode.WHICH_SYSTEM: "srid",
    FileCode.UNKNOWN_SYSTEM: "srid",
}
"""What is asked where a file cannot be read without an answer."""


def _encodings(candidates: dict[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Return the encodings to choose from, each with names as they look in it."""
    return [
        (name, f"{', '.join(map(str, texts[:EXAMPLES]))} ({name})")
        for name, texts in candidates.items()
    ]


class PerimeterForm(forms.ModelForm):
    """The name and the metric system of a perimeter."""

    class Meta:
        model = Perimeter
        fields = ["name", "metric_srid"]

    def clean_metric_srid(self) -> int:
        srid = self.cleaned_data["metric_srid"]
        try:
            axes = CRS.from_epsg(srid).axis_info
        except CRSError as error:
            raise ValidationError(_("This EPSG code does not exist.")) from error
        if [axis.unit_name for axis in axes] != ["metre", "metre"]:
            raise ValidationError(_("This system does not measure in metres."))
        return srid
