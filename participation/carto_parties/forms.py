"""What teams and organisers write about a cell."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participation.carto_parties.holding import DECISIONS
from participation.carto_parties.models import IMPOSSIBLE, NOTE_LENGTH, STATES, TEAM_LENGTH, TO_REDO
from participation.contributions.words import LineField, ParagraphsField, TrapField

NAMES = dict(STATES)


class TeamForm(forms.Form):
    team = LineField(
        # Translators: « Nom de votre équipe, ou un prénom »
        label=_("Name of your team, or a first name"),
        max_length=TEAM_LENGTH,
        error_messages={"required": _("Write a name, so that the others know who is there.")},
    )
    website = TrapField()


class NoteForm(forms.Form):
    note = ParagraphsField(
        # Translators: « Remarque »
        label=pgettext_lazy("about a cell", "Note"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    website = TrapField()


class ReasonForm(NoteForm):
    """A note without which nobody would understand the state."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].required = True
        self.fields["note"].error_messages["required"] = _("Write in a few words why.")


class DecisionForm(NoteForm):
    status = forms.ChoiceField(
        # Translators: « État du carreau »
        label=_("State of the cell"),
        choices=[(state, NAMES[state]) for state in DECISIONS],
        widget=forms.RadioSelect,
    )

    def clean(self):
        values = super().clean()
        if values.get("status") in (TO_REDO, IMPOSSIBLE) and not values.get("note"):
            self.add_error("note", _("Write in a few words why."))
        return values
