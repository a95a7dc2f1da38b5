"""Does a job: wholly, or as if it had never begun."""

import logging
from collections.abc import Callable
from dataclasses import asdict
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from geo.jobs.ending import Cancelled, Interrupted, JobFailed, Outcome
from geo.jobs.messages import send
from geo.jobs.models import Job
from geo.jobs.signs import Progress, own_line

logger = logging.getLogger(__name__)
# A job may think for as long as it likes; a worker that dies takes its connections with it.
PATIENCE = "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0"


def run(job_id: UUID, is_stopping: Callable[[], bool] = lambda: False) -> None:
    """Do a job that waits, unless somebody else is at it; called by workers."""
    with own_line(job_id) as line:
        job = begun(job_id) if line else None
        if job:
            with connection.cursor() as cursor:
                cursor.execute(PATIENCE)
            do(job, Progress(job.pk, line, is_stopping))
            tell_log(job)


def tell_log(job: Job) -> None:
    """Say in the log how a job went: neither who asked nor what it is called."""
    job.refresh_from_db()
    seconds = (job.heartbeat - job.started_at).total_seconds()
    logger.info("a job is %s after %.1f s: %s", job.state, seconds, job.kind)


def run_in_place(job: Job) -> None:
    """Do a job at once, as part of the transaction around it: for tests."""
    job_as_stored = begun(job.pk)
    do(job_as_stored, Progress(job.pk, connection, lambda: False))
    job.refresh_from_db()


def begun(job_id: UUID) -> Job | None:
    """Mark a waiting job as begun and return it; None where it does not wait."""
    now = timezone.now()
    waiting = Job.objects.filter(pk=job_id, state=Job.State.WAITING)
    marked = waiting.update(
        state=Job.State.RUNNING,
        started_at=now,
        heartbeat=now,
        attempts=F("attempts") + 1,
        done=0,
        total=0,
        message="",
    )
    return Job.objects.get(pk=job_id) if marked else None


def do(job: Job, progress: Progress) -> None:
    """Call the function of a job in a transaction with its end: both are stored, or neither."""
    with translation.override(job.language):
        try:
            with transaction.atomic():
                outcome = import_string(settings.JOBS[job.kind])(job.arguments, progress)
                outcome = outcome or Outcome(_("It is done."))
                if not close(job, Job.State.DONE, outcome, progress):
                    raise Cancelled
        except Cancelled:
            close(job, Job.State.CANCELLED, Outcome(cancelled_words()), progress)
        except Interrupted:
            put_back(job, attempts=job.attempts - 1)  # the worker ends in good order
        except JobFailed as reason:
            close(job, Job.State.FAILED, Outcome(str(reason)), progress)
        except (InterfaceError, OperationalError):
            raise  # the database went away: the job is taken up again
        except Exception:
            logger.exception("a job failed: %s", job.kind, extra={"job": str(job.pk)})
            close(job, Job.State.FAILED, Outcome(unexpected_words()), progress)


def close(job: Job, state: str, outcome: Outcome, progress: Progress | None = None) -> bool:
    """Write down how a job ended, and return whether it had not ended in another way meanwhile.

    What it was asked with is forgotten.
    """
    counts = {"done": progress.done, "total": progress.total} if progress else {}
    if counts and state == Job.State.DONE:
        counts["done"] = progress.total or progress.done
    now = timezone.now()
    still = Job.objects.filter(pk=job.pk, state=job.state)
    return still.update(
        state=state,
        message=outcome.sentence,
        result=asdict(outcome),
        arguments={},
        ended_at=now,
        heartbeat=now,
        **counts,
    )


def put_back(job: Job, **changes) -> None:
    """Let a job wait for another worker."""
    with transaction.atomic():
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(
            state=Job.State.WAITING, done=0, total=0, message="", **changes
        )
        send(job)


def cancelled_words() -> str:
    return _("It was cancelled: everything is as it was before.")


def unexpected_words() -> str:
    return _(
        "It ended with an error that nobody expected, and nothing of it was stored. "
        "Whoever runs this service finds the reason in its log."
    )
