"""What a person says about a place: words and consent. The place itself is in `place_form.py`."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participation.consultations.models import KINDS, LANGUAGES, Theme
from participation.contributions.models import NAME_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from participation.contributions.words import LineField, ParagraphsField, TrapField


class ThemeField(forms.ModelChoiceField):
    """A theme of this consultation, by its number or, where that is clear, by its letter."""

    themes = ()

    def to_python(self, value):
        if isinstance(value, str) and len(value) == 1 and value.isalpha():
            same = [theme for theme in self.themes if theme.letter == value]
            if len(same) == 1:
                return same[0]
        if isinstance(value, bool | float | list | dict):
            value = "?"
        return super().to_python(value)


class WordsForm(forms.Form):
    """Kind, theme, title, text and language; the API's properties pass through it too.

    A form above may ask more with them: `more` is its template, `words_of` what it starts with
    in a correction, `keep` stores it once the contribution is.
    """

    more = ""
    kind = forms.ChoiceField(
        label=_("What is it?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Say whether it is a proposal or a report."),
            "invalid_choice": _("Say whether it is a proposal or a report."),
        },
    )
    theme = ThemeField(
        label=_("What is it about?"),
        queryset=Theme.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose a theme."),
            "invalid_choice": _("Choose one of the themes of this consultation."),
        },
    )
    title = LineField(
        label=_("In one sentence"),
        max_length=TITLE_LENGTH,
        error_messages={"required": _("Write one sentence that sums up your idea.")},
    )
    text = ParagraphsField(label=_("Your message"), required=False, max_length=TEXT_LENGTH)
    language = forms.ChoiceField(
        label=_("Language of your text"),
        required=False,
        error_messages={"invalid_choice": _("Choose one of the languages of this consultation.")},
    )

    def __init__(self, consultation, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.consultation = consultation
        kinds = [(kind, label) for kind, label in KINDS if kind in consultation.kinds]
        self.fields["kind"].choices = kinds
        self.fields["kind"].required = len(kinds) > 1
        themes = self.fields["theme"].themes = list(consultation.themes.all())
        self.fields["theme"].queryset = consultation.themes.all()
        self.fields["theme"].required = len(themes) > 0
        self.fields["language"].choices = [
            (code, name) for code, name in LANGUAGES if code in consultation.languages
        ]

    @property
    def default_language(self):
        """The language of the page where the consultation speaks it, else its first."""
        languages = self.consultation.languages
        return get_language() if get_language() in languages else languages[0]

    def clean_kind(self):
        return self.cleaned_data["kind"] or self.consultation.kinds[0]

    def clean_language(self):
        return self.cleaned_data["language"] or self.default_language

    @staticmethod
    def words_of(contribution):
        return {}

    def keep(self, contribution):
        """Nothing more was asked."""


class NameForm(forms.Form):
    """How the author wants to sign; empty is the default."""

    display_name = LineField(
        label=_("Your name or a pseudonym"), required=False, max_length=NAME_LENGTH
    )


class SendForm(NameForm):
    """The last step: signature and consent."""

    consent = forms.BooleanField(
        label=_("I accept that this text is published under this licence."),
        error_messages={"required": _("Accept the licence, so that your text can be published.")},
    )
    website = TrapField()
