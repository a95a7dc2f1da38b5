"""What staff say about a file: for which consultation it is, and how it is written."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from geo.drawings.geojson import FILE_BYTES
from geo.tables.csv_form import QUOTES, SEPARATORS, CsvFinding
from geo.tables.encodings import ENCODINGS
from geo.tables.findings import Finding
from participation.consultations.models import Consultation

ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 (BOM)",
    "utf-16": "UTF-16",
    "cp1252": "Windows (CP1252)",
    "mac-roman": "Mac (Mac Roman)",
    "latin-1": "ISO 8859-1 (Latin 1)",
}
SEPARATOR_NAMES = {
    ",": _("Comma"),
    ";": _("Semicolon"),
    "\t": _("Tabulator"),
    "|": _("Bar"),
}
QUOTE_NAMES = {'"': _("Quotation marks"), "'": _("Apostrophes")}
HEADER_ROWS = 50


class CampaignForm(forms.Form):
    """The file of a campaign, and the consultation that takes it over."""

    consultation = forms.ModelChoiceField(
        label=_("Consultation"),
        queryset=Consultation.objects.none(),
        help_text=_("What the file says will be contributions of this consultation."),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV, as every spreadsheet saves it, or GeoJSON. At most 50 MB. Nothing is taken over "
            "before you have seen what it would be."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.geojson,.json"}),
    )

    def __init__(self, consultations, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["consultation"].queryset = consultations

    def clean_consultation(self):
        consultation = self.cleaned_data["consultation"]
        if consultation.perimeter.current_id is None:
            raise ValidationError(_("No version of this perimeter has been accepted yet."))
        return consultation

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > FILE_BYTES:
            raise ValidationError(_("The file is larger than 50 MB."))
        return file


class ConfirmForm(forms.Form):
    """The last step: how the contributions appear, and under which licence the file came."""

    visibility = forms.ChoiceField(label=_("Publication"), widget=forms.RadioSelect)
    licence = forms.CharField(label=_("Licence of the source"), max_length=80, required=False)
    attribution = forms.CharField(label=_("Attribution"), max_length=200, required=False)

    def __init__(self, consultation, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["visibility"].choices = [
            ("rule", consultation.get_publishing_display()),
            ("pending", _("Pending: somebody reads them first")),
        ]


class CsvFormForm(forms.Form):
    """How a CSV file is written; what was found comes first, with what it would say."""

    consultation = forms.UUIDField(required=False, widget=forms.HiddenInput)
    encoding = forms.ChoiceField(label=_("Encoding"), required=False)
    separator = forms.ChoiceField(label=_("Between the cells"), required=False)
    quote = forms.ChoiceField(label=_("Around the cells"), required=False)
    header_row = forms.IntegerField(
        label=_("Row of the column names"),
        required=False,
        min_value=0,
        max_value=HEADER_ROWS,
        help_text=_("0: the file has none, and columns are named A, B, C."),
    )

    def __init__(self, *args, finding: CsvFinding | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        for name, known, names in (
            ("encoding", ENCODINGS, ENCODING_NAMES),
            ("separator", SEPARATORS, SEPARATOR_NAMES),
            ("quote", QUOTES, QUOTE_NAMES),
        ):
            found = getattr(finding, name, None)
            self.fields[name].choices = choices(known, names, found)

    def asked(self) -> dict:
        """Return what an address says that can be used: nonsense in it is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


def choices(known, names: dict, found: Finding | None) -> list[tuple]:
    """Return (value, label): the candidates with their samples first, then the others."""
    samples = {one.value: one.sample for one in found.candidates} if found else {}
    ordered = [*samples, *(value for value in known if value not in samples)]
    return [
        (value, f"{names[value]} – {samples[value]}" if samples.get(value) else names[value])
        for value in ordered
    ]
