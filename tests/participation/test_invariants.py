"""What the database itself refuses, whoever writes."""

import pytest
from django.db import IntegrityError, transaction

from participation.consultations.models import Consultation, Theme
from participation.contributions.models import Contribution
from participation.moderation.models import ModerationDecision
from tests.factories import (
    geometry,
    make_comment,
    make_consultation,
    make_contribution,
    make_theme,
)

pytestmark = pytest.mark.django_db
BOW = geometry("POLYGON((8.33 43.44, 8.34 43.45, 8.34 43.44, 8.33 43.45, 8.33 43.44))")
EMPTY = geometry("POLYGON EMPTY")


def refused(rows, **changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"drawn": BOW},
        {"drawn": EMPTY},
        {"geometry": BOW},
        {"geometry": EMPTY},
        {"share_kept": 0},
        {"share_kept": 1.01},
        {"title": ""},
        {"number": 0},
        {"visibility": "published", "published_at": None},
        {"visibility": "shown"},
        {"course": "lost"},
        {"outcome": "refused"},
        {"kind": "rating"},
        {"language": "de"},
        {"channel": "fax"},
    ],
)
def test_a_contribution_is_valid_or_not_there(changes):
    make_contribution()
    refused(Contribution.objects.all(), **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"publishing": "never"},
        {"straddling": "bend"},
        {"who_may_contribute": "nobody"},
        {"least_share_kept": 1.5},
        {"kinds": []},
        {"kinds": ["rating"]},
        {"languages": ["de"]},
        {"geometry_kinds": ["circle"]},
        {"anonymity_threshold": 0},
        {"data_version": 0},
    ],
)
def test_a_consultation_knows_its_rules(changes):
    make_consultation()
    refused(Consultation.objects.all(), **changes)


@pytest.mark.parametrize(
    "changes", [{"letter": "t"}, {"letter": "É"}, {"shape": "star"}, {"colour": "red"}]
)
def test_a_theme_is_a_letter_a_shape_and_a_colour(changes):
    make_consultation(themes="T")
    refused(Theme.objects.all(), **changes)


def test_two_themes_do_not_look_the_same():
    consultation = make_consultation(themes="T")
    make_theme(consultation, "T", shape="square")
    with pytest.raises(IntegrityError):
        make_theme(consultation, "T")


def test_client_ids_and_numbers_are_used_once():
    consultation = make_consultation()
    first, second = make_contribution(consultation), make_contribution(consultation)
    rows = Contribution.objects.filter(pk=second.pk)
    refused(rows, client_id=first.client_id)
    refused(rows, number=first.number)
    refused(rows, receipt_hash=first.receipt_hash)


def test_a_decision_is_about_one_thing_and_has_a_reason():
    comment = make_comment()
    about = {"action": "hide", "reason": "Hors sujet."}
    wrong = [
        about,
        about | {"comment": comment, "contribution": comment.contribution},
        about | {"comment": comment, "reason": ""},
        about | {"comment": comment, "action": "burn"},
    ]
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            ModerationDecision.objects.create(**values)


def test_saving_a_consultation_read_earlier_keeps_the_counters():
    consultation = make_consultation()
    earlier = Consultation.objects.get()
    make_contribution(consultation)
    earlier.title_fr = "Autre titre"
    earlier.save()
    row = Consultation.objects.get()
    assert (row.title_fr, row.last_number) == ("Autre titre", 1)
    assert row.data_version == 3


def test_titles_fall_back_to_another_language():
    consultation = make_consultation(title_fr="", title_it="Il lungomare")
    assert consultation.title == "Il lungomare"
