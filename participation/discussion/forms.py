"""What somebody answers to a contribution."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participation.consultations.models import LANGUAGES
from participation.contributions.models import NAME_LENGTH
from participation.contributions.words import LineField, ParagraphsField, TrapField
from participation.discussion.models import TEXT_LENGTH


class CommentForm(forms.Form):
    client_id = forms.UUIDField(widget=forms.HiddenInput)
    text = ParagraphsField(
        label=_("Your comment"),
        max_length=TEXT_LENGTH,
        error_messages={"required": _("Write your comment.")},
    )
    display_name = LineField(
        label=_("Your name or a pseudonym"), required=False, max_length=NAME_LENGTH
    )
    language = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=LANGUAGES)
    website = TrapField()

    def clean_language(self):
        return self.cleaned_data["language"] or get_language()
