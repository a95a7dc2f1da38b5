"""The forms in which staff prepare organisations, consultations, phases and themes."""

from django import forms
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


class PhaseForm(OneLanguageForm):
    spoken = ("title",)

    class Meta:
        model = Phase
        fields = ["title", "opens_at", "closes_at", "opens_contributing", "opens_commenting"]


class ThemeForm(OneLanguageForm):
    spoken = ("title", "short_title")

    class Meta:
        model = Theme
        fields = ["title", "short_title", "letter", "shape", "colour", "order"]
        widgets = {"colour": forms.TextInput(attrs={"type": "color"})}


class ConsultationForm(OneLanguageForm):
    spoken = ("title",)
    languages = several(Consultation, "languages", LANGUAGES)
    kinds = several(Consultation, "kinds", KINDS)
    geometry_kinds = several(Consultation, "geometry_kinds", GEOMETRY_KINDS)

    class Meta:
        model = Consultation
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}
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
