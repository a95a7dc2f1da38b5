"""Real workers: killed, told to end, told to cancel, in the middle of an import."""

import os
import signal
import time

import pytest
from django.db import connection

from geo.jobs.cancelling import cancel
from geo.jobs.starting import start
from geo.layers.models import Feature, Layer, LayerVersion
from tests.config.slow_job import HALF, WHOLE, add
from tests.participation.served import worker

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_S = 60
OLD = 7  # features of the version that is shown


@pytest.fixture(autouse=True)
def jobs_are_left_to_workers(settings):
    settings.JOBS_IN_PLACE = False
    settings.JOBS = {"replace_layer": "tests.config.slow_job.replace_layer"}
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def layer():
    made = Layer.objects.create(slug="bancs", name="Bancs", licence="L", attribution="A")
    made.current = LayerVersion.objects.create(layer=made, is_complete=True, feature_count=OLD)
    made.save()
    add(made.current, OLD)
    return made


@pytest.fixture
def gate(tmp_path):
    """The file that lets the job go on."""
    return tmp_path / "gate"


def begin(gate):
    return start("replace_layer", "Des bancs", "manage.py", {"gate": str(gate)})


def working():
    return worker(DJANGO_SETTINGS_MODULE="tests.config.worker_settings")


def wait_until(job, reached):
    until = time.monotonic() + PATIENCE_S
    while not reached(job):
        assert time.monotonic() < until, (job.state, job.message)
        time.sleep(0.02)
        job.refresh_from_db()


def is_half_way(job):
    return (job.state, job.done) == ("running", HALF)


def assert_shows(layer, number):
    layer.refresh_from_db()
    assert layer.current.feature_count == layer.current.features.count() == number
    assert Feature.objects.count() in {number, OLD + number}


def test_a_worker_killed_in_the_middle_leaves_the_old_layer_and_another_finishes(layer, gate):
    job = begin(gate)
    with working() as first:
        wait_until(job, is_half_way)
        assert_shows(layer, OLD)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    assert_shows(layer, OLD)
    job.refresh_from_db()
    assert is_half_way(job)
    gate.touch()
    with working():
        wait_until(job, lambda job: job.is_over)
    assert (job.state, job.attempts, job.message) == ("done", 2, "100 benches.")
    assert_shows(layer, WHOLE)


def test_a_worker_told_to_end_gives_its_job_back_and_takes_no_other(layer, gate):
    job, next_one = begin(gate), begin(gate)
    with working() as ending:
        wait_until(job, is_half_way)
        ending.send_signal(signal.SIGTERM)
        assert ending.wait(timeout=PATIENCE_S) == 0
    for one in (job, next_one):
        one.refresh_from_db()
        assert (one.state, one.attempts) == ("waiting", 0)
    assert_shows(layer, OLD)


def test_a_job_cancelled_in_the_middle_leaves_everything_and_the_next_one_begins(layer, gate):
    job, next_one = begin(gate), begin(gate)
    with working():
        wait_until(job, is_half_way)
        cancel(job)
        wait_until(job, lambda job: job.is_over)
        assert (job.state, job.result["address"]) == ("cancelled", "")
        assert_shows(layer, OLD)
        wait_until(next_one, is_half_way)
