"""Finds jobs that nobody is at any more, and has them taken up again."""

import datetime
import logging

from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import ngettext
from procrastinate.contrib.django.models import ProcrastinateWorker

from geo.jobs.ending import Outcome
from geo.jobs.messages import is_sent, send
from geo.jobs.models import Job
from geo.jobs.running import cancelled_words, close, put_back
from geo.jobs.signs import key_of

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 3
UNHEARD = datetime.timedelta(minutes=1)
SILENT = datetime.timedelta(seconds=40)  # workers give a sign every ten seconds


def reap() -> None:
    """Take up again what workers left when they died, and tell again what was not heard."""
    for job in Job.objects.filter(state=Job.State.RUNNING):
        with transaction.atomic():
            if _is_abandoned(job):
                _bury_or_revive(job)
    unheard = Job.objects.filter(state=Job.State.WAITING, created_at__lt=timezone.now() - UNHEARD)
    for job in unheard:
        if not is_sent(job):
            send(job)


def is_anybody_there() -> bool:
    """Whether a worker gave a sign of life lately."""
    lately = timezone.now() - SILENT
    return ProcrastinateWorker.objects.filter(last_heartbeat__gt=lately).exists()


def _is_abandoned(job: Job) -> bool:
    """Whether it is still marked as under way, and no worker holds its lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [key_of(job.pk)])
        is_free = cursor.fetchone()[0]
    return is_free and Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).exists()


def _bury_or_revive(job: Job) -> None:
    with translation.override(job.language):
        if job.cancel_requested:
            close(job, Job.State.CANCELLED, Outcome(cancelled_words()))
        elif job.attempts < MOST_ATTEMPTS:
            logger.warning("a job is taken up again: %s", job.kind, extra={"job": str(job.pk)})
            put_back(job)
        else:
            close(job, Job.State.FAILED, Outcome(given_up_words(job.attempts)))


def given_up_words(attempts: int) -> str:
    words = ngettext(
        "It was given up: the worker that did it died %(count)s time. Nothing of it was stored.",
        "It was given up: the worker that did it died %(count)s times. Nothing of it was stored.",
        attempts,
    )
    return words % {"count": attempts}
