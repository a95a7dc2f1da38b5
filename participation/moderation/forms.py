"""A decision needs its reason: the author reads it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.contributions.words import ParagraphsField


class ReasonForm(forms.Form):
    reason = ParagraphsField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The author reads it. Say which rule it is about, in plain words."),
        error_messages={"required": _("Write the reason: the author reads it.")},
    )
