"""Takes over the file of a page, at once or by a worker: what both do, and say, alike."""

from django.contrib.admin.models import ADDITION, LogEntry
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from geo.files.models import Upload
from geo.files.uploads import Gone, using
from geo.jobs.ending import JobFailed, Outcome
from geo.jobs.models import Job
from geo.jobs.starting import start_or_join
from participation.accounts.models import User
from participation.consultations.querysets import CHANGE
from participation.contributions.judging import NoPerimeter
from participation.imports.sentences import explain_file
from participation.imports.steps import UNREADABLE, Step, address_name

NOT_SAID = {"csrfmiddlewaretoken", "action"}
AT_ONCE = 2_000  # rows that are stored while the page waits: two seconds


@transaction.atomic
def take_over(step: Step, form, confirmed: dict, by, progress=None):
    """Import the file once, and return the record of it: whoever comes second raises Gone."""
    with using(step.upload):
        record = step.store(form, confirmed, by, progress)
    words = [{"added": {"name": record.file_name}}]
    LogEntry.objects.log_actions(by.pk, [record], ADDITION, words, single_object=True)
    return record


def leave_to_worker(step: Step, typed: dict, by) -> Job:
    """Have a file taken over, as its columns were said on the page; once, however often asked."""
    arguments = {
        "user": by.pk,
        "upload": str(step.upload.pk),
        step.named: str(step.subject.pk),
        "said": step.said,
        "typed": {name: typed[name] for name in typed if name not in NOT_SAID},
    }
    title = _("Take over %(file)s") % {"file": step.upload.name}
    lock = f"{step.purpose}:{step.upload.pk}"
    return start_or_join(step.job, title, by, arguments, lock=lock, back=step.address[:500])


def run_left(kind: type[Step], subjects, arguments: dict, progress, changed: str) -> Outcome:
    """Take over what was left to a worker. The file waits for another try where this ends badly.

    kind, subjects: the step, and what it may be about; changed: what is said where the forms were
    right when the page took them, and are not any more.
    """
    by = User.objects.get(pk=arguments["user"])
    upload = Upload.objects.of(by.pk, kind.purpose).filter(pk=arguments["upload"]).first()
    subject = subjects.filter(pk=arguments[kind.named]).first()
    if upload is None or subject is None:
        raise JobFailed(gone_words())
    step = kind(upload, subject, "", arguments["said"])
    if not by.has_perm(CHANGE, step.consultation):
        raise JobFailed(_("You may no longer change this consultation."))
    try:
        form, confirm = step.form(arguments["typed"]), step.confirm_form(arguments["typed"])
        if not (form.is_valid() and confirm.is_valid()):
            raise JobFailed(changed)
        record = take_over(step, form, confirm.cleaned_data, by, progress)
    except UNREADABLE as error:
        raise JobFailed(explain_file(error)) from error
    except NoPerimeter:
        raise JobFailed(_("No version of this perimeter has been accepted yet.")) from None
    except Gone:
        raise JobFailed(gone_words()) from None
    return Outcome(step.words_of(record), report_address(record))


def gone_words() -> str:
    """Return why a file cannot be taken over, and what to do."""
    return _("This file is no longer here: it was taken over, or a day has passed. Send it again.")


def report_address(record) -> str:
    """Return where the report of an import is."""
    return reverse(address_name(record, "change"), args=[record.pk])
