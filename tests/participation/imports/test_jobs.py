"""A long file is taken over by a worker: followed, cancelled, found again."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from geo.files.models import Upload
from geo.jobs.models import Job
from geo.jobs.running import run_in_place
from participation.contributions.models import Contribution
from participation.contributions.origins import ContributionImport
from participation.imports.taking_over import gone_words
from tests.factories import make_consultation, make_staff
from tests.participation.imports.test_pages import shown

pytestmark = pytest.mark.django_db
ROWS = "".join(f"{n},Un banc,Pour s’asseoir,43.45,8.35\n" for n in range(1, 8))
LONG = f"id,title,text,lat,lon\n{ROWS}8,Trop loin,,43.45,9.35\n".encode()


@pytest.fixture(autouse=True)
def few_rows_are_long(monkeypatch):
    monkeypatch.setattr("participation.imports.pages.AT_ONCE", 5)
    monkeypatch.setattr("participation.imports.admin.AT_ONCE", 5)
    with override("en"):
        yield


@pytest.fixture
def consultation():
    return make_consultation()


@pytest.fixture
def staff(client, consultation):
    user = make_staff(consultation.organisation)
    client.force_login(user)
    return user


@pytest.fixture
def confirm(client, staff, consultation):
    """Sends the file, says what its columns hold, confirms; as often as it is called."""
    address, typed = shown(client, consultation, LONG)
    typed |= {"action": "import", "visibility": "rule", "licence": "CC0"}
    return lambda: client.post(address, typed)


def test_a_long_file_leads_to_the_page_of_a_job_and_from_there_to_the_report(client, confirm):
    page = client.get(confirm()["Location"]).text
    assert "7 contributions were taken over." in page
    record = ContributionImport.objects.get()
    assert (record.added, record.rejected, record.licence) == (7, 1, "CC0")
    assert f"contributionimport/{record.pk}/change/" in page
    assert Contribution.objects.count() == 7
    assert not Upload.objects.exists()


def test_nothing_is_stored_before_a_worker_does_it_and_asking_twice_is_one_job(
    client, confirm, settings
):
    settings.JOBS_IN_PLACE = False
    first, second = confirm(), confirm()
    assert first["Location"] == second["Location"]
    job = Job.objects.get()
    assert "Take over ideas.csv" in client.get(first["Location"]).text
    assert not Contribution.objects.exists()
    run_in_place(job)
    assert (job.state, job.total) == ("done", 8)
    assert Contribution.objects.count() == 7
    assert "no longer here" in client.get(confirm()["Location"]).text


def test_a_job_that_is_cancelled_leaves_the_file_for_another_try(client, confirm, settings):
    settings.JOBS_IN_PLACE = False
    location = confirm()["Location"]
    client.post(location.replace("change", "cancel"))
    page = client.get(location).text
    assert "Back to where it was started" in page
    assert Upload.objects.count() == 1
    assert Job.objects.get().back in page.replace("&amp;", "&")
    settings.JOBS_IN_PLACE = True
    assert "7 contributions were taken over." in client.get(confirm()["Location"]).text


def test_what_changed_before_a_worker_came_is_told(confirm, staff, settings):
    settings.JOBS_IN_PLACE = False
    confirm()
    job = Job.objects.get()
    staff.memberships.all().delete()
    run_in_place(job)
    assert (job.state, job.message) == ("failed", "You may no longer change this consultation.")
    assert not Contribution.objects.exists()


def test_a_file_that_went_meanwhile_is_told(confirm, settings):
    settings.JOBS_IN_PLACE = False
    confirm()
    Upload.objects.all().delete()
    job = Job.objects.get()
    run_in_place(job)
    assert (job.state, job.message) == ("failed", gone_words())


@pytest.fixture
def take_back(client, confirm):
    """Takes over the file, then asks to take it back; as often as it is called."""
    confirm()
    address = reverse("admin:participation_contributionimport_undo", args=[record().pk])
    return lambda: client.post(address)["Location"]


def record():
    return ContributionImport.objects.get()


def test_a_long_import_is_taken_back_by_a_worker(client, take_back, settings):
    settings.JOBS_IN_PLACE = False
    location = take_back()
    assert take_back() == location  # asking twice is one job
    assert "Take ideas.csv back" in client.get(location).text
    assert Contribution.objects.count() == 7 and record().undone_at is None
    job = Job.objects.get(kind="take_back")
    run_in_place(job)
    assert (job.state, job.done, job.total) == ("done", 7, 7)
    assert not Contribution.objects.exists() and record().removed == 7
    page = client.get(location).text
    assert "The import was taken back." in page
    assert f"contributionimport/{record().pk}/change/" in page


def test_taking_back_that_is_cancelled_leaves_everything(client, take_back, settings):
    settings.JOBS_IN_PLACE = False
    location = take_back()
    client.post(location.replace("change", "cancel"))
    assert Contribution.objects.count() == 7 and record().undone_at is None
    assert "/undo/" in client.get(location).text


def test_who_lost_the_right_meanwhile_takes_nothing_back(take_back, staff, settings):
    settings.JOBS_IN_PLACE = False
    take_back()
    job = Job.objects.get(kind="take_back")
    staff.memberships.all().delete()
    run_in_place(job)
    assert job.state == "failed" and Contribution.objects.count() == 7
