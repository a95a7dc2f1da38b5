"""Forgets jobs that ended long ago, and the messages that nobody will hear any more."""

import datetime

from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from geo.jobs.models import Job

MESSAGES_KEPT = datetime.timedelta(days=1)
HEARD = ["succeeded", "failed", "cancelled", "aborted"]


def forget_old_jobs(now: datetime.datetime | None = None) -> None:
    """Delete jobs that ended ninety days ago, and messages a day old that no worker is at."""
    now = now or timezone.now()
    Job.objects.forgettable(now).delete()
    before = now - MESSAGES_KEPT
    left = Q(status="doing", worker=None) | Q(status="doing", worker__last_heartbeat__lt=before)
    silent = ProcrastinateJob.objects.exclude(procrastinateevent__at__gte=before)
    ProcrastinateJob.objects.filter(pk__in=silent.filter(left | Q(status__in=HEARD)))._raw_delete(
        "default"
    )
