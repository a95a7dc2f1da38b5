"""What staff ask of OpenStreetMap: from which file, what, within which perimeter, cut or whole."""

from contextlib import suppress

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from geo.files.fields import OneFileField
from geo.files.models import Upload
from geo.osm.conditions import UnreadableCondition, parse_conditions
from geo.osm.failure_sentences import LIVE_FAILURES, explain_failure
from geo.osm.fields import preset_choices
from geo.osm.overpass import check_question
from geo.osm.presets import conditions_of
from geo.osm.sentences import explain_condition
from geo.osm.services import BadServer, overpass
from geo.perimeters.grounds import ground_of
from participation.consultations.forms import must_have_a_perimeter
from participation.consultations.models import Consultation
from participation.osm_layers.importing import NAME

PURPOSE = "osm"
LONGEST = 200  # letters of an address of this service
ACCEPTED = ".osm,.pbf,.gz,.bz2,.xml"


class SnapshotForm(forms.Form):
    """One import; `upload` is a file of the same person that waits from a first try."""

    consultation = forms.ModelChoiceField(
        label=_("Consultation"),
        queryset=Consultation.objects.none(),
        validators=[must_have_a_perimeter],
        help_text=_("What lies within its perimeter is taken."),
    )
    source = forms.ChoiceField(
        label=_("From where"),
        choices=[("file", _("A file that you send")), ("live", _("OpenStreetMap as it is now"))],
        initial="file",
        required=False,
        widget=forms.RadioSelect,
    )
    at = forms.DateField(
        label=_("Or as it was on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("A day of the past, which not every server keeps. Empty: now."),
    )
    file = OneFileField(
        label=_("File"),
        required=False,
        help_text=_(
            "An OpenStreetMap extract: .osm, .osm.gz, .osm.bz2 or .osm.pbf. At most 50 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    presets = forms.MultipleChoiceField(
        label=_("What to look for"),
        choices=preset_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    conditions = forms.CharField(
        label=_("Other conditions on tags"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_(
            "One on each line; one that is met is enough. amenity=bench, highway=* for any value, "
            "amenity=bench & backrest=yes for both."
        ),
    )
    cutting = forms.ChoiceField(
        label=_("At the edge of the perimeter"),
        choices=[
            ("clip", _("Cut what crosses it")),
            ("whole", _("Keep whole what touches it")),
        ],
        initial="clip",
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("Name of the layer"),
        max_length=100,
        initial=NAME,
        help_text=_(
            "Under the same name, the next import becomes the next version of the same layer."
        ),
    )
    accept_fewer = forms.BooleanField(
        label=_("Replace what is shown even by nothing, or by less than half of it"),
        required=False,
    )
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)
    onward = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, consultations, owner, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["consultation"].queryset = consultations
        self.owner = owner

    @property
    def server_name(self) -> str:
        """Who would be asked, "" where nobody can be."""
        with suppress(BadServer):
            return overpass().name
        return ""

    @property
    def waiting(self) -> Upload | None:
        """The file that was sent before, if it is still there."""
        with suppress(ValidationError):
            asked = self.fields["upload"].clean(self["upload"].value())
            return Upload.objects.of(self.owner, PURPOSE).filter(pk=asked).first()
        return None

    def remember(self, upload: Upload) -> None:
        """Show the form again without asking for the file again."""
        self.data = self.data.copy()
        self.data["upload"] = str(upload.pk)

    def clean_onward(self):
        """The page to which the import leads back: one of this service, or none."""
        onward = self.cleaned_data["onward"]
        is_own = onward.startswith("/") and url_has_allowed_host_and_scheme(onward, None)
        return onward if is_own and len(onward) <= LONGEST else ""

    def clean_conditions(self):
        written = self.cleaned_data["conditions"]
        try:
            parse_conditions(written.splitlines())
        except UnreadableCondition as error:
            raise ValidationError(explain_condition(error)) from error
        return written

    def clean_source(self):
        return self.cleaned_data["source"] or "file"

    def clean_at(self):
        at = self.cleaned_data["at"]
        if at and at > timezone.localdate():
            raise ValidationError(_("Choose a day of the past, or leave this empty."))
        return at

    def clean(self):
        said = super().clean()
        has_conditions = "conditions" in self.errors or said.get("conditions", "").strip()
        if not (has_conditions or said.get("presets")):
            self.add_error("presets", _("Choose what to look for, or write a condition below."))
        if said.get("source") == "live":
            self.check_question(said)
        elif "file" in said and not (said["file"] or self.waiting):
            self.add_error("file", _("Choose a file."))
        return said

    def check_question(self, said):
        """Say at once what no server would be asked."""
        if not {"consultation", "presets", "conditions"} <= said.keys():
            return
        free = parse_conditions(said["conditions"].splitlines())
        ground = ground_of(said["consultation"].perimeter.current_id)
        try:
            check_question(ground.grown, conditions_of(said["presets"], free))
        except LIVE_FAILURES as error:
            self.add_error("source", explain_failure(error))
