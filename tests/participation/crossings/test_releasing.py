"""What a release takes, what it tells, and what nobody can learn from two of them (T19)."""

import numpy as np
import pytest
from django.utils import timezone

from participation.crossings.cells import PUBLIC_COLUMNS, public_rows
from participation.crossings.models import Crossing, ReleasedCell
from participation.crossings.releasing import (
    ReleasedToday,
    compute_live,
    due,
    publish_release,
)
from participation.perception.models import Perception
from tests.factories import make_contribution
from tests.participation.crossings.world import (
    DAY,
    answer,
    cell_at,
    close,
    make_crossing,
    make_noise_map,
    make_people,
    make_town,
    pin,
    told,
)

pytestmark = pytest.mark.django_db
QUIET, LOUD = (300.0, 700.0), (1200.0, 700.0)
TODAY = timezone.now()
TOMORROW, LATER = TODAY + DAY, TODAY + 2 * DAY


def some(place, count):
    return np.tile(place, (count, 1))


@pytest.fixture
def crossing():
    consultation = make_town()
    return make_crossing(consultation, dataset=make_noise_map(), curve="road", cell_edge_m=200)


@pytest.fixture
def crowd(crossing):
    """Thirty people where it is quiet, twenty-four of them highly annoyed; thirty where it is loud."""
    answer(crossing.question, some(QUIET, 30), [9] * 24 + [1] * 6)
    answer(crossing.question, some(LOUD, 30), [9] * 9 + [2] * 21)


def test_a_quiet_place_that_annoys_is_found(crossing, crowd):
    release = publish_release(crossing)
    cell = cell_at(release, *QUIET)
    assert (cell.status, cell.found, cell.code) == ("published", "more", "C1")
    assert (cell.n, cell.k, cell.share) == (30, 24, 0.8)
    assert cell.level == pytest.approx(52.5) and cell.source == "lden"
    assert cell.expected < 0.12 and cell.residual_pp == pytest.approx(
        100 * (0.8 - cell.expected), abs=0.06
    )
    assert release.number == 1 and release.is_complete and crossing.shown == release
    assert release.totals["found"]["more"] == 1


def test_masked_cells_carry_their_status_and_level_alone(crossing):
    answer(crossing.question, some(QUIET, 4), 9)
    release = publish_release(crossing)
    cell = cell_at(release, *QUIET)
    held = ["held_n", "held_k", "respondents", "taken_on"]
    plain = ["id", "release_id", "i", "j", "geometry", "status", "level", "column"]
    for field in ReleasedCell._meta.concrete_fields:
        if field.attname not in held + plain:
            assert getattr(cell, field.attname) in (None, "", False), field.attname
    assert cell.status == "too_few" and cell.column == 0
    row = next(row for row in public_rows(release) if row["status"] == "too_few")
    assert {name for name in PUBLIC_COLUMNS if row[name] is not None} == {
        "i",
        "j",
        "status",
        "level",
    }


def test_few_who_all_said_the_same_have_a_class_and_no_counts(crossing):
    answer(crossing.question, some(LOUD, 7), 1)
    release = publish_release(crossing)
    row = next(row for row in public_rows(release) if row["code"])
    assert (row["n"], row["k"], row["share"], row["q"], row["ratio"]) == (None,) * 5
    assert row["status"] in ("published", "uncertain") and row["code"].endswith("3")
    assert release.totals["answers"] == 5 and release.totals["hidden"] == 1


def test_the_staff_see_all_and_how_many_answers_are_needed(crossing):
    answer(crossing.question, some(QUIET, 4), 9)
    live = compute_live(crossing)
    cell = cell_at(live, *QUIET)
    assert (cell.status, cell.n, cell.k) == ("too_few", 4, 4) and cell.needed > 10
    assert cell.respondents == [] and crossing.shown is None
    assert compute_live(crossing).pk != live.pk and crossing.releases.count() == 1


@pytest.mark.parametrize("new", [1, 4])
def test_two_releases_around_a_few_answers_are_the_same(crossing, crowd, new):
    first = told(publish_release(crossing, at=TODAY))
    answer(crossing.question, some(QUIET, new), 10)
    answer(crossing.question, [(700.0, 200.0)], 10)
    assert publish_release(crossing, at=TOMORROW) is None
    assert told(crossing.shown) == first


def test_five_who_came_or_went_renew_a_cell_and_no_other(crossing, crowd):
    first = publish_release(crossing, at=TODAY)
    answer(crossing.question, some(QUIET, 3), 10)
    answer(crossing.question, some(LOUD, 4), 10)
    gone = Perception.objects.filter(value=1).order_by("pk")[:2]
    Perception.objects.filter(pk__in=list(gone.values_list("pk", flat=True))).update(
        visibility="hidden"
    )
    second = publish_release(crossing, at=TOMORROW)
    assert (cell_at(second, *QUIET).n, cell_at(second, *QUIET).k) == (31, 27)
    assert cell_at(second, *LOUD).n == cell_at(first, *LOUD).n == 30
    days = [cell_at(second, *place).taken_on for place in (QUIET, LOUD)]
    assert days[0] > days[1]
    assert second.totals["renewed"] == 1


def test_an_answer_that_changes_its_mind_moves_nobody(crossing, crowd):
    first = told(publish_release(crossing, at=TODAY))
    Perception.objects.filter(value=2).update(value=10)
    assert publish_release(crossing, at=TOMORROW) is None
    assert told(crossing.shown) == first


def test_at_the_closing_every_cell_takes_its_last_values(crossing, crowd):
    publish_release(crossing, at=TODAY)
    answer(crossing.question, some(QUIET, 1), 10)
    close(crossing.consultation, TOMORROW)
    assert publish_release(crossing, at=TOMORROW + DAY / 24) is not None
    assert cell_at(crossing.shown, *QUIET).n == 31 and crossing.shown.parameters["is_last"]
    answer(crossing.question, some(QUIET, 1), 10)
    assert publish_release(crossing, at=TOMORROW + 3 * DAY) is None


def test_there_is_one_release_a_day(crossing, crowd):
    publish_release(crossing, at=TODAY)
    answer(crossing.question, some(QUIET, 10), 10)
    with pytest.raises(ReleasedToday):
        publish_release(crossing, at=TODAY)


def test_two_crossings_of_one_question_tell_the_same_people(crossing, crowd):
    publish_release(crossing, at=TODAY)
    answer(crossing.question, some(QUIET, 2), 10)
    values = {"question": crossing.question, "cell_edge_m": 200}
    other = make_crossing(crossing.consultation, **values)
    second = publish_release(other, at=TOMORROW)
    assert cell_at(second, *QUIET).n == 30
    answer(crossing.question, some(QUIET, 9), 10)
    assert publish_release(crossing, at=TOMORROW) is None  # the other one was released that day
    assert cell_at(publish_release(crossing, at=LATER), *QUIET).n == 41


def test_whoever_is_refused_leaves_the_input_at_once(crossing):
    people = make_people(12)
    contributions = [make_contribution(crossing.consultation, participant=one) for one in people]
    rows = answer(crossing.question, some(QUIET, 12), 9, people)
    for row, contribution in zip(rows, contributions, strict=True):
        Perception.objects.filter(pk=row.pk).update(contribution=contribution)
    for contribution in contributions[:6]:
        contribution.visibility = "hidden"
        contribution.save()
    assert (
        cell_at(publish_release(crossing), *QUIET).n == 6
        or cell_at(crossing.shown, *QUIET).held_n == 6
    )


def test_erased_people_leave_no_hash_and_still_count_as_gone(crossing, crowd):
    first = publish_release(crossing, at=TODAY)
    before = set(cell_at(first, *QUIET).respondents)
    rows = Perception.objects.filter(value=1)
    people = list(rows.values_list("participant", flat=True))
    rows.delete()
    assert publish_release(crossing, at=TOMORROW) is not None  # six of them are gone
    words = set(cell_at(crossing.shown, *QUIET).respondents)
    assert words < before and len(people) == 6 and len(words) == 24
    old = set(ReleasedCell.objects.filter(release=first).values_list("respondents", flat=True)[0])
    assert old == set()


def test_a_hash_of_somebody_erased_becomes_a_random_word(crossing, crowd):
    first = publish_release(crossing, at=TODAY)
    before = set(cell_at(first, *QUIET).respondents)
    pk = Perception.objects.filter(value=1).first().pk
    Perception.objects.filter(pk=pk).delete()
    assert publish_release(crossing, at=TOMORROW) is None
    after = set(cell_at(first, *QUIET).respondents)
    assert len(after) == 30 and len(after & before) == 29
    answer(crossing.question, some(QUIET, 4), 10)
    assert publish_release(crossing, at=LATER) is not None  # one gone and four who came


def test_pins_alone_are_a_share_of_all_remarks():
    consultation = make_town()
    theme = consultation.themes.get(letter="N")
    other = consultation.themes.get(letter="T")
    crossing = make_crossing(consultation, theme=theme, cell_edge_m=200)
    for person, about in zip(make_people(20), [theme] * 8 + [other] * 12, strict=True):
        pin(consultation, QUIET, person, about)
    cell = cell_at(compute_live(crossing), *QUIET)
    assert (cell.n, cell.k) == (20, 8) and cell.code == "" and cell.expected == pytest.approx(0.4)


def test_what_is_due_is_published_open_and_older_than_today(crossing, crowd):
    hidden = make_crossing(crossing.consultation, is_published=False, cell_edge_m=200)
    assert due(TODAY) == [crossing]
    publish_release(crossing, at=TODAY)
    assert due(TODAY) == [] and due(TOMORROW) == [crossing]
    close(crossing.consultation, TODAY + DAY / 2)
    assert due(TOMORROW) == [crossing]
    publish_release(crossing, at=TOMORROW)
    assert due(TOMORROW + DAY) == [] and hidden.shown is None


def test_a_release_raises_the_version_that_readers_cache(crossing, crowd):
    before = crossing.consultation.data_version
    publish_release(crossing)
    crossing.consultation.refresh_from_db()
    assert crossing.consultation.data_version == before + 1


def test_only_published_crossings_with_a_release_are_read_by_everyone(crossing, crowd):
    assert not Crossing.objects.published().exists()
    publish_release(crossing)
    assert list(Crossing.objects.published()) == [crossing]
    Crossing.objects.update(is_published=False)
    assert not Crossing.objects.published().exists()


class Stopped(Exception):
    """Somebody cancelled the job."""


def test_a_release_that_is_cancelled_leaves_everything_as_it_was(crossing, crowd):
    def stop(done, _total=0):
        if done == 3:
            raise Stopped

    for do in (compute_live, publish_release):
        with pytest.raises(Stopped):
            do(crossing, stop)
    assert not crossing.releases.exists()
    crossing.consultation.refresh_from_db()
    assert crossing.consultation.data_version == 1
