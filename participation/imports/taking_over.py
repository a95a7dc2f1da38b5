"""Takes over the file of a page, at once or as a job: what both do, and say, alike."""

from dataclasses import asdict

from django.contrib.admin.models import ADDITION, LogEntry
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.files.models import Upload
from geo.files.uploads import forget
from participation.contributions.origins import ContributionImport
from participation.imports.importing import Origin, import_rows
from participation.imports.reading import read_rows
from participation.imports.steps import PURPOSE, Step


class Gone(Exception):
    """The file was used meanwhile, or its day is over."""


def rows_of(step: Step, form, one_in: int = 1):
    """Yield the rows of the file, or one in so many, as the form maps them."""
    table = step.opened.table if one_in == 1 else step.opened.table.every(one_in)
    return read_rows(table, form.mapping(), step.consultation, timezone.now())


@transaction.atomic
def take_over(step: Step, form, confirmed: dict, by, progress=None) -> ContributionImport:
    """Import the file once: whoever comes second raises Gone."""
    mine = Upload.objects.of(by.pk, PURPOSE).filter(pk=step.upload.pk)
    if not mine.select_for_update().exists():
        raise Gone
    record = import_rows(
        step.consultation,
        rows_of(step, form),
        by,
        origin_of(step, form, confirmed),
        "pending" if confirmed["visibility"] == "pending" else "",
        progress,
        step.opened.table.count(),
    )
    forget([step.upload.pk], owner=by.pk)
    words = [{"added": {"name": record.file_name}}]
    LogEntry.objects.log_actions(by.pk, [record], ADDITION, words, single_object=True)
    return record


def origin_of(step: Step, form, confirmed: dict) -> Origin:
    """Return what the record keeps of the file and of how it was read."""
    written = asdict(step.opened.form) if step.opened.form else {}
    return Origin(
        file_name=step.upload.name,
        sha256=step.upload.sha256,
        mapping={"file": written, "columns": asdict(form.mapping())},
        licence=confirmed["licence"],
        attribution=confirmed["attribution"],
        source=form.cleaned_data["source"],
    )


def taken_over(record: ContributionImport) -> str:
    """Return how many contributions an import brought, in words."""
    count = record.added + record.restored
    sentence = ngettext(
        "%(count)s contribution was taken over.", "%(count)s contributions were taken over.", count
    )
    return sentence % {"count": number_format(count)}


def gone_words() -> str:
    """Return why a file cannot be taken over, and what to do."""
    return _("This file is no longer here: it was taken over, or a day has passed. Send it again.")


def report_address(record: ContributionImport) -> str:
    """Return where the report of an import is."""
    return reverse("admin:participation_contributionimport_change", args=[record.pk])
