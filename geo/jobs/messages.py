"""What procrastinate carries from whoever starts a job to a worker: its id, nothing else.

A message may come twice, late or never: what is to be done stands in the table of jobs.
"""

from django.db import transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

TASK = "geo.jobs.do"
QUEUE = "jobs"


def send(job) -> None:
    """Tell the workers of a job: when the transaction is committed, at most once at a time."""
    manager = JobManager(DjangoConnector())  # that of a worker writes outside of the transaction
    message = configure_task(name=TASK, job_manager=manager, queue=QUEUE, queueing_lock=str(job.pk))
    try:
        with transaction.atomic():
            message.defer(job=str(job.pk))
    except AlreadyEnqueued:
        pass


def is_sent(job) -> bool:
    """Whether a message about it waits for a worker."""
    return ProcrastinateJob.objects.filter(status="todo", queueing_lock=str(job.pk)).exists()
