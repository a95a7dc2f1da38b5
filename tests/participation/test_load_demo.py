"""The demonstration loads through the importers, twice without harm, and can be deleted."""

from io import StringIO

import numpy as np
import pytest
from django.core.management import call_command
from django.db import transaction

from basemaps.models import TileSource
from fixtures.valdora.noise import PLANTED
from fixtures.valdora.sketch import to_metres
from geo.layers.models import Feature, Layer
from geo.measurements.models import Dataset, Measurement
from geo.perimeters.conversion import from_django
from geo.perimeters.models import Perimeter
from participation.accounts.models import Participant
from participation.consultations.models import Consultation, Organisation
from participation.consultations.phases import state_of
from participation.contributions.models import Contribution
from participation.crossings.models import Crossing, Release
from participation.discussion.models import Comment
from participation.perception.models import FeltQuestion, Perception
from tests.factories import make_indicator

pytestmark = pytest.mark.django_db
HALF_A_CELL_M = 100


def load(*arguments):
    call_command("load_demo", *arguments, stdout=StringIO())


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """Loaded once; every test works on it in a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        for key in ("laeq", "lden"):
            make_indicator(key)
        load()
        yield
        transaction.set_rollback(True)


def counts():
    rows = (Contribution, Comment, Consultation, Perimeter, Layer, Feature, TileSource)
    rows += (Dataset, Measurement, FeltQuestion, Perception, Participant, Release)
    return [row.objects.count() for row in rows]


def test_everything_is_there_and_published():
    assert Contribution.objects.filter(visibility="published").count() == 60
    assert Comment.objects.filter(visibility="published").count() == 73
    front, piazza = Consultation.objects.order_by("-reference_prefix")
    assert [state_of(one).is_contributing for one in (front, piazza)] == [True, False]
    assert state_of(piazza).is_commenting
    assert [front.title_fr, front.title_it] == [
        "Le front de mer, de la gare au phare",
        "Il lungomare, dalla stazione al faro",
    ]
    per_theme = {t.letter: front.contributions.filter(theme=t).count() for t in front.themes.all()}
    assert per_theme == {"T": 17, "N": 13, "S": 5, "P": 13}


def test_drawings_across_the_edge_were_cut_and_all_know_their_commune():
    clipped = Contribution.objects.filter(outcome="clipped")
    assert clipped.count() >= 3
    assert all(0.2 < one.share_kept < 1 for one in clipped)
    assert set(Contribution.objects.values_list("place_name", flat=True)) == {
        "Port-Valdora",
        "Montechiaro",
    }


def test_comments_are_counted_and_younger_than_what_they_answer():
    for comment in Comment.objects.select_related("contribution"):
        assert comment.created_at > comment.contribution.created_at
    told = Contribution.objects.get(title__startswith="Une traversée sûre")
    assert told.comment_count == told.comments.count() == 5


def test_a_second_run_changes_nothing():
    before, version = counts(), Layer.objects.get(slug="valdora").current
    load()
    assert counts() == before
    assert Layer.objects.get(slug="valdora").current == version


def test_reset_makes_it_new_and_leaves_the_rest_alone():
    other = Organisation.objects.create(name="Autre ville", slug="autre")
    first = set(Contribution.objects.values_list("pk", flat=True))
    load("--reset")
    assert Contribution.objects.count() == 60
    assert not first & set(Contribution.objects.values_list("pk", flat=True))
    assert Organisation.objects.filter(pk=other.pk).exists()


def test_noise_is_measured_by_maps_and_by_telephones():
    found = {one.slug: one.current for one in Dataset.objects.select_related("current")}
    assert {slug: version.count for slug, version in found.items()} == {
        "valdora-routes-lden": 7,
        "valdora-ferrovia-lden": 4,
        "valdora-port-lden": 2,
        "valdora-mesures-citoyennes": 429,
        "valdora-balade": 236,
    }
    flagged = found["valdora-mesures-citoyennes"].report["flagged"]
    assert flagged["by"] == {"background_above_value": 2}


def test_residents_were_asked_and_their_survey_says_what_was_refused():
    report = Crossing.objects.get().question.surveys.get().report
    assert (report["read"], report["kept"], report["outside"]) == (2685, 2613, 60)
    assert (report["people"], report["rejected"]) == (2588, 12)


def test_the_crossing_shows_the_planted_quarters_and_nothing_else():
    cells = Crossing.objects.get().shown.cells.exclude(found__in=["", "compatible"])
    places = [from_django(cell.geometry).centroid for cell in cells]
    told = {quarter.name: set() for quarter in PLANTED}
    for cell, place in zip(cells, to_metres(np.array(places)), strict=True):
        for quarter in PLANTED:
            if quarter.area.buffer(HALF_A_CELL_M).contains(place):
                told[quarter.name].add(cell.code)
    assert told == {"Molo di Levante": {"C1", "C2"}, "Le Marché et la Gare": {"A3"}}
    assert len(cells) == 8
