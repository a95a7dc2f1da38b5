"""What staff say about a file: for which consultation it is, and how it is written."""

from django import forms
from django.utils.translation import gettext_lazy as _

from geo.files.fields import OneFileField
from participation.consultations.forms import must_have_a_perimeter
from participation.consultations.models import Consultation


class TableFileForm(forms.Form):
    """The file of a table, whatever it holds."""

    file = OneFileField(
        label=_("File"),
        help_text=_(
            "CSV, as every spreadsheet saves it, or GeoJSON. At most 50 MB. Nothing is taken over "
            "before you have seen what it would be."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.geojson,.json"}),
    )


class CampaignForm(TableFileForm):
    """The file of a campaign, and the consultation that takes it over."""

    field_order = ["consultation", "file"]
    consultation = forms.ModelChoiceField(
        label=_("Consultation"),
        queryset=Consultation.objects.none(),
        validators=[must_have_a_perimeter],
        help_text=_("What the file says will be contributions of this consultation."),
    )

    def __init__(self, consultations, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["consultation"].queryset = consultations


class LicenceForm(forms.Form):
    """Under which licence a file came, and who is to be named."""

    licence = forms.CharField(label=_("Licence of the source"), max_length=80, required=False)
    attribution = forms.CharField(label=_("Attribution"), max_length=200, required=False)


class ConfirmForm(LicenceForm):
    """The last step: how the contributions appear, and under which licence the file came."""

    field_order = ["visibility", "licence", "attribution"]
    visibility = forms.ChoiceField(label=_("Publication"), widget=forms.RadioSelect)

    def __init__(self, consultation, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["visibility"].choices = [
            ("rule", consultation.get_publishing_display()),
            ("pending", _("Pending: somebody reads them first")),
        ]
