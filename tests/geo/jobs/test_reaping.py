"""Jobs whose worker died are taken up again, three times; those of the living are left alone."""

import datetime
from contextlib import closing

import pytest
from django.db import connection
from django.utils import timezone, translation

from geo.jobs.messages import is_sent, send
from geo.jobs.models import Job
from geo.jobs.reaping import reap
from geo.jobs.signs import key_of

pytestmark = pytest.mark.django_db


def make_job(**more):
    return Job.objects.create(**{"kind": "x", "title": "x", "language": "en"} | more)


def reaped(job):
    reap()
    job.refresh_from_db()
    return job


def test_a_job_that_no_worker_holds_waits_again_and_is_told():
    job = reaped(make_job(state="running", attempts=1, done=50, total=100))
    assert (job.state, job.done, job.attempts) == ("waiting", 0, 1)
    assert is_sent(job)


def test_a_job_that_a_worker_holds_is_left_alone():
    job = make_job(state="running", attempts=1)
    with closing(connection.copy()) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [key_of(job.pk)])
        assert reaped(job).state == "running"


def test_after_three_deaths_a_job_is_given_up():
    job = reaped(make_job(state="running", attempts=3))
    assert job.state == "failed"
    assert job.message.startswith("It was given up: the worker that did it died 3 times.")


def test_a_job_that_was_to_be_cancelled_when_its_worker_died_is_cancelled():
    with translation.override("fr"):
        job = reaped(make_job(state="running", attempts=1, cancel_requested=True))
    assert (job.state, is_sent(job)) == ("cancelled", False)


def test_a_job_whose_message_got_lost_is_told_again_once():
    job = make_job()
    Job.objects.update(created_at=timezone.now() - datetime.timedelta(minutes=2))
    assert is_sent(reaped(job))
    send(job)
    reap()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == (1,)
