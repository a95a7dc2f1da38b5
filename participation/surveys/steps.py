"""The step of a survey: its form, what its rows would become, and how they are stored."""

from collections.abc import Iterator
from dataclasses import asdict
from functools import cached_property

from django.utils import timezone

from participation.imports.forms import LicenceForm
from participation.imports.rows import Rejected
from participation.imports.steps import Step, near
from participation.perception.origins import SurveyImport
from participation.surveys.forms import SurveyMappingForm
from participation.surveys.importing import Origin, import_answers, own_licence, own_name
from participation.surveys.judging import Judged, judge_answers
from participation.surveys.proposing import Proposal, propose_survey
from participation.surveys.reading import Answer, read_answers
from participation.surveys.sentences import taken_over

CHECKBOXES = ("are_means", "areas")


class SurveyStep(Step):
    """One request about the file of a survey, for a felt question."""

    job, purpose, named, model = "import_survey", "survey", "question", SurveyImport

    @property
    def question(self):
        """What the ratings of the file answer."""
        return self.subject

    @property
    def consultation(self):
        """Which asks the question."""
        return self.question.consultation

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

    def confirm_form(self, data=None) -> LicenceForm:
        """Return the form of the last step: whose the survey is, where nobody says otherwise."""
        own = {"licence": own_licence(self.question), "attribution": own_name(self.question)}
        return LicenceForm(data, initial=own)

    def rows(self, form, one_in: int = 1) -> Iterator[Answer | Rejected]:
        """Yield the rows of the file, or one in so many, as the form maps them."""
        zone = self.consultation.zone
        return read_answers(self.table(one_in), form.mapping(), zone, timezone.now())

    def judged(self, form, one_in: int = 1) -> Iterator[Judged | Rejected]:
        """Yield what would become of each row, or of one in so many."""
        source = form.cleaned_data["source"]
        return judge_answers(self.question, self.rows(form, one_in), source)

    def store(self, form, licence: dict, by, progress=None) -> SurveyImport:
        """Keep the ratings, and return the record of it."""
        return import_answers(
            self.question,
            self.rows(form),
            by.get_username(),
            self.origin(form, licence),
            progress,
            self.opened.table.count(),
        )

    def origin(self, form, licence: dict) -> Origin:
        """Return what the record keeps of the file and of how it was read."""
        return Origin(
            file_name=self.upload.name,
            mapping=form.mapping(),
            sha256=self.upload.sha256,
            written=asdict(self.opened.form) if self.opened.form else {},
            licence=licence["licence"],
            attribution=licence["attribution"],
            source=form.cleaned_data["source"],
        )

    def words_of(self, record: SurveyImport) -> str:
        """Return how many ratings an import brought."""
        return taken_over(record.report)
