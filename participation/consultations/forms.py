"""The form in which staff prepare a consultation."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from participation.consultations.models import (
    GEOMETRY_KINDS,
    KINDS,
    LANGUAGES,
    Consultation,
    OldSlug,
)
from participation.consultations.organisations import COUNTRIES, Organisation


def several(choices, label):
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(choices=choices, label=capfirst(label), widget=widget)


class OrganisationForm(forms.ModelForm):
    countries = several(COUNTRIES, _("countries"))

    class Meta:
        model = Organisation
        fields = ["name", "slug", "countries", "accent"]

    def clean(self):
        values = super().clean()
        if not any(values.get(f"name_{code}") for code, _name in LANGUAGES):
            self.add_error("name_fr", _("Write a name in at least one language."))
        return values


class ConsultationForm(forms.ModelForm):
    languages = several(LANGUAGES, _("languages"))
    kinds = several(KINDS, _("kinds of contribution"))
    geometry_kinds = several(GEOMETRY_KINDS, _("kinds of drawing"))

    class Meta:
        model = Consultation
        fields = "__all__"  # noqa: DJ007 - the administration lists them, in its fieldsets

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        taken = OldSlug.objects.filter(slug=slug).exclude(consultation=self.instance.pk)
        if taken.exists():
            raise forms.ValidationError(_("Another consultation had this name; links lead there."))
        return slug

    def clean(self):
        values = super().clean()
        titles = [values.get(f"title_{code}") for code, _name in LANGUAGES]
        if not any(titles):
            self.add_error("title_fr", _("Write a title in at least one language."))
        perimeter = values.get("perimeter")
        if values.get("is_published") and perimeter and perimeter.current_id is None:
            self.add_error("perimeter", _("No version of this perimeter has been accepted yet."))
        return values
