"""The demonstration loads through the importers, twice without harm, and can be deleted."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from basemaps.models import TileSource
from geo.layers.models import Feature, Layer
from geo.perimeters.models import Perimeter
from participation.consultations.models import Consultation, Organisation
from participation.consultations.phases import state_of
from participation.contributions.models import Contribution
from participation.discussion.models import Comment

pytestmark = pytest.mark.django_db


def load(*arguments):
    call_command("load_demo", *arguments, stdout=StringIO())


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """Loaded once; every test works on it in a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)


def counts():
    rows = (Contribution, Comment, Consultation, Perimeter, Layer, Feature, TileSource)
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
