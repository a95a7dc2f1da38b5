"""What happens to contributions when their perimeter changes: flags, and nothing else."""

import pytest
import shapely
from django.core.management import CommandError, call_command

from geo.perimeters.acceptance import accept
from participation.contributions.models import Contribution
from participation.contributions.rechecking import recheck
from tests.factories import SQUARE, make_consultation, make_contribution, make_version

pytestmark = pytest.mark.django_db
WEST_HALF = shapely.box(SQUARE[0], SQUARE[1], 8.345, SQUARE[3])


@pytest.fixture
def consultation():
    consultation = make_consultation()
    make_contribution(consultation, "POINT(8.33 43.45)")
    make_contribution(consultation, "POINT(8.36 43.45)", visibility="hidden")
    return consultation


def flagged():
    return list(
        Contribution.objects.exclude(found_outside_at=None).values_list("number", flat=True)
    )


def test_accepting_a_smaller_perimeter_flags_what_is_now_outside(consultation):
    before = list(Contribution.objects.order_by("number").values("drawn", "geometry", "visibility"))
    accept(make_version(consultation.perimeter, WEST_HALF, is_accepted=False))
    assert flagged() == [2]
    after = list(Contribution.objects.order_by("number").values("drawn", "geometry", "visibility"))
    assert after == before


def test_a_flag_is_taken_back_when_the_perimeter_grows_again(consultation):
    accept(make_version(consultation.perimeter, WEST_HALF, is_accepted=False))
    accept(make_version(consultation.perimeter, shapely.box(*SQUARE), is_accepted=False))
    assert flagged() == []


def test_a_contribution_remembers_the_version_that_judged_it(consultation):
    first = consultation.perimeter.current_id
    accept(make_version(consultation.perimeter, WEST_HALF, is_accepted=False))
    versions = Contribution.objects.values_list("perimeter_version", flat=True)
    assert set(versions) == {first}


def test_other_perimeters_are_left_alone(consultation):
    make_contribution(make_consultation(), "POINT(8.36 43.45)")
    accept(make_version(consultation.perimeter, WEST_HALF, is_accepted=False))
    assert len(flagged()) == 1


def test_the_command_tells_how_many_lie_outside(consultation, capsys):
    make_version(consultation.perimeter, WEST_HALF)
    call_command("recheck", consultation.slug)
    assert capsys.readouterr().out.startswith("1 ")
    with pytest.raises(CommandError):
        call_command("recheck", "inconnue")


def test_judging_again_takes_a_constant_number_of_queries(
    consultation, django_assert_max_num_queries
):
    for i in range(8):
        make_contribution(consultation, f"POINT(8.36 43.45{i})")
    recheck(consultation)
    with django_assert_max_num_queries(6):
        recheck(consultation)
