"""What staff fill in to bring measurements: the files, then what is known of them."""

import zoneinfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from geo.files.fields import FilesField, SeveralFiles
from geo.files.jail import wall_of_this_machine
from geo.files.refusals import FileCode, UnreadableFile
from geo.files.sentences import explain_file
from geo.layers.licence_fields import LicenceFields, licence_initial
from geo.measurements.models import Dataset, DatasetVersion
from geo.measurements.words import INSTRUMENT_NAMES, SCHEME_NAMES, SOURCES

ACCEPTED = ".csv,.tsv,.txt,.geojson,.json,.zip,.gpkg"
FIRST_ZONES = ("Europe/Paris", "Europe/Rome")
AREAS_OF_ZONES = ("Europe", "America", "Africa", "Asia", "Atlantic", "Indian", "Pacific")


class SameKindField(FilesField):
    """One file, or several of the same kind."""

    widget = SeveralFiles(attrs={"accept": ACCEPTED})
    most = 30
    too_many = _("At most 30 files make one version: send the others later.")


class MeasurementFilesForm(forms.Form):
    """The files of one version."""

    files = SameKindField(
        label=_("Files"),
        help_text=_(
            "CSV or TSV, as spreadsheets and sensors save it; GeoJSON points or tracks; archives "
            "of NoiseCapture; noise maps as zipped Shapefile, GeoPackage or GeoJSON. At most 50 MB "
            "each. Several files of the same kind are joined; tables of fixed sensors go with the "
            "one that says where they stand. Nothing is stored before you have seen what it would be."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if wall_of_this_machine() == "none":
            closed = explain_file(UnreadableFile(FileCode.CLOSED))
            self.fields["files"].help_text = closed


def zone_choices() -> list[tuple]:
    """Return the time zones of the world, those of the neighbourhood first."""
    known = zoneinfo.available_timezones()
    grouped = [
        (area, [(zone, zone.replace("_", " ")) for zone in sorted(known) if _is_in(zone, area)])
        for area in AREAS_OF_ZONES
    ]
    return [*((zone, zone) for zone in FIRST_ZONES), *grouped, ("UTC", "UTC")]


def _is_in(zone: str, area: str) -> bool:
    return zone.startswith(f"{area}/") and zone not in FIRST_ZONES


class DescribeForm(LicenceFields):
    """What is known of measurements beside their values; of a new version, less is asked."""

    name = forms.CharField(label=_("Name of the set"), max_length=200)
    slug = forms.SlugField(
        label=_("Short name in addresses"), max_length=50, help_text=_("Small letters, digits, -.")
    )
    source = forms.ChoiceField(label=_("What makes the noise"), choices=SOURCES, required=False)
    period_scheme = forms.ChoiceField(
        label=_("Day, evening and night"),
        choices=SCHEME_NAMES,
        help_text=_("Which hours they have, where the levels of a whole day are computed."),
    )
    instrument = forms.ChoiceField(label=_("Instrument"), choices=INSTRUMENT_NAMES, required=False)
    uncertainty_db = forms.FloatField(
        label=_("Uncertainty"),
        required=False,
        min_value=0,
        localize=True,
        help_text=_(
            "One standard deviation of a single instrument, in the unit of the indicator. Empty: "
            "what is usual for this kind of instrument."
        ),
    )
    measured_from = forms.DateField(
        label=_("Measured from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Only where the file does not say when."),
    )
    measured_to = forms.DateField(
        label=_("Measured until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    field_order = [
        "name", "slug", "source", "period_scheme", "instrument", "uncertainty_db",
        "measured_from", "measured_to", "licence", "own_licence", "attribution",
    ]  # fmt: skip
    OF_THE_SET = ("name", "slug", "source", "period_scheme", "instrument", "uncertainty_db")
    OF_NOISE = ("source", "period_scheme")

    def __init__(self, *args, dataset: Dataset | None, indicator, says_when: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= licence_initial(dataset)
        left_out = set(self.OF_THE_SET if dataset else ())
        left_out |= set(() if indicator.is_in_decibels else self.OF_NOISE)
        left_out |= {"measured_from", "measured_to"} if says_when else set()
        for name in left_out:
            del self.fields[name]

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].lower()
        if Dataset.objects.filter(slug=slug).exists():
            raise ValidationError(
                _("A set has this name already: give it a new version, or choose another name.")
            )
        return slug

    def clean(self):
        data = super().clean()
        is_vague = "instrument" in self.fields and not data.get("instrument")
        if is_vague and data.get("uncertainty_db") is None and "uncertainty_db" not in self.errors:
            self.add_error("uncertainty_db", _("Say how sure this instrument is."))
        first, last = data.get("measured_from"), data.get("measured_to")
        if first and last and last < first:
            self.add_error("measured_to", _("This day lies before the first one."))
        return data

    @property
    def said(self) -> dict:
        """Return what a new set keeps of it, as JSON can carry it."""
        data = self.cleaned_data
        known = {name: data[name] for name in self.OF_THE_SET if name in self.fields}
        return known | self.words

    @property
    def days(self) -> dict[str, str]:
        """Return the days that were typed, as ISO texts."""
        typed = {name: self.cleaned_data.get(name) for name in ("measured_from", "measured_to")}
        return {name: day.isoformat() for name, day in typed.items() if day}


class DatasetForm(forms.ModelForm):
    """What may be changed later: a set goes back to an earlier version, never to another set's."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)

    class Meta:
        model = Dataset
        fields = [
            "name", "current", "source", "period_scheme", "time_zone", "instrument",
            "uncertainty_db", "licence", "attribution",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "current" in self.fields:
            own = DatasetVersion.objects.filter(dataset=self.instance, is_complete=True)
            self.fields["current"].queryset = own.select_related("dataset")
