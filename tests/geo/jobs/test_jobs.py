"""Jobs: started, done wholly or not at all, cancelled, told in the language of who asked."""

from contextlib import closing

import pytest
from django.db import connection, transaction
from django.utils.translation import gettext, override

from geo.jobs import signs
from geo.jobs.cancelling import cancel
from geo.jobs.ending import AlreadyStarted, JobFailed, Outcome
from geo.jobs.models import Job
from geo.jobs.running import run
from geo.jobs.starting import start
from geo.layers.models import Layer
from tests.factories import make_superuser

pytestmark = pytest.mark.django_db
HERE = __name__


def makes_a_layer(arguments, progress):
    Layer.objects.create(slug=arguments["slug"], name="Bancs", licence="L", attribution="A")
    for number in range(1, 4):
        progress(number, 3, f"bench {number}")
    return Outcome(gettext("Cancel"), "/fr/")


def refuses(arguments, progress):
    Layer.objects.create(slug="half", name="Bancs", licence="L", attribution="A")
    raise JobFailed("The file is empty.")


def breaks(arguments, progress):
    Layer.objects.create(slug="half", name="Bancs", licence="L", attribution="A")
    raise ZeroDivisionError


def is_cancelled_meanwhile(arguments, progress):
    Layer.objects.create(slug="half", name="Bancs", licence="L", attribution="A")
    Job.objects.update(cancel_requested=True)
    progress(1, 2)


def says_nothing(arguments, progress):
    return None


@pytest.fixture(autouse=True)
def kinds(settings):
    functions = [makes_a_layer, refuses, breaks, is_cancelled_meanwhile, says_nothing]
    settings.JOBS = {f.__name__: f"{HERE}.{f.__name__}" for f in functions}


def begin(function, **more):
    return start(function.__name__, "Des bancs", "manage.py", **more)


def test_a_job_that_is_done_tells_it_in_the_language_of_who_asked():
    with override("fr"):
        job = begin(makes_a_layer, arguments={"slug": "benches"})
    assert (job.state, job.done, job.total, job.percent) == ("done", 3, 3, 100)
    assert job.result == {"sentence": "Annuler", "address": "/fr/", "onward": ""}
    assert job.message == "Annuler"
    assert Layer.objects.filter(slug="benches").exists()


def test_who_started_it_is_kept_as_text_and_what_it_was_asked_with_is_forgotten():
    staff = make_superuser()
    job = start("makes_a_layer", "Des bancs", staff, {"slug": "benches"})
    assert (job.actor, job.owner, job.arguments) == (staff.username, str(staff.pk), {})


def test_a_job_without_words_says_that_it_is_done():
    with override("en"):
        assert begin(says_nothing).message == "It is done."


@pytest.mark.parametrize(
    ("function", "state", "sentence"),
    [
        (refuses, "failed", "The file is empty."),
        (breaks, "failed", "It ended with an error that nobody expected"),
        (is_cancelled_meanwhile, "cancelled", "everything is as it was before"),
    ],
)
def test_a_job_that_ends_badly_leaves_everything_as_it_was(function, state, sentence):
    with override("en"):
        job = begin(function)
    assert job.state == state
    assert sentence in job.message
    assert not Layer.objects.exists()
    assert job.ended_at is not None


def test_a_job_that_waits_is_cancelled_at_once_and_never_begins(settings):
    settings.JOBS_IN_PLACE = False
    job = begin(makes_a_layer, arguments={"slug": "benches"})
    cancel(job)
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("cancelled", 0)
    assert not Layer.objects.exists()


def test_one_unfinished_job_has_a_lock(settings):
    settings.JOBS_IN_PLACE = False
    first = begin(says_nothing, lock="upload-1")
    with pytest.raises(AlreadyStarted) as told:
        begin(says_nothing, lock="upload-1")
    assert told.value.job == first
    cancel(first)
    assert begin(says_nothing, lock="upload-1").state == "waiting"
    assert begin(says_nothing).lock == begin(says_nothing).lock == ""


def test_progress_is_written_a_few_times_a_second_at_most(django_assert_max_num_queries):
    job = Job.objects.create(kind="x", title="x", language="en")
    progress = signs.Progress(job.pk, connection, lambda: False)
    with django_assert_max_num_queries(3):
        for number in range(50_000):
            progress(number, 50_000)
    assert progress.done == 49_999


@pytest.mark.django_db(transaction=True)
def test_workers_hear_of_a_job_when_its_transaction_is_over_and_never_if_it_is_undone(settings):
    settings.JOBS_IN_PLACE = False
    other = connection.copy()
    try:
        with transaction.atomic():
            kept = begin(says_nothing)
            assert heard_on(other) == 0
        assert heard_on(other) == 1
        with pytest.raises(JobFailed), transaction.atomic():
            begin(says_nothing)
            raise JobFailed
        assert list(Job.objects.all()) == [kept]
        assert heard_on(other) == 1
    finally:
        other.close()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")


def heard_on(line):
    with line.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'geo.jobs.do'")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_work_is_not(settings):
    settings.JOBS_IN_PLACE = False
    settings.JOBS = {"looks": f"{HERE}.looks_from_outside"}
    with override("en"):
        job = start("looks", "Des bancs", "manage.py")
    run(job.pk)
    job.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert (job.message, job.state) == ("running 1/2 0", "done")


def looks_from_outside(arguments, progress):
    Layer.objects.create(slug="benches", name="Bancs", licence="L", attribution="A")
    progress(1, 2)
    with closing(progress.line.copy()) as outside, outside.cursor() as cursor:
        cursor.execute("SELECT state, done, total, (SELECT count(*) FROM geo_layer) FROM geo_job")
        state, done, total, layers = cursor.fetchone()
    return Outcome(f"{state} {done}/{total} {layers}")
