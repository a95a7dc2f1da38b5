"""Starts jobs. Which function does a kind of job is said in settings.JOBS."""

import uuid

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from geo.jobs.ending import AlreadyStarted
from geo.jobs.messages import send
from geo.jobs.models import Job
from geo.jobs.running import run_in_place

LONGEST_BACK = Job._meta.get_field("back").max_length


def start(
    kind: str, title: str, actor, arguments: dict | None = None, *, lock: str = "", back: str = ""
) -> Job:
    """Have something done by a worker, and return the job, whose page can be shown.

    kind: a key of settings.JOBS, whose function is called with (arguments, progress);
    actor: the user who asks, or a text such as "manage.py"; arguments: what JSON can say, no words
    of residents; lock: at most one unfinished job has it, else AlreadyStarted is raised;
    back: the address of the page from which it was started.
    In a transaction: workers see the job once it is committed, and never if it is not.
    """
    import_string(settings.JOBS[kind])  # a name that leads nowhere fails here, not in a worker
    job = Job(
        id=uuid.uuid4(),
        kind=kind,
        title=title[:200],
        actor=actor if isinstance(actor, str) else actor.get_username(),
        owner="" if isinstance(actor, str) else str(actor.pk),
        language=get_language() or settings.LANGUAGE_CODE,
        arguments=arguments or {},
        lock=lock,
        back=back if len(back) <= LONGEST_BACK else "",
    )
    with transaction.atomic():
        _store(job)
        if not settings.JOBS_IN_PLACE:
            send(job)
    if settings.JOBS_IN_PLACE:
        run_in_place(job)
    return job


def start_or_join(*args, **said) -> Job:
    """Start a job as `start` does, or return the one that is at it already."""
    try:
        return start(*args, **said)
    except AlreadyStarted as other:
        return other.job


def _store(job: Job) -> None:
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        other = Job.objects.unfinished().filter(lock=job.lock).first() if job.lock else None
        if other is None:
            raise
        raise AlreadyStarted(other) from None
