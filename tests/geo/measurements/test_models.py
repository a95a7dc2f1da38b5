"""Indicators are data; what the database holds of measurements, whoever writes."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from geo.analysis.levels import INSTRUMENTS, SCHEMES
from geo.measurements.indicators import Indicator
from geo.measurements.models import Dataset, DatasetVersion, MeasuredArea, Measurement
from geo.measurements.words import INSTRUMENT_NAMES, SCHEME_NAMES
from tests.factories import MEASUREMENTS, geometry, make_dataset, make_indicator

pytestmark = pytest.mark.django_db


def make_version(**changes):
    values = {"file_name": "a.csv", "form": "points", "count": 1} | changes
    return DatasetVersion.objects.create(dataset=make_dataset(), **values)


def refused(model, **values):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**values)


@pytest.fixture
def new_service():
    """What the migrations add: tests that empty tables leave none of it."""
    for one in json.loads((MEASUREMENTS / "indicators.json").read_text()):
        make_indicator(one["key"])


def test_a_new_service_knows_noise_and_three_other_things_to_measure(new_service):
    means = dict(Indicator.objects.values_list("key", "averaging"))
    noise = {"laeq", "lday", "levening", "lnight", "lden"}
    assert noise < means.keys() and {"temperature", "utci", "pm25", "no2", "lux"} < means.keys()
    assert {key for key, mean in means.items() if mean == "energetic"} == noise


def test_every_indicator_has_three_names_and_says_where_its_thresholds_come_from(new_service):
    for indicator in Indicator.objects.all():
        assert indicator.names.keys() == {"fr", "it", "en"}
        assert all(low < high for low, high in indicator.thresholds.values())
        assert indicator.sources.keys() == {"fr", "it", "en"}


def test_an_indicator_is_called_as_the_reader_speaks():
    with override("it"):
        assert make_indicator("lnight").name == "Livello notturno (Lnight)"
    with override("fr"):
        assert make_indicator("mine", names={"en": "Odour"}).name == "Odour"


def test_thresholds_are_those_of_the_source_or_else_of_any():
    lden = make_indicator("lden")
    assert lden.thresholds_for("rail") == [54, 73]
    assert lden.thresholds_for("industry") == lden.thresholds_for("") == [53, 68]
    assert make_indicator("mine").thresholds_for("road") == []


def test_instruments_and_periods_are_those_that_the_analysis_knows():
    assert {key for key, _name in INSTRUMENT_NAMES} == {*INSTRUMENTS, ""}
    assert {key for key, _name in SCHEME_NAMES} == {*SCHEMES}


def test_what_is_known_of_an_instrument_outweighs_its_class():
    assert make_dataset(instrument="class_1").calibration_db == 0.7
    assert make_dataset(instrument="class_1", uncertainty_db=1.1).calibration_db == 1.1


@pytest.mark.parametrize(
    "changes",
    [
        {"source": "sea"},
        {"period_scheme": "DE"},
        {"instrument": "ear"},
        {"instrument": "", "uncertainty_db": None},
        {"uncertainty_db": -1},
    ],
)
def test_the_database_refuses_a_dataset(changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_dataset(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"value": float("nan")},
        {"value": float("inf")},
        {"seconds": 0},
        {"is_flagged": True},
        {"reason": "background"},
        {"place": geometry("POINT EMPTY")},
    ],
)
def test_the_database_refuses_a_measurement(changes):
    version = make_version()
    refused(
        Measurement, **{"version": version, "place": geometry("POINT(8 43)"), "value": 60} | changes
    )


BOW = "MULTIPOLYGON(((8 43, 8.1 43.1, 8.1 43, 8 43.1, 8 43)))"


@pytest.mark.parametrize("changes", [{"high": 55}, {"high": 54}, {"geometry": geometry(BOW)}])
def test_the_database_refuses_a_band(changes):
    square = geometry("MULTIPOLYGON(((8 43, 8.1 43, 8.1 43.1, 8 43)))")
    refused(MeasuredArea, **{"version": make_version(), "geometry": square, "low": 55} | changes)


def test_a_version_that_is_complete_is_not_empty():
    refused(DatasetVersion, dataset=make_dataset(), form="points", is_complete=True)


def test_a_dataset_goes_with_all_its_versions():
    version = make_version()
    Dataset.objects.filter(pk=version.dataset.pk).update(current=version)
    version.dataset.delete()
    assert not DatasetVersion.objects.exists()
