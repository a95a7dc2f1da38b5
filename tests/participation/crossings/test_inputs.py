"""What goes into a crossing, and by which name a cell is called."""

import datetime
import zoneinfo

import numpy as np
import pytest
import shapely

from geo.crs import DEGREES, reproject
from geo.layers.importing import FeatureRow
from participation.crossings.inputs import felt_of, measured_of, method_of
from participation.crossings.models import ReleasedCell
from participation.crossings.naming import names_shown
from participation.crossings.releasing import compute_live, publish_release
from participation.perception.models import Perception
from tests.factories import make_dataset, make_felt_question, make_indicator, make_layer
from tests.participation.crossings.world import (
    SOUTH_M,
    SRID,
    WEST_M,
    answer,
    cell_at,
    make_crossing,
    make_noise_map,
    make_people,
    make_town,
    make_walks,
)

pytestmark = pytest.mark.django_db
PLACE = (300.0, 700.0)


def test_words_of_a_scale_count_as_much_as_they_should():
    town = make_town()
    crossing = make_crossing(town, question=make_felt_question(town, scale="1-5"), cell_edge_m=200)
    answer(crossing.question, np.tile(PLACE, (20, 1)), [5] * 5 + [4] * 5 + [2] * 10)
    cell = cell_at(compute_live(crossing), *PLACE)
    assert (cell.n, cell.k, cell.share) == (20, 7.0, 0.35)


def test_only_what_counts_goes_in():
    crossing = make_crossing()
    answer(crossing.question, [PLACE] * 3, 9)
    answer(crossing.question, [PLACE], 9, visibility="withdrawn")
    answer(crossing.question, [(-300.0, 700.0)], 9)
    elsewhere = answer(crossing.question, [PLACE], 9)
    Perception.objects.filter(pk=elsewhere[0].pk).update(context="passing")
    assert len(felt_of(crossing).answers.hits) == 3


def test_somebody_who_answers_again_counts_with_the_latest_answer():
    crossing = make_crossing(cell_edge_m=200)
    people = make_people(1)
    for day, value in ((1, 9), (3, 2), (2, 10)):
        given = datetime.datetime(2026, 5, day, 10, tzinfo=datetime.UTC)
        answer(crossing.question, [PLACE], value, people, given_at=given)
    cell = cell_at(compute_live(crossing), *PLACE)
    assert (cell.n, cell.k) == (1, 0)


def test_hours_are_those_of_the_place_and_flags_do_not_count():
    night = datetime.datetime(2026, 7, 1, 23, 30, tzinfo=zoneinfo.ZoneInfo("Europe/Paris"))
    dataset = make_walks([PLACE] * 3, [55, 57, 500], ["ada/1", "ada/2", "bo/1"], night)
    crossing = make_crossing(dataset=dataset, cell_edge_m=200)
    values = measured_of(crossing)
    assert set(values.hours % 24) == {23} and values.values.size == 2
    assert len(set(values.sessions)) == 2 and len(set(values.devices)) == 1
    assert cell_at(compute_live(crossing), *PLACE).source == "night"


def test_classes_follow_the_indicator_that_the_level_is():
    for key in ("lden", "lday", "levening", "lnight"):
        make_indicator(key)  # there again where a test emptied tables
    crossing = make_crossing(dataset=make_walks([PLACE], [60], ["a/1"]))
    thresholds = method_of(crossing).thresholds
    assert thresholds["lden"] == (53, 68) and thresholds["day"] == thresholds["laeq"] == (55, 70)
    heat = make_dataset(indicator=make_indicator("temperature"), instrument="", uncertainty_db=0.5)
    method = method_of(make_crossing(dataset=heat))
    assert method.thresholds == {"temperature": (25, 30)} and np.isinf(method.rules.u_max_db)
    assert not method.instrument.is_energetic


def street(name):
    line = shapely.LineString([(WEST_M, SOUTH_M + 700), (WEST_M + 1500, SOUTH_M + 700)])
    return [
        FeatureRow(reproject(line, SRID, DEGREES), {"highway": "residential", "name": name}, "w", 7)
    ]


def test_a_name_is_copied_only_from_a_layer_that_may_be_copied():
    crossing = make_crossing(dataset=make_noise_map(), cell_edge_m=200)
    answer(crossing.question, np.tile(PLACE, (20, 1)), [9, 2] * 10)
    make_layer(street("Rue d’ailleurs"))
    release = publish_release(crossing)
    assert not ReleasedCell.objects.exclude(place_name="").exists()
    cell = cell_at(release, *PLACE)
    names = names_shown(crossing, [cell])
    assert names.by_cell == {(cell.i, cell.j): "Rue d’ailleurs"}
    assert [credit.licence for credit in names.credits] == ["ODbL 1.0"]
    make_layer(street("Rue d’ici"), licence="etalab-2.0", attribution="Ville")
    live = compute_live(crossing)
    assert cell_at(live, *PLACE).place_name == "Rue d’ici"
    assert names_shown(crossing, [cell_at(live, *PLACE)]).credits == []
