"""What stands behind each step of taking over a survey: the file, how it is read, the form."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from geo.files.models import Upload
from participation.imports.forms import WrittenForm
from participation.imports.rows import Rejected
from participation.imports.steps import Step, near
from participation.perception.models import FeltQuestion
from participation.surveys.forms import SurveyMappingForm
from participation.surveys.mapping import SurveyMapping
from participation.surveys.proposing import Proposal, propose_survey
from participation.surveys.reading import Answer, read_answers

PURPOSE = "survey"
CHECKBOXES = ("are_means", "areas")


@dataclass
class SurveyStep(Step):
    """One request about one file: `upload` is its owner's, `question` one they may have answered."""

    question: FeltQuestion | None = None

    @classmethod
    def of(cls, request, pk, questions) -> "SurveyStep":
        """Return the step that an address names; 404 for files and questions of others."""
        upload = get_object_or_404(Upload.objects.of(request.user.pk, PURPOSE), pk=pk)
        question = question_at(request.GET.get("question", ""), questions)
        said = WrittenForm(request.GET).asked()
        return cls.for_question(upload, question, request.get_full_path(), said)

    @classmethod
    def for_question(cls, upload, question, address: str, said: dict) -> "SurveyStep":
        return cls(upload, question.consultation, address, said, question)

    @cached_property
    def proposal(self) -> Proposal:
        """What the columns seem to hold."""
        return propose_survey(self.opened.table, near(self.consultation), self.question)

    def form(self, data=None) -> SurveyMappingForm:
        """Return the form: checked where `data` is given."""
        return SurveyMappingForm(self.opened, self.proposal, data)

    def form_again(self, data) -> SurveyMappingForm:
        """Return the form with what was typed, unchecked."""
        typed = {name: data.get(name, "") for name in data}
        typed |= {name: bool(typed.get(name)) for name in CHECKBOXES}
        return SurveyMappingForm(self.opened, self.proposal, initial=typed)

    def kept_in_address(self) -> list[tuple[str, str]]:
        return [("question", self.question.pk)]

    def read_as(self, **said) -> str:
        return address_of(self.upload, self.question, **said)

    def rows(self, mapping: SurveyMapping, one_in: int = 1) -> Iterator[Answer | Rejected]:
        """Yield the rows of the file, or one in so many, as they are mapped."""
        table = self.opened.table if one_in == 1 else self.opened.table.every(one_in)
        return read_answers(table, mapping, self.consultation.zone, timezone.now())


def question_at(key: str, questions) -> FeltQuestion:
    """Return the question of this key; 404 for anything else."""
    keys = {str(pk): pk for pk in questions.values_list("pk", flat=True)}
    return get_object_or_404(questions, pk=keys.get(key))


def address_of(upload: Upload, question: FeltQuestion, **said) -> str:
    """Return where the mapping of an upload is said."""
    page = reverse("admin:participation_surveyimport_columns", args=[upload.pk])
    return f"{page}?{urlencode({'question': question.pk, **said})}"
