"""What happens to contributions when their perimeter changes: flags, and nothing else."""

import threading

import pytest
import shapely
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from geo.perimeters.acceptance import accept
from participation.contributions import changing, contributing, take_part
from participation.contributions.contributing import DrawingRefused, contribute
from participation.contributions.models import Contribution
from participation.contributions.rechecking import recheck
from tests.factories import (
    SQUARE,
    geometry,
    make_consultation,
    make_contribution,
    make_sent,
    make_version,
    visitor,
)

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


def accepting_before(monkeypatch, module, name, consultation):
    """The west half comes into force between the verdict and the moment of storing."""
    original = getattr(module, name)

    def accepted_first(*arguments):
        accept(make_version(consultation.perimeter, WEST_HALF, is_accepted=False))
        return original(*arguments)

    monkeypatch.setattr(module, name, accepted_first)


def test_what_is_stored_while_a_perimeter_is_accepted_is_judged_by_the_new_one(
    consultation, monkeypatch
):
    accepting_before(monkeypatch, contributing, "next_number", consultation)
    stored = contribute(consultation, visitor(), make_sent("POINT(8.34 43.45)")).contribution
    assert stored.perimeter_version == consultation.perimeter.current
    with pytest.raises(DrawingRefused):
        contribute(consultation, visitor(), make_sent("POINT(8.36 43.45)"))
    assert Contribution.objects.count() == 3


def test_a_correction_is_judged_by_the_perimeter_that_came_meanwhile(
    client, consultation, monkeypatch
):
    contribution = make_contribution(consultation, "POINT(8.33 43.45)")
    accepting_before(monkeypatch, changing, "locked", consultation)
    with pytest.raises(DrawingRefused):
        changing.edit(contribution, make_sent("POINT(8.36 43.45)"))
    contribution.refresh_from_db()
    assert contribution.drawn.equals(geometry("POINT(8.33 43.45)"))


def test_the_form_says_that_the_perimeter_changed_and_keeps_what_was_typed(
    client, consultation, monkeypatch
):
    accepting_before(monkeypatch, take_part, "send", consultation)
    address = reverse("participation:take_part", args=[consultation.slug])
    values = {
        "client_id": "7f0c3f0a-0d0c-4c59-8f5b-3c9a5b1f7e11",
        "place_way": "coordinates",
        "coordinates": "43.45, 8.36",
        "kind": "proposal",
        "theme": "T",
        "title": "Un banc à l’ombre",
        "language": "fr",
        "consent": "on",
        "go": "send",
    }
    page = client.post(address, values)
    assert page.status_code == 422
    assert "Ce lieu est hors du périmètre" in page.text
    assert "Un banc à l’ombre" in page.text


@pytest.mark.django_db(transaction=True)
def test_accepting_waits_for_what_is_being_stored_and_flags_it(monkeypatch):
    consultation = make_consultation()
    holds_the_row, may_end = threading.Event(), threading.Event()
    recount = contributing.recount

    def slow(*arguments):
        holds_the_row.set()
        may_end.wait(10)
        return recount(*arguments)

    def late():
        contribute(consultation, visitor(), make_sent("POINT(8.36 43.45)"))
        connection.close()

    waiting = make_version(consultation.perimeter, WEST_HALF, is_accepted=False)
    monkeypatch.setattr(contributing, "recount", slow)
    thread = threading.Thread(target=late)
    thread.start()
    assert holds_the_row.wait(10)
    threading.Timer(0.5, may_end.set).start()
    accept(waiting)
    thread.join()
    assert flagged() == [1]
