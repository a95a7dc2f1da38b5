"""Storing files of measurements in the background: left to a worker, and done by one."""

from contextlib import ExitStack

from django.contrib.admin.models import ADDITION, LogEntry
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.files.models import Upload
from geo.files.uploads import forget, on_disk
from geo.jobs.ending import JobFailed, Outcome
from geo.jobs.models import Job
from geo.jobs.starting import start_or_join
from geo.measurements.bringing import bring_in
from geo.measurements.explaining import nothing_measured_words, refusal_words
from geo.measurements.indicators import Indicator
from geo.measurements.models import Dataset, DatasetVersion
from geo.measurements.reading.choices import Choices, Refused
from geo.measurements.report_page import page_of_version
from geo.measurements.storing import NothingMeasured

KIND = "import_measurements"
PURPOSE = "measurements"


def leave_to_worker(
    uploads: list[Upload], choices: Choices, about: dict, by, *, back: str = ""
) -> Job:
    """Have files stored, as the pages said; once, however often asked.

    about: {"dataset": key} of the set that gets a new version, or {"indicator", "time_zone"} of a
    new set; with "said", what is kept of it, and "days" and "expected", as `bring_in` takes them.
    """
    arguments = {
        "owner": str(by.pk),
        "uploads": [str(upload.pk) for upload in uploads],
        "choices": choices.as_json(),
        **about,
    }
    title = _("Store the measurements of %(file)s") % {"file": uploads[0].name}
    lock = f"measurements:{about.get('dataset') or uploads[0].pk}"
    return start_or_join(KIND, title, by, arguments, lock=lock, back=back[:500])


def run(arguments: dict, progress) -> Outcome:
    """Do it. The files wait for another try where this one ends badly."""
    uploads = uploads_of(arguments["owner"], arguments["uploads"])
    if len(uploads) < len(arguments["uploads"]):
        raise JobFailed(gone_words())
    dataset = _dataset(arguments)
    try:
        version = _stored(dataset, uploads, arguments, progress)
    except Refused as error:
        raise JobFailed(refusal_words(error)) from error
    except NothingMeasured as error:
        raise JobFailed(nothing_measured_words(error.report)) from error
    forget(arguments["uploads"], owner=arguments["owner"])
    words = [{"added": {"name": version.file_name}}]
    LogEntry.objects.log_actions(
        int(arguments["owner"]), [dataset], ADDITION, words, single_object=True
    )
    return Outcome(stored_words(version), page_of_version(version))


def uploads_of(owner, keys: list[str]) -> list[Upload]:
    """Return the files of one person that are still here, in the order of their keys."""
    mine = {str(one.pk): one for one in Upload.objects.of(owner, PURPOSE).filter(pk__in=keys)}
    return [mine[key] for key in keys if key in mine]


def _dataset(arguments: dict) -> Dataset:
    """Return the set that the files are for; a new one goes with the job where it ends badly."""
    said = arguments["said"]
    if arguments.get("dataset"):
        dataset = Dataset.objects.filter(pk=arguments["dataset"]).first()
        if dataset is None:
            raise JobFailed(_("This set of measurements was deleted meanwhile."))
        Dataset.objects.filter(pk=dataset.pk).update(**said)
        dataset.refresh_from_db()
        return dataset
    if Dataset.objects.filter(slug=said["slug"]).exists():
        raise JobFailed(_("Another set took this short name meanwhile: choose another one."))
    indicator = Indicator.objects.filter(key=arguments["indicator"]).first()
    if indicator is None:
        raise JobFailed(_("This indicator was deleted meanwhile."))
    return Dataset.objects.create(indicator=indicator, time_zone=arguments["time_zone"], **said)


def _stored(dataset: Dataset, uploads: list[Upload], arguments: dict, progress) -> DatasetVersion:
    with ExitStack() as stack:
        files = [(one.name, stack.enter_context(on_disk(one))) for one in uploads]
        return bring_in(
            dataset,
            files,
            Choices.from_json(arguments["choices"]),
            days=arguments.get("days"),
            expected=arguments.get("expected", 0),
            progress=progress,
        )


def stored_words(version: DatasetVersion) -> str:
    """Return what a version brought, in one sentence."""
    report = version.report
    kept = ngettext("%(count)s value is stored.", "%(count)s values are stored.", version.count) % {
        "count": number_format(version.count, force_grouping=True)
    }
    others = report["rejected"]["total"] + report["flagged"]["total"]
    if not others:
        return kept
    left = ngettext(
        "%(count)s row is rejected or not counted: the report says why.",
        "%(count)s rows are rejected or not counted: the report says why.",
        others,
    ) % {"count": number_format(others, force_grouping=True)}
    return f"{kept} {left}"


def gone_words() -> str:
    """Return why files cannot be stored, and what to do."""
    return _("This file is no longer here: it was stored, or a day has passed. Send it again.")
