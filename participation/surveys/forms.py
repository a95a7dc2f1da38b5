"""What staff say about a survey: for which question it is, which column holds what, its licence."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from geo.tables.dates import ORDERS
from geo.tables.files import Opened
from geo.tables.forms import in_order
from geo.tables.place_fields import PlaceFields, column_choices, place_initial
from participation.imports.forms import TableFileForm
from participation.imports.mapping_form import ORDER_NAMES
from participation.perception import scales
from participation.perception.models import FeltQuestion
from participation.surveys.mapping import SurveyMapping
from participation.surveys.proposing import Proposal

COLUMN_FIELDS = ("rating", "level", "source_id", "date")
CHOSEN = ("rating", "scale", "are_means", "level", "source_id", "date", "date_order")


class QuestionChoice(forms.ModelChoiceField):
    """Questions, each after the consultation that asks it."""

    def label_from_instance(self, question):
        return f"{question.consultation} – {question}"


class SurveyForm(TableFileForm):
    """The file of a survey, and the question that its ratings answer."""

    field_order = ["question", "file"]
    question = QuestionChoice(
        label=_("Felt question"),
        queryset=FeltQuestion.objects.none(),
        help_text=_("The ratings of the file are counted with those given to this question here."),
    )

    def __init__(self, questions, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["question"].queryset = questions

    def clean_question(self):
        question = self.cleaned_data["question"]
        if question.consultation.perimeter.current_id is None:
            raise ValidationError(_("No version of this perimeter has been accepted yet."))
        return question


class SurveyMappingForm(PlaceFields):
    """After validation `mapping()` gives the SurveyMapping. Unbound, it shows the proposal."""

    rating = forms.ChoiceField(
        label=_("Rating"),
        help_text=_("The higher the number, the worse: a scale of pleasantness is no such one."),
        error_messages={"required": _("Choose the column of the rating.")},
    )
    scale = forms.ChoiceField(
        label=_("Scale"),
        choices=scales.CHOICES,
        help_text=_("Ratings outside of it are not taken over, and the report says which."),
    )
    are_means = forms.BooleanField(
        label=_("The ratings are means of several people"),
        required=False,
        help_text=_("Then they may be no whole numbers, and the report says so."),
    )
    level = forms.ChoiceField(
        label=_("Measured at the same moment"),
        required=False,
        help_text=_(
            "Where a row also says how loud or how warm it was just then: the report tells how that "
            "goes with the ratings. To be crossed with them, the file is brought as measurements too."
        ),
    )
    source_id = forms.ChoiceField(
        label=_("Who answered"),
        required=False,
        help_text=_(
            "A number or a pseudonym, kept only as a key that nobody can read back. Without it, "
            "each row is one person."
        ),
    )
    source = forms.CharField(
        label=_("Name of the survey"),
        required=False,
        max_length=60,
        help_text=_("Tells surveys apart whose people are numbered alike: “2019”."),
    )
    date = forms.ChoiceField(label=_("Date"), required=False)
    date_order = forms.ChoiceField(label=_("Order of the date"))
    day_otherwise = forms.DateField(
        label=_("Day of the survey"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("For rows that say no day."),
    )
    areas = forms.BooleanField(
        label=_("Where a row has an area, a point inside of it stands for it"),
        required=False,
    )

    def __init__(self, opened: Opened, proposal: Proposal, *args, **kwargs):
        kwargs["initial"] = {**initial_of(proposal), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.offer_places(opened.table, proposal.place, without=["none"])
        for name in COLUMN_FIELDS:
            self.fields[name].choices = column_choices(opened.table)
        self.fields["date_order"].choices = in_order(ORDERS, ORDER_NAMES, proposal.date_order)

    def clean(self):
        data = self.cleaned_data
        self.check_place(data)
        return data

    def mapping(self) -> SurveyMapping:
        """Return what was chosen."""
        return SurveyMapping(
            **{name: self.cleaned_data[name] for name in (*CHOSEN, "day_otherwise", "areas")},
            place=self.place(),
            place_columns=self.place_columns(),
        )


def initial_of(proposal: Proposal) -> dict:
    """Return the proposal as the form shows it."""
    mapping = proposal.mapping
    return {
        **{name: getattr(mapping, name) for name in CHOSEN},
        **place_initial(mapping.place, mapping.place_columns),
    }
