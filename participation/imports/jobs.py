"""Taking over a long file in the background: left to a worker, and done by one."""

from django.urls import reverse
from django.utils.translation import gettext as _

from geo.files.models import Upload
from geo.jobs.ending import AlreadyStarted, JobFailed, Outcome
from geo.jobs.models import Job
from geo.jobs.starting import start
from participation.accounts.models import User
from participation.consultations.models import Consultation
from participation.contributions.judging import NoPerimeter
from participation.contributions.origins import ContributionImport
from participation.imports.forms import ConfirmForm
from participation.imports.sentences import explain_file
from participation.imports.steps import PURPOSE, UNREADABLE, Step
from participation.imports.taking_over import (
    Gone,
    gone_words,
    report_address,
    take_over,
    taken_over,
)
from participation.imports.undoing import AlreadyUndone, undo_import

KIND, UNDO = "take_over", "take_back"
UNDO_PAGE = "admin:participation_contributionimport_undo"
CHANGE = "participation.change_consultation"
NOT_SAID = {"csrfmiddlewaretoken", "action"}
AT_ONCE = 2_000  # rows that are stored while the page waits: two seconds


def leave_to_worker(step: Step, typed: dict, by) -> Job:
    """Have a file taken over, as its columns were said on the page; once, however often asked."""
    arguments = {
        "user": by.pk,
        "upload": str(step.upload.pk),
        "consultation": str(step.consultation.pk),
        "said": step.said,
        "typed": {name: typed[name] for name in typed if name not in NOT_SAID},
    }
    title = _("Take over %(file)s") % {"file": step.upload.name}
    lock = f"campaign:{step.upload.pk}"
    try:
        return start(KIND, title, by, arguments, lock=lock, back=step.address[:500])
    except AlreadyStarted as other:
        return other.job


def leave_undoing(record: ContributionImport, by) -> Job:
    """Have an import taken back; once, however often asked."""
    arguments = {"user": by.pk, "record": str(record.pk)}
    # Translators: « Annuler idées.csv »
    title = _("Take %(file)s back") % {"file": record.file_name}
    back = reverse(UNDO_PAGE, args=[record.pk])
    try:
        return start(UNDO, title, by, arguments, lock=f"undo:{record.pk}", back=back)
    except AlreadyStarted as other:
        return other.job


def run_undoing(arguments: dict, progress) -> Outcome:
    """Take an import back: wholly, or not at all."""
    by = User.objects.get(pk=arguments["user"])
    record = ContributionImport.objects.filter(pk=arguments["record"]).first()
    if record is None or not by.has_perm(CHANGE, record.consultation):
        raise JobFailed(_("You may no longer change this consultation."))
    try:
        undone = undo_import(record, by, progress)
    except AlreadyUndone:
        raise JobFailed(_("This import was already taken back.")) from None
    return Outcome(_("The import was taken back."), report_address(undone))


def run(arguments: dict, progress) -> Outcome:
    """Do it. The file waits for another try where this one ends badly."""
    by = User.objects.get(pk=arguments["user"])
    upload = Upload.objects.of(by.pk, PURPOSE).filter(pk=arguments["upload"]).first()
    consultation = Consultation.objects.filter(pk=arguments["consultation"]).first()
    if upload is None or consultation is None:
        raise JobFailed(gone_words())
    if not by.has_perm(CHANGE, consultation):
        raise JobFailed(_("You may no longer change this consultation."))
    step = Step(upload, consultation, "", arguments["said"])
    try:
        record = _taken_over(step, arguments["typed"], by, progress)
    except UNREADABLE as error:
        raise JobFailed(explain_file(error)) from error
    except NoPerimeter:
        raise JobFailed(_("No version of this perimeter has been accepted yet.")) from None
    except Gone:
        raise JobFailed(gone_words()) from None
    return Outcome(taken_over(record), report_address(record))


def _taken_over(step: Step, typed: dict, by, progress):
    """What was typed was right when the page took it; a theme may be gone meanwhile."""
    form, confirm = step.form(typed), ConfirmForm(step.consultation, typed)
    if not (form.is_valid() and confirm.is_valid()):
        raise JobFailed(
            _("The consultation was changed meanwhile: say again what the columns hold.")
        )
    return take_over(step, form, confirm.cleaned_data, by, progress)
