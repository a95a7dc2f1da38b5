"""What a worker does for surveys: takes a long file over."""

from django.utils.translation import gettext as _

from geo.jobs.ending import Outcome
from participation.imports.taking_over import run_left
from participation.perception.models import FeltQuestion
from participation.surveys.steps import SurveyStep


def run(arguments: dict, progress) -> Outcome:
    """Take a file over."""
    questions = FeltQuestion.objects.select_related("consultation__perimeter")
    changed = _("The file was changed meanwhile: say again what the columns hold.")
    return run_left(SurveyStep, questions, arguments, progress, changed)
