"""What is over is forgotten in time: jobs after ninety days, messages after one."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from geo.jobs.messages import is_sent, send
from geo.jobs.models import Job

pytestmark = pytest.mark.django_db


def make_job(days_ago=None):
    ended = None if days_ago is None else timezone.now() - datetime.timedelta(days=days_ago)
    state = "waiting" if ended is None else "done"
    return Job.objects.create(kind="x", title="x", language="fr", state=state, ended_at=ended)


def age(status, days):
    """Make every message that is there as old as that, and of that status."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE status = 'todo'", [status])
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - %s", [datetime.timedelta(days=days)]
        )


def test_jobs_go_ninety_days_after_their_end():
    old, kept, waiting = make_job(91), make_job(89), make_job()
    Job.objects.filter(pk=waiting.pk).update(created_at=timezone.now() - datetime.timedelta(200))
    call_command("forget_counts", stdout=io.StringIO())
    assert set(Job.objects.all()) == {kept, waiting}
    assert old not in Job.objects.all()


@pytest.mark.parametrize("status", ["doing", "failed", "cancelled"])
def test_messages_that_nobody_is_at_go_after_a_day(status):
    send(make_job())
    age(status, days=2)
    call_command("forget_counts", stdout=io.StringIO())
    assert not ProcrastinateJob.objects.exists()


def test_a_message_that_waits_or_is_young_stays():
    waiting = make_job()
    send(waiting)
    age("todo", days=9)
    send(make_job())
    call_command("forget_counts", stdout=io.StringIO())
    assert is_sent(waiting)
    assert ProcrastinateJob.objects.count() == 2
