"""The form of an indicator: its names in three languages, its thresholds for each source."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from geo.measurements.indicators import LANGUAGES, Indicator
from geo.measurements.words import SOURCES
from geo.tables.numbers import UnreadableNumber, read_number

PARTS = 2
LINE = forms.TextInput(attrs={"class": "vTextField", "maxlength": 100})
TEXT = forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3})


class TwoNumbers(forms.CharField):
    """Two numbers with a blank or a semicolon between them, the lower one first."""

    def prepare_value(self, value):
        if isinstance(value, list):
            return "; ".join(str(localize(number)) for number in value)
        return value

    def clean(self, value) -> list[float]:
        text = super().clean(value)
        parts = text.replace(";", " ").split()
        if not parts:
            return []
        try:
            numbers = [read_number(part) for part in parts]
        except UnreadableNumber:
            numbers = []
        if len(numbers) != PARTS or numbers[0] >= numbers[1]:
            raise ValidationError(_("Write two numbers, the lower one first: 53; 68."))
        return [int(number) if number.is_integer() else number for number in numbers]


class IndicatorForm(forms.ModelForm):
    """Everything that a new quantity needs; nothing of it is code."""

    name_fr = forms.CharField(label=_("Name in French"), widget=LINE, required=False)
    name_it = forms.CharField(label=_("Name in Italian"), widget=LINE, required=False)
    name_en = forms.CharField(label=_("Name in English"), widget=LINE, required=False)
    source_fr = forms.CharField(label=_("Source in French"), widget=TEXT, required=False)
    source_it = forms.CharField(label=_("Source in Italian"), widget=TEXT, required=False)
    source_en = forms.CharField(label=_("Source in English"), widget=TEXT, required=False)
    thresholds_any = TwoNumbers(label=_("Whatever the source"), max_length=60, required=False)
    thresholds_road = TwoNumbers(label=_("Noise of roads"), max_length=60, required=False)
    thresholds_rail = TwoNumbers(label=_("Noise of railways"), max_length=60, required=False)
    thresholds_air = TwoNumbers(label=_("Noise of aircraft"), max_length=60, required=False)
    thresholds_industry = TwoNumbers(label=_("Noise of industry"), max_length=60, required=False)

    class Meta:
        model = Indicator
        fields = ["key", "unit", "averaging", "least", "most", "is_higher_worse", "order"]
        localized_fields = ["least", "most"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            self.fields[f"name_{language}"].initial = self.instance.names.get(language, "")
            self.fields[f"source_{language}"].initial = self.instance.sources.get(language, "")
        for source, _name in SOURCES:
            numbers = self.instance.thresholds.get(source)
            self.fields[threshold_field(source)].initial = numbers

    def clean(self):
        data = super().clean()
        self.instance.names = told_in(data, "name")
        self.instance.sources = told_in(data, "source")
        if not self.instance.names:
            self.add_error("name_fr", _("Write its name in one language at least."))
        thresholds = {source: data.get(threshold_field(source)) for source, _name in SOURCES}
        self.instance.thresholds = {source: two for source, two in thresholds.items() if two}
        return data


def told_in(data: dict, field: str) -> dict[str, str]:
    """Return what was written in each language, where something was."""
    texts = {language: data.get(f"{field}_{language}", "").strip() for language in LANGUAGES}
    return {language: text for language, text in texts.items() if text}


def threshold_field(source: str) -> str:
    """Return the name of the field with the thresholds of a source of noise."""
    return f"thresholds_{source or 'any'}"


NAME_FIELDS = [f"name_{language}" for language in LANGUAGES]
SOURCE_FIELDS = [f"source_{language}" for language in LANGUAGES]
THRESHOLD_FIELDS = [threshold_field(source) for source, _name in SOURCES]
