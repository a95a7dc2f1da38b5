"""What staff fill in to import a perimeter."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.perimeters.geojson import FILE_BYTES
from geo.perimeters.models import Perimeter

COUNTRIES = [("FR", _("France")), ("IT", _("Italy"))]


class PerimeterUploadForm(forms.Form):
    """A file, which of its features, and where they lie."""

    name = forms.CharField(label=_("Name of the perimeter"), max_length=200)
    file = forms.FileField(
        label=_("GeoJSON file"),
        help_text=_("Areas in WGS 84, or in a metric system that the file names. At most 50 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json"}),
    )
    where = forms.CharField(
        label=_("Which features"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "code=06088"}),
        help_text=_(
            "One property=value per line. Values of the same property are alternatives; different "
            "properties must all fit. Empty: all features. They become one area."
        ),
    )
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

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > FILE_BYTES:
            raise ValidationError(_("The file is larger than 50 MB."))
        return file

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
