"""Taking over a long survey in the background: left to a worker, and done by one."""

from django.utils.translation import gettext as _

from geo.files.models import Upload
from geo.jobs.ending import AlreadyStarted, JobFailed, Outcome
from geo.jobs.models import Job
from geo.jobs.starting import start
from participation.accounts.models import User
from participation.contributions.judging import NoPerimeter
from participation.imports.forms import LicenceForm
from participation.imports.jobs import CHANGE, NOT_SAID
from participation.imports.sentences import explain_file
from participation.imports.steps import UNREADABLE
from participation.imports.taking_over import Gone, gone_words
from participation.perception.models import FeltQuestion
from participation.surveys.sentences import taken_over
from participation.surveys.steps import PURPOSE, SurveyStep
from participation.surveys.taking_over import report_address, take_over

KIND = "import_survey"


def leave_to_worker(step: SurveyStep, typed: dict, by) -> Job:
    """Have a file taken over, as its columns were said on the page; once, however often asked."""
    arguments = {
        "user": by.pk,
        "upload": str(step.upload.pk),
        "question": str(step.question.pk),
        "said": step.said,
        "typed": {name: typed[name] for name in typed if name not in NOT_SAID},
    }
    title = _("Take over %(file)s") % {"file": step.upload.name}
    lock = f"survey:{step.upload.pk}"
    try:
        return start(KIND, title, by, arguments, lock=lock, back=step.address[:500])
    except AlreadyStarted as other:
        return other.job


def run(arguments: dict, progress) -> Outcome:
    """Do it. The file waits for another try where this one ends badly."""
    by = User.objects.get(pk=arguments["user"])
    upload = Upload.objects.of(by.pk, PURPOSE).filter(pk=arguments["upload"]).first()
    questions = FeltQuestion.objects.select_related("consultation__perimeter")
    question = questions.filter(pk=arguments["question"]).first()
    if upload is None or question is None:
        raise JobFailed(gone_words())
    if not by.has_perm(CHANGE, question.consultation):
        raise JobFailed(_("You may no longer change this consultation."))
    step = SurveyStep.for_question(upload, question, "", arguments["said"])
    try:
        record = _taken_over(step, arguments["typed"], by, progress)
    except UNREADABLE as error:
        raise JobFailed(explain_file(error)) from error
    except NoPerimeter:
        raise JobFailed(_("No version of this perimeter has been accepted yet.")) from None
    except Gone:
        raise JobFailed(gone_words()) from None
    return Outcome(taken_over(record.report), report_address(record))


def _taken_over(step: SurveyStep, typed: dict, by, progress):
    form, licence = step.form(typed), LicenceForm(typed)
    if not (form.is_valid() and licence.is_valid()):
        raise JobFailed(_("The file was changed meanwhile: say again what the columns hold."))
    return take_over(step, form, licence.cleaned_data, by, progress)
