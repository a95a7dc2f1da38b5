"""What a carto-party changed is compared once, by a job, and read by visits."""

import json

import pytest
from django.urls import reverse
from pytest import approx

from geo.jobs.models import Job
from participation.carto_parties import comparing, kept
from participation.carto_parties.comparing import Fate, comparison_of
from participation.carto_parties.kept import kept_recap, make_recap, outlined, whole
from participation.carto_parties.recap import figures_of, pictures_of, sorts_in_rows
from participation.carto_parties.recap_files import SETS, changes_geojson, maproulette_tasks
from participation.carto_parties.recap_jobs import compare_anew
from participation.carto_parties.recap_models import Recap
from participation.carto_parties.sharing_out import share_out
from tests.factories import make_superuser
from tests.participation.carto_parties.test_after import within
from tests.participation.carto_parties.test_comparing import AFTER, BEFORE, layer, party, taken

__all__ = ["layer", "party"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def never_compared(monkeypatch):
    def fail(*_args, **_kwargs):
        raise AssertionError("compared")

    return lambda: monkeypatch.setattr(comparing, "compare", fail)


def test_what_is_kept_tells_the_same_as_the_comparison(party):
    share_out(party)
    recap, compared = make_recap(party.pk), comparison_of(party)
    outline = outlined(party, recap)
    assert figures_of(party, outline) == figures_of(party, compared)
    assert sorts_in_rows(outline) == sorts_in_rows(compared)
    assert outline.fates_by_cell() == compared.fates_by_cell()
    for drawn, meant in zip(pictures_of(party, outline), pictures_of(party, compared), strict=True):
        assert [mark.fate for mark in drawn.marks] == [mark.fate for mark in meant.marks]
        places = [(mark.x, mark.y) for mark in meant.marks]
        assert [(mark.x, mark.y) for mark in drawn.marks] == [approx(p, abs=0.2) for p in places]


@pytest.mark.parametrize("chosen", SETS)
def test_its_files_are_those_of_the_comparison(party, chosen):
    share_out(party)
    recap, compared = make_recap(party.pk), comparison_of(party)
    kept = changes_geojson(whole(party, recap, SETS[chosen]), chosen)
    assert json.dumps(kept) == json.dumps(changes_geojson(compared, chosen))
    tasks = list(maproulette_tasks(whole(party, recap, set(Fate))))
    assert tasks == list(maproulette_tasks(compared)) and len(tasks) == recap.remaining


def test_visits_compare_nothing(client, party, never_compared):
    make_recap(party.pk)
    never_compared()
    for address in (
        f"/fr/carto-parties/{party.slug}/recap/",
        f"/fr/carto-parties/{party.slug}/recap/map.svg",
        f"/data/carto-parties/{party.slug}/recap/changes.geojson",
        f"/data/carto-parties/{party.slug}/remaining.geojsonl",
    ):
        assert client.get(address).status_code == 200


def test_before_it_is_there_the_page_says_so_and_files_are_not_found(client, party, never_compared):
    never_compared()
    assert "Revenez dans un instant" in client.get(f"/fr/carto-parties/{party.slug}/recap/").text
    assert client.get(f"/fr/carto-parties/{party.slug}/recap/map.svg").status_code == 404


def test_another_state_of_the_map_is_never_shown_with_the_old_recap(party, layer):
    make_recap(party.pk)
    party.after = taken(layer, AFTER[:3], "c")
    party.save()
    assert kept_recap(party) is None


def test_choosing_a_state_of_the_map_or_other_cells_compares_anew(client, party, layer):
    client.force_login(make_superuser())
    party.before, party.after = within(party, layer, BEFORE, "x"), None
    party.save()
    after = within(party, layer, AFTER, "y")
    page = reverse("admin:participation_cartoparty_after", args=[party.pk])
    client.post(page, {"snapshot": after.snapshot.pk})
    recap = Recap.objects.get()
    assert (recap.after_id, recap.is_current) == (after.pk, True)
    ground = {"way": "as_it_is", "cell_side_m": 150, "objects_per_km": 20, "store": "1"}
    client.post(reverse("admin:participation_cartoparty_ground", args=[party.pk]), ground)
    cells = {line[5] for line in Recap.objects.get().items}
    assert cells and cells <= set(party.cells.values_list("code", flat=True))
    assert Job.objects.filter(kind="compare_maps", state="done").count() == 2


def test_two_never_compare_the_same_at_once(party, settings):
    settings.JOBS_IN_PLACE = False
    staff = make_superuser()
    assert compare_anew(party, staff) is not None
    assert compare_anew(party, staff) is None
    assert Job.objects.count() == 1


def test_what_changed_while_it_was_compared_is_compared_again(party, monkeypatch):
    share_out(party)
    compare, times = kept.comparison_of, []

    def meanwhile(asked):
        found = compare(asked)
        if not times:
            party.cell_side_m = 500
            share_out(party)
        times.append(asked)
        return found

    monkeypatch.setattr(kept, "comparison_of", meanwhile)
    recap = make_recap(party.pk)
    assert len(times) == 2
    assert {line[5] for line in recap.items} <= set(party.cells.values_list("code", flat=True))


def test_where_no_recap_is_there_staff_ask_for_one(client, party):
    client.force_login(make_superuser())
    page = reverse("admin:participation_cartoparty_after", args=[party.pk])
    assert "pas encore été comparés" in client.get(page).text
    job = client.get(client.post(page, {"compare": "1"})["Location"]).text
    assert "Le bilan est prêt" in job and f"/carto-parties/{party.slug}/recap/" in job
    assert "pas encore été comparés" not in client.get(page).text
