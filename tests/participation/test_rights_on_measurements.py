"""Measurements belong to no organisation; who uses them is not surprised by others."""

import pytest

from participation.crossings.models import Crossing
from tests.factories import make_consultation, make_dataset, make_staff, make_superuser
from tests.participation.crossings.page_world import make_crossing

pytestmark = pytest.mark.django_db
RIGHTS = ("change", "delete")


def may(user, right, thing):
    return user.has_perm(f"geo.{right}_{thing._meta.model_name}", thing)


@pytest.fixture
def dataset():
    """One that the crossing of a consultation uses."""
    dataset = make_dataset()
    make_crossing(make_consultation(), dataset=dataset)
    return dataset


@pytest.mark.parametrize("right", RIGHTS)
def test_organisers_change_measurements_that_nobody_else_uses(right):
    organiser = make_staff(make_consultation().organisation)
    assert may(organiser, right, make_dataset())
    assert may(organiser, right, make_dataset().indicator)


@pytest.mark.parametrize("right", RIGHTS)
def test_what_the_crossing_of_others_stands_on_stays_as_it_is(dataset, right):
    stranger = make_staff(make_consultation().organisation)
    assert not may(stranger, right, dataset) and not may(stranger, right, dataset.indicator)
    assert may(stranger, "view", dataset), "they can use it as well"


@pytest.mark.parametrize("right", RIGHTS)
def test_who_runs_all_consultations_on_it_may_change_it(dataset, right):
    own = make_staff(Crossing.objects.get().consultation.organisation)
    assert may(own, right, dataset) and may(make_superuser(), right, dataset)


def test_neither_a_new_version_nor_its_form_is_open_to_others(client, dataset):
    client.force_login(make_staff(make_consultation().organisation))
    page = f"/fr/admin/geo/dataset/{dataset.pk}"
    assert client.get(f"{page}/new-version/").status_code == 403
    assert "_save" not in client.get(f"{page}/change/").content.decode()
