"""Cancels jobs."""

from django.utils import translation

from geo.jobs.ending import Outcome
from geo.jobs.models import Job
from geo.jobs.running import cancelled_words, close


def cancel(job: Job) -> None:
    """Have a job stopped: one that waits at once, one under way at its next sign of life."""
    Job.objects.unfinished().filter(pk=job.pk).update(cancel_requested=True)
    job.refresh_from_db()
    if job.state == Job.State.WAITING:
        with translation.override(job.language):
            close(job, Job.State.CANCELLED, Outcome(cancelled_words()))
