"""A backup that comes back counts nothing that was taken back since, and knows no place of it."""

import pytest

from participation.perception.keeping import keep_uncounted, uncounted
from participation.perception.models import Perception
from participation.perception.rating import withdraw
from tests.factories import geometry, make_felt_question, make_perception

pytestmark = pytest.mark.django_db
INSIDE = "POINT(8.35 43.45)"


@pytest.fixture
def question():
    return make_felt_question()


def restored(*perceptions):
    """As the backup had them: counted, with the place as it was given."""
    rows = Perception.objects.filter(pk__in=[one.pk for one in perceptions])
    rows.update(visibility="published", place=geometry(INSIDE))


def test_what_was_withdrawn_or_hidden_since_the_backup_stays_so(question):
    gone, hidden, kept = (make_perception(question) for _ in range(3))
    withdraw(Perception.objects.filter(pk=gone.pk))
    Perception.objects.filter(pk=hidden.pk).update(visibility="hidden")
    known = uncounted()
    restored(gone, hidden, kept)
    assert keep_uncounted(known) == 2
    assert set(Perception.objects.counted()) == {kept}
    gone.refresh_from_db()
    assert gone.place == gone.public_place


def test_what_is_as_it_was_is_not_told_as_changed(question):
    withdraw(Perception.objects.filter(pk=make_perception(question).pk))
    assert keep_uncounted(uncounted()) == 0
