"""What a worker does for campaigns: takes a long file over, takes an import back."""

from django.urls import reverse
from django.utils.translation import gettext as _

from geo.jobs.ending import JobFailed, Outcome
from geo.jobs.models import Job
from geo.jobs.starting import start_or_join
from participation.accounts.models import User
from participation.consultations.models import Consultation
from participation.consultations.querysets import CHANGE
from participation.contributions.origins import ContributionImport
from participation.imports.campaign_step import CampaignStep
from participation.imports.steps import address_name
from participation.imports.taking_over import report_address, run_left
from participation.imports.undoing import AlreadyTakenBack, undo_import

UNDO = "take_back"


def run(arguments: dict, progress) -> Outcome:
    """Take a file over; a theme may be gone since the page took it."""
    changed = _("The consultation was changed meanwhile: say again what the columns hold.")
    return run_left(CampaignStep, Consultation.objects, arguments, progress, changed)


def leave_undoing(record: ContributionImport, by) -> Job:
    """Have an import taken back; once, however often asked."""
    arguments = {"user": by.pk, "record": str(record.pk)}
    # Translators: « Annuler idées.csv »
    title = _("Take %(file)s back") % {"file": record.file_name}
    back = reverse(address_name(record, "undo"), args=[record.pk])
    return start_or_join(UNDO, title, by, arguments, lock=f"undo:{record.pk}", back=back)


def run_undoing(arguments: dict, progress) -> Outcome:
    """Take an import back: wholly, or not at all."""
    by = User.objects.get(pk=arguments["user"])
    record = ContributionImport.objects.filter(pk=arguments["record"]).first()
    if record is None or not by.has_perm(CHANGE, record.consultation):
        raise JobFailed(_("You may no longer change this consultation."))
    try:
        undone = undo_import(record, by, progress)
    except AlreadyTakenBack:
        raise JobFailed(_("This import was already taken back.")) from None
    return Outcome(_("The import was taken back."), report_address(undone))
