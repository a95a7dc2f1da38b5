"""Staff make a crossing, see how it stands, publish; choices that do not go together are refused."""

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from geo.jobs.models import Job
from participation.crossings.models import LIVE, PUBLIC, Crossing
from participation.crossings.releasing import publish_release
from tests.factories import make_felt_question, make_staff
from tests.participation.crossings.world import (
    DAY,
    answer,
    make_crossing,
    make_noise_map,
    make_town,
    make_walks,
)

pytestmark = pytest.mark.django_db
PLACE = (300.0, 700.0)


@pytest.fixture
def town():
    return make_town()


@pytest.fixture
def organiser(client, town):
    client.force_login(make_staff(town.organisation))
    return client


@pytest.fixture(autouse=True)
def in_place(settings):
    settings.JOBS_IN_PLACE = True


def said(town, **changes):
    question = changes.pop("question", None) or make_felt_question(town)
    values = {
        "consultation": str(town.pk),
        "slug": "bruit-du-port",
        "title_fr": "Le bruit du port",
        "question": str(question.pk),
        "theme": "",
        "dataset": "",
        "curve": "",
        "cell_edge_m": "200",
        "k_min": "5",
        "interpolation": "",
    }
    return values | {key: str(value) for key, value in changes.items()}


def add(client, values):
    return client.post(reverse("admin:participation_crossing_add"), values)


def test_a_crossing_is_made_and_leads_to_how_it_stands(organiser, town):
    response = add(organiser, said(town, dataset=make_noise_map().pk, curve="road"))
    crossing = Crossing.objects.get()
    assert response["Location"] == reverse("admin:participation_crossing_state", args=[crossing.pk])
    page = organiser.get(response["Location"]).content.decode()
    assert "Rien n’a encore été calculé" in page and "Rien n’a encore été publié" in page


def test_computing_and_releasing_are_jobs_of_the_page(organiser, town):
    crossing = make_crossing(town, dataset=make_noise_map(), curve="road", cell_edge_m=200)
    answer(crossing.question, np.tile(PLACE, (30, 1)), [9] * 24 + [1] * 6)
    answer(crossing.question, [(1200.0, 700.0)] * 3, 9)
    address = reverse("admin:participation_crossing_state", args=[crossing.pk])
    organiser.post(address, {"what": "compute"})
    organiser.post(address, {"what": "release"})
    assert {job.state for job in Job.objects.all()} == {"done"}
    assert set(crossing.releases.values_list("kind", flat=True)) == {LIVE, PUBLIC}
    page = organiser.get(address).content.decode()
    assert "33 réponses comptent, de 33 personnes" in page and "plus que prévu" in page
    assert "déjà été publiées aujourd’hui" in page and "trop peu de réponses" in page


def test_a_curve_that_finds_no_level_of_the_whole_day_says_so(organiser, town):
    walks = make_walks([PLACE], [62.0], ["a/1"])
    crossing = make_crossing(town, dataset=walks, curve="road", cell_edge_m=200)
    answer(crossing.question, np.tile(PLACE, (30, 1)), 9)
    address = reverse("admin:participation_crossing_state", args=[crossing.pk])
    organiser.post(address, {"what": "compute"})
    assert "demande un niveau de toute la journée" in organiser.get(address).text


REFUSED = [
    ({"theme": "N"}, "l’un des deux"),
    ({"curve": "road"}, "demande une question et des mesures"),
    ({"interpolation": "idw"}, "prolongées aux cellules voisines"),
    ({"k_min": 4}, ""),
    ({"cell_edge_m": 5}, ""),
]


@pytest.mark.parametrize(("change", "sentence"), REFUSED)
def test_what_does_not_go_together_is_refused(organiser, town, change, sentence):
    if change.get("theme"):
        change = {"theme": town.themes.get(letter="N").pk}
    response = add(organiser, said(town, **change))
    assert response.status_code == 200 and not Crossing.objects.exists()
    assert sentence in response.content.decode()


def test_the_curve_is_for_homes_for_the_whole_day_and_for_one_source(organiser, town):
    dataset = make_noise_map()
    passing = make_felt_question(town, context="passing")
    page = add(organiser, said(town, question=passing, dataset=dataset.pk, curve="road"))
    assert "vaut pour ce que l’on dit de son domicile" in page.content.decode()
    trains = make_felt_question(town, source="rail")
    page = add(organiser, said(town, question=trains, dataset=dataset.pk, curve="road"))
    assert "ne parlent pas de la même source" in page.content.decode()
    assert not Crossing.objects.exists()


def test_after_a_release_what_is_answered_stays(organiser, town):
    crossing = make_crossing(town, cell_edge_m=200)
    answer(crossing.question, [PLACE], 9)
    publish_release(crossing)
    page = organiser.get(reverse("admin:participation_crossing_change", args=[crossing.pk]))
    assert 'name="question"' not in page.content.decode()
    other = add(organiser, said(town, question=crossing.question, cell_edge_m=100))
    assert "ont déjà été publiées pour ces réponses" in other.content.decode()


def test_a_perimeter_too_large_for_its_cells_says_which_edge_fits(organiser, town):
    version = town.perimeter.current
    version.area_m2 = 5e9
    version.save()
    page = add(organiser, said(town)).content.decode()
    assert "prenez un côté de 225 m" in page or "trop grand" in page


def test_staff_of_another_organisation_see_nothing(client, town):
    crossing = make_crossing(town)
    client.force_login(make_staff(make_town().organisation))
    for name in ("state", "change"):
        address = reverse(f"admin:participation_crossing_{name}", args=[crossing.pk])
        assert client.get(address).status_code in (302, 404)
    assert client.post(address, {"what": "release"}).status_code in (302, 403, 404)
    assert not crossing.releases.exists()


def test_the_command_computes_releases_and_says_what_is_due(town, capsys):
    crossing = make_crossing(town, dataset=make_walks([PLACE], [60], ["a/1"]), cell_edge_m=200)
    answer(crossing.question, [PLACE], 9)
    call_command("cross", crossing.slug)
    call_command("cross", "--due")
    assert crossing.shown.number == 1
    call_command("cross", "--due")
    assert "No crossing is due." in capsys.readouterr().out
    with pytest.raises(CommandError, match="today"):
        call_command("cross", crossing.slug, "--release")
    for wrong in (["nowhere"], []):
        with pytest.raises(CommandError):
            call_command("cross", *wrong)


def test_two_towns_may_give_their_crossings_the_same_short_name(organiser, town, capsys):
    elsewhere = make_crossing(slug="bruit-du-port", cell_edge_m=200)
    assert add(organiser, said(town)).status_code == 302
    assert "choisissez-en un autre" in add(organiser, said(town)).content.decode()
    with pytest.raises(CommandError, match=f"add --consultation, one of .*{town.slug}"):
        call_command("cross", "bruit-du-port")
    call_command("cross", "bruit-du-port", consultation=elsewhere.consultation.slug)
    assert elsewhere.releases.count() == 1


def test_a_quiet_day_makes_no_release(town):
    crossing = make_crossing(town, cell_edge_m=200)
    answer(crossing.question, [PLACE], 9)
    publish_release(crossing, at=timezone.now() - 2 * DAY)
    call_command("cross", "--due")
    assert crossing.releases.count() == 1
