"""The forms in which staff prepare organisations, consultations, phases and themes."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from geo.countries import COUNTRIES
from participation.consultations.models import (
    GEOMETRY_KINDS,
    KINDS,
    LANGUAGES,
    Consultation,
    OldSlug,
    Phase,
    Theme,
)
from participation.consultations.organisations import Organisation

SHORT = Theme._meta.get_field("short_title").max_length
COLOUR = Organisation._meta.get_field("accent").default


def must_have_a_perimeter(consultation) -> None:
    """Raise ValidationError where nobody has accepted a version of the perimeter yet."""
    if consultation.perimeter.current_id is None:
        raise ValidationError(_("No version of this perimeter has been accepted yet."))


def several(model, name, choices):
    """Boxes to tick for an array; a new one starts with what the model would take."""
    field = model._meta.get_field(name)
    return forms.MultipleChoiceField(
        choices=choices,
        label=capfirst(field.verbose_name),
        initial=field.get_default,
        widget=forms.CheckboxSelectMultiple,
    )


class OneLanguageForm(forms.ModelForm):
    """A text is needed in one of the languages, whichever it is."""

    spoken = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.spoken:
            for code, _label in LANGUAGES:
                self.fields[f"{name}_{code}"].required = False

    def clean(self):
        values = super().clean()
        for name in self.spoken:
            if not any(values.get(f"{name}_{code}") for code, _label in LANGUAGES):
                self.add_error(f"{name}_fr", _("Write it in at least one language."))
        return values


class OrganisationForm(OneLanguageForm):
    spoken = ("name",)
    countries = several(Organisation, "countries", COUNTRIES)

    class Meta:
        model = Organisation
        fields = ["name", "slug", "countries", "accent"]
        widgets = {"accent": forms.TextInput(attrs={"type": "color"})}


class PhaseForm(OneLanguageForm):
    spoken = ("title",)

    class Meta:
        model = Phase
        fields = ["title", "opens_at", "closes_at", "opens_contributing", "opens_commenting"]


class ThemeForm(OneLanguageForm):
    """The title is the short title too, where it is short enough and nothing else is written."""

    spoken = ("title",)

    class Meta:
        model = Theme
        fields = ["title", "short_title", "letter", "shape", "colour", "order"]
        widgets = {"colour": forms.TextInput(attrs={"type": "color"})}
        help_texts = {
            "short_title": _("In the filters, at most 40 letters. Empty: the title itself."),
            "letter": _("One capital letter, in the symbol on the map."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, _label in LANGUAGES:
            self.fields[f"short_title_{code}"].required = False
        if not self.instance.pk:
            self.fields["colour"].initial = COLOUR

    def clean(self):
        values = super().clean()
        for code, _label in LANGUAGES:
            title, short = values.get(f"title_{code}"), f"short_title_{code}"
            if title and short in values and not values[short]:
                values[short] = title
                if len(title) > SHORT:
                    self.add_error(short, _("Write it: the title is too long for the filters."))
        return values


class ConsultationForm(OneLanguageForm):
    spoken = ("title",)
    languages = several(Consultation, "languages", LANGUAGES)
    kinds = several(Consultation, "kinds", KINDS)
    geometry_kinds = several(Consultation, "geometry_kinds", GEOMETRY_KINDS)

    class Meta:
        model = Consultation
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "basemap": _(
                "What is drawn underneath. Where it is another service’s, the visitor’s device "
                "asks that service, and the page says so."
            )
        }
        fields = "__all__"  # noqa: DJ007 - the administration lists them, in its fieldsets

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        taken = OldSlug.objects.filter(slug=slug).exclude(consultation=self.instance.pk)
        if taken.exists():
            raise forms.ValidationError(_("Another consultation had this name; links lead there."))
        return slug

    def clean(self):
        values = super().clean()
        perimeter = values.get("perimeter")
        if values.get("is_published") and perimeter and perimeter.current_id is None:
            self.add_error("perimeter", _("No version of this perimeter has been accepted yet."))
        return values
