"""What the database itself refuses of carto-parties and their cells, whoever writes it."""

import datetime

import pytest
import shapely
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from geo.perimeters.conversion import to_django
from participation.carto_parties.models import CartoParty, Cell
from tests.factories import make_cell, make_consultation, make_party, visitor

pytestmark = pytest.mark.django_db
BOW_TIE = shapely.multipolygons(
    [shapely.Polygon([(8.34, 43.44), (8.35, 43.45), (8.35, 43.44), (8.34, 43.45)])]
)


@pytest.mark.parametrize(
    "change",
    [
        {"ends_at": timezone.now() - datetime.timedelta(days=1)},
        {"cell_side_m": 30},
        {"hashtag": "two words"},
        {"hashtag": "#valdora"},
        {"area": to_django(BOW_TIE)},
    ],
)
def test_a_carto_party_that_cannot_be_is_refused(change):
    party = make_party()
    with pytest.raises(IntegrityError), transaction.atomic():
        CartoParty.objects.filter(pk=party.pk).update(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"status": "lost"},
        {"status": "taken"},
        {"lock_until": timezone.now()},
        {"geometry": to_django(BOW_TIE)},
    ],
)
def test_a_cell_that_cannot_be_is_refused(change):
    cell = make_cell()
    with pytest.raises(IntegrityError), transaction.atomic():
        Cell.objects.filter(pk=cell.pk).update(**change)


def test_two_cells_of_a_party_have_two_codes():
    cell = make_cell()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_cell(cell.party)
    make_cell(make_party())


@pytest.mark.parametrize(
    "hidden", [{"is_published": False}, {"consultation": {"is_published": False}}]
)
def test_what_is_not_published_is_for_nobody(hidden):
    values = dict(hidden)
    if "consultation" in values:
        values["consultation"] = make_consultation(**values["consultation"])
    cell = make_cell(make_party(**values))
    nobody = visitor(user=AnonymousUser())
    assert not CartoParty.objects.visible_to(nobody).exists()
    assert not CartoParty.objects.published().exists()
    assert not Cell.objects.visible_to(nobody).filter(pk=cell.pk).exists()
