"""Takes over the file of a page, at once or as a job: what both do, and say, alike."""

from dataclasses import asdict

from django.contrib.admin.models import ADDITION, LogEntry
from django.db import transaction
from django.urls import reverse

from geo.files.models import Upload
from geo.files.uploads import forget
from participation.imports.taking_over import Gone
from participation.perception.origins import SurveyImport
from participation.surveys.importing import Origin, import_answers
from participation.surveys.steps import PURPOSE, SurveyStep


@transaction.atomic
def take_over(step: SurveyStep, form, licence: dict, by, progress=None) -> SurveyImport:
    """Import the file once: whoever comes second raises Gone."""
    mine = Upload.objects.of(by.pk, PURPOSE).filter(pk=step.upload.pk)
    if not mine.select_for_update().exists():
        raise Gone
    record = import_answers(
        step.question,
        step.rows(form.mapping()),
        by.get_username(),
        origin_of(step, form, licence),
        progress,
        step.opened.table.count(),
    )
    forget([step.upload.pk], owner=by.pk)
    words = [{"added": {"name": record.file_name}}]
    LogEntry.objects.log_actions(by.pk, [record], ADDITION, words, single_object=True)
    return record


def origin_of(step: SurveyStep, form, licence: dict) -> Origin:
    """Return what the record keeps of the file and of how it was read."""
    return Origin(
        file_name=step.upload.name,
        mapping=form.mapping(),
        sha256=step.upload.sha256,
        written=asdict(step.opened.form) if step.opened.form else {},
        licence=licence["licence"],
        attribution=licence["attribution"],
        source=form.cleaned_data["source"],
    )


def report_address(record: SurveyImport) -> str:
    """Return where the report of an import is."""
    return reverse("admin:participation_surveyimport_change", args=[record.pk])
