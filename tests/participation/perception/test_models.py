"""What the database itself refuses of felt questions and ratings; what is counted; scales."""

import datetime
import uuid

import pytest
import shapely
from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from django.utils import timezone

from participation.perception.coarsening import forget_homes, public_place_of
from participation.perception.models import FeltQuestion, Perception
from participation.perception.scales import SCALES
from tests.factories import (
    make_consultation,
    make_contribution,
    make_felt_question,
    make_perception,
    make_phase,
    make_version,
)

pytestmark = pytest.mark.django_db
LATELY = datetime.timedelta(days=30)


@pytest.mark.parametrize(
    "change",
    [
        {"value": 11},
        {"value": -1},
        {"scale": "0-100"},
        {"context": "bus"},
        {"visibility": "pending"},
        {"channel": "fax"},
    ],
)
def test_a_rating_that_cannot_be_is_refused(change):
    perception = make_perception()
    with pytest.raises(IntegrityError), transaction.atomic():
        Perception.objects.filter(pk=perception.pk).update(**change)


def test_the_same_rating_is_stored_once_in_a_consultation():
    first = make_perception(client_id=uuid.uuid4())
    with pytest.raises(IntegrityError), transaction.atomic():
        make_perception(first.question, client_id=first.client_id)


def test_a_question_about_the_home_is_not_asked_with_a_contribution():
    question = make_felt_question(context="home")
    with pytest.raises(IntegrityError), transaction.atomic():
        FeltQuestion.objects.filter(pk=question.pk).update(is_asked_with_contributions=True)


@pytest.mark.parametrize("visibility", ["hidden", "withdrawn"])
def test_what_is_hidden_or_withdrawn_is_not_counted(visibility):
    kept, gone = make_perception(), make_perception(visibility=visibility)
    assert set(Perception.objects.counted()) == {kept}
    assert gone not in Perception.objects.counted()


@pytest.mark.parametrize("visibility", ["pending", "hidden", "merged", "withdrawn"])
def test_a_rating_counts_only_while_its_contribution_is_published(visibility):
    contribution = make_contribution()
    perception = make_perception(
        make_felt_question(contribution.consultation, context="passing"), contribution=contribution
    )
    assert perception in Perception.objects.counted()
    type(contribution).objects.filter(pk=contribution.pk).update(visibility=visibility)
    assert perception not in Perception.objects.counted()


def test_a_rating_counts_where_the_perimeter_lies_now():
    perception = make_perception(place=Point(8.36, 43.46, srid=4326))
    make_version(perception.consultation.perimeter, shapely.box(8.33, 43.43, 8.355, 43.455))
    assert not Perception.objects.counted().exists()


@pytest.mark.parametrize(
    ("scale", "weights"),
    [
        ("0-10", {7: 0, 8: 1, 10: 1}),
        ("1-5", {3: 0, 4: 0.4, 5: 1}),
        ("1-7", {5: 0, 6: 0.96, 7: 1}),
        ("1-11", {8: 0, 9: 1, 11: 1}),
    ],
)
def test_highly_annoyed_is_the_same_cut_on_every_scale(scale, weights):
    assert {value: SCALES[scale].highly(value) for value in weights} == weights


def test_the_public_place_is_the_middle_of_one_square_of_100_m():
    here = public_place_of(Point(8.3501, 43.4502), 2154)
    assert public_place_of(Point(8.35015, 43.45021), 2154) == here
    assert public_place_of(here, 2154) == here
    assert public_place_of(Point(8.3601, 43.4502), 2154) != here


def test_where_a_home_is_becomes_100_m_half_a_year_after_the_closing():
    consultation = make_consultation(phase=False)
    closed_at = timezone.now() - datetime.timedelta(days=184)
    make_phase(consultation, opens_at=closed_at - LATELY, closes_at=closed_at)
    home = make_perception(make_felt_question(consultation))
    passing = make_perception(make_felt_question(consultation, context="passing"))
    assert (forget_homes(), forget_homes()) == (1, 0)
    home.refresh_from_db()
    passing.refresh_from_db()
    assert home.place == home.public_place
    assert passing.place != passing.public_place


def test_homes_stay_exact_until_then():
    consultation = make_consultation(phase=False)
    closed_at = timezone.now() - datetime.timedelta(days=182)
    make_phase(consultation, opens_at=closed_at - LATELY, closes_at=closed_at)
    make_perception(make_felt_question(consultation))
    assert forget_homes() == 0
