"""A job in words, for its page."""

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.jobs.models import Job
from geo.jobs.reaping import is_anybody_there

QUARTER = 25


def page_of(job: Job) -> str:
    """Return the address of the page of a job."""
    return reverse("admin:geo_job_change", args=[job.pk])


def job_context(job: Job) -> dict:
    """Return what the page of a job shows, and again each time it is refreshed."""
    percent = job.percent
    return {
        "job": job,
        "percent": percent,
        "counts": with_percent(counts_words(job), percent),
        "waits": waiting_words(job) if job.state == Job.State.WAITING else "",
        "say": spoken(job, percent),
        "may_cancel": not job.is_over and not job.cancel_requested,
    }


def counts_words(job: Job) -> str:
    """Return how far it is: 12,000 of 100,000."""
    if not job.done:
        return ""
    done, total = (number_format(n, force_grouping=True) for n in (job.done, job.total))
    return _("%(done)s of %(total)s") % {"done": done, "total": total} if job.total else done


def with_percent(counts: str, percent: int | None) -> str:
    """Return the counts, with their share where it is known."""
    if not counts or percent is None:
        return counts
    return _("%(counts)s (%(percent)s %%)") % {"counts": counts, "percent": percent}


def waiting_words(job: Job) -> str:
    """Return what it waits for."""
    if not is_anybody_there():
        return _(
            "It begins as soon as a worker runs, and none is running. Tell whoever runs this "
            "service: “manage.py worker” starts one. You may close this page meanwhile."
        )
    before = Job.objects.unfinished().filter(created_at__lt=job.created_at).count()
    if not before:
        return _("It begins in a moment.")
    words = ngettext(
        "It waits for its turn: %(count)s other job comes before.",
        "It waits for its turn: %(count)s other jobs come before.",
        before,
    )
    return words % {"count": number_format(before)}


def spoken(job: Job, percent: int | None) -> str:
    """Return what is announced: the end, and on the way each quarter, no more often."""
    if job.is_over:
        return f"{job.get_state_display().capitalize()}. {job.message}"
    quarters = (percent or 0) // QUARTER
    return _("%(percent)s %% done") % {"percent": quarters * QUARTER} if quarters else ""
