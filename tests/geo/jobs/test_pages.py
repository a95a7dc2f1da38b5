"""The pages of jobs: for whoever started them, with and without a script."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from geo.jobs.models import Job
from tests.factories import make_organisation, make_staff, make_superuser

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = make_staff(make_organisation())
    client.force_login(user)
    return user


def make_job(owner, **more):
    values = {"kind": "x", "title": "Reprise de idées.csv", "language": "fr"} | more
    return Job.objects.create(owner=str(owner.pk), actor=owner.username, **values)


def address(name, job):
    return reverse(f"admin:geo_job_{name}", args=[job.pk])


def test_the_page_of_a_job_tells_how_far_it_is_in_words_and_with_a_bar(client, staff):
    job = make_job(staff, state="running", done=25_000, total=100_000, message="Lecture")
    for name in ("change", "live"):
        page = client.get(address(name, job)).content.decode()
        assert '<progress max="100" value="25">' in page
        assert "25\u202f000 sur 100\u202f000" in page.replace("\xa0", "\u202f")
        assert 'data-say="25\xa0% terminé"' in page
        assert "Lecture" in page
        assert "data-over" not in page
    assert "<noscript>" in client.get(address("change", job)).content.decode()


def test_the_end_is_told_with_a_link_to_what_it_brought(client, staff):
    job = make_job(
        staff,
        state="done",
        message="Tout est là.",
        ended_at=timezone.now(),
        result={"sentence": "Tout est là.", "address": "/fr/admin/geo/layer/"},
    )
    page = client.get(address("change", job)).content.decode()
    assert "Tout est là." in page
    assert 'href="/fr/admin/geo/layer/"' in page
    assert "data-over" in page
    assert "live-part.js" not in page


def test_a_job_that_failed_leads_back_to_where_it_was_started(client, staff):
    job = make_job(staff, state="failed", ended_at=timezone.now(), back="/fr/admin/x/")
    assert 'href="/fr/admin/x/"' in client.get(address("change", job)).content.decode()


def test_a_job_that_nobody_will_do_says_whom_to_tell(client, staff):
    page = client.get(address("change", make_job(staff))).content.decode()
    assert "manage.py worker" in page


def test_cancelling_asks_a_job_under_way_to_stop_and_ends_one_that_waits(client, staff):
    running, waiting = make_job(staff, state="running"), make_job(staff)
    for job in (running, waiting):
        assert client.get(address("cancel", job)).status_code == 405
        page = client.post(address("cancel", job), follow=True).content.decode()
        job.refresh_from_db()
        assert "Annuler ce traitement" not in page
    assert (running.state, running.cancel_requested) == ("running", True)
    assert waiting.state == "cancelled"


def test_jobs_of_others_are_not_shown(client, staff):
    job = make_job(make_superuser(), title="D’une autre personne")
    assert "autre personne" not in client.get(reverse("admin:geo_job_changelist")).content.decode()
    assert client.get(address("live", job)).status_code == 404
    assert client.post(address("cancel", job)).status_code == 404
    client.force_login(make_superuser(username="other"))
    assert "autre personne" in client.get(reverse("admin:geo_job_changelist")).content.decode()


@pytest.mark.parametrize("kind", settings.JOBS)
def test_every_kind_of_job_has_its_function(kind):
    assert callable(import_string(settings.JOBS[kind]))
