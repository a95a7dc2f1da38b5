"""What people answer: a number for each question, and one point where it is felt."""

import copy
import math
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.contributions.place_form import PlaceForm
from participation.contributions.words import TrapField
from participation.perception.models import FeltQuestion

CHOOSE = _("Choose a number.")
CHOOSE_ONE = _("Choose a number for at least one question.")


def read_value(value, question):
    """The number that an answer is on the scale of its question, or None."""
    if isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    is_step = math.isfinite(number) and number.is_integer() and question.steps.holds(number)
    return int(number) if is_step else None


def name_of(question):
    """The name of its field in a form."""
    return f"felt_{question.pk.hex}"


def field_for(question):
    return forms.TypedChoiceField(
        label=question.title,
        choices=[("", ""), *((step, step) for step in question.steps.values)],
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": CHOOSE},
    )


@dataclass(frozen=True)
class Asked:
    """A question as a page shows it: its field and each number with its words."""

    question: FeltQuestion
    field: forms.BoundField

    @property
    def steps(self):
        words = self.question.words
        chosen = str(self.field.value())
        return [
            {"value": value, "words": words.get(value, ""), "is_chosen": str(value) == chosen}
            for value in self.question.steps.values
        ]

    @property
    def ends(self):
        """The numbers that have words, the lowest and the highest, for a line under the scale."""
        return [self.steps[0], self.steps[-1]]

    @property
    def is_worded(self):
        """Whether each number has words of its own."""
        return all(step["words"] for step in self.steps)


class AnswersForm(forms.Form):
    """One number for each question, as many as one likes but one."""

    website = TrapField()

    def __init__(self, questions, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for question in self.questions:
            self.fields[name_of(question)] = field_for(question)

    @property
    def asked(self):
        return [Asked(question, self[name_of(question)]) for question in self.questions]

    @property
    def values(self):
        """question → number, of those that were answered."""
        given = {one: self.cleaned_data.get(name_of(one)) for one in self.questions}
        return {question: value for question, value in given.items() if value is not None}

    def clean(self):
        if not self.errors and not self.values:
            needed = CHOOSE if len(self.questions) == 1 else CHOOSE_ONE
            self.add_error(name_of(self.questions[0]), needed)
        return self.cleaned_data


def for_points(consultation):
    """The consultation as ratings see it: it takes points, whatever may be drawn elsewhere."""
    seen = copy.copy(consultation)
    seen.geometry_kinds = ["point"]
    return seen


class PointForm(PlaceForm):
    """One point: on the map, by a name, by coordinates or by the device."""

    def __init__(self, consultation, *args, **kwargs):
        super().__init__(for_points(consultation), *args, **kwargs)

    @property
    def ways(self):
        return [(way, label) for way, label in super().ways if way != "object"]
