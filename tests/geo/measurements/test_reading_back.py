"""Measurements come back as flat arrays, in local time, without what is flagged."""

import datetime

import numpy as np
import pytest
import shapely

from geo.measurements.models import MeasuredArea, Measurement
from geo.measurements.reading_back import bands_of, samples_of
from geo.measurements.records import Band, Measured
from geo.measurements.storing import FileDetails, store_dataset_version
from geo.perimeters.conversion import to_django
from tests.factories import make_dataset

pytestmark = pytest.mark.django_db
PORT = to_django(shapely.box(8.3, 43.4, 8.4, 43.5))


def stored(records, **changes):
    return store_dataset_version(make_dataset(**changes), records, FileDetails("a.csv"))


def samples(records, **changes):
    version = stored(records, **changes)
    return samples_of(Measurement.objects.counted(version).within(PORT), version.dataset.time_zone)


def at(hour, minute=0, **changes):
    moment = datetime.datetime(2026, 6, 30, hour, minute, tzinfo=datetime.UTC)
    return Measured(1, 8.35, 43.45, 60.0, started_at=moment, **changes)


def test_hours_and_days_are_local():
    found = samples([at(21, 59), at(22), at(4)])
    assert found.hour.tolist() == [23, 0, 6]
    assert np.diff(found.day).tolist() == [1, -1]


def test_sessions_are_numbers_and_the_unknown_ones_are_told_apart():
    names = ["b", "a", "", "b"]
    assert samples([at(8, session=name) for name in names]).session.tolist() == [0, 1, -1, 0]


def test_what_nobody_knows_is_no_number():
    found = samples([Measured(1, 8.35, 43.45, 61.5)])
    assert np.isnan(found.seconds).all() and np.isnan(found.background).all()
    assert (found.hour.tolist(), found.day.tolist()) == ([-1], [-1])
    assert (found.lon[0], found.lat[0], found.value[0]) == (8.35, 43.45, 61.5)


def test_flagged_values_and_those_elsewhere_do_not_come():
    flagged, elsewhere = (
        at(8, background=70.0, flags=("background_above_value",)),
        Measured(2, 9, 43.45, 60),
    )
    assert len(samples([flagged, elsewhere, at(9)]).value) == 1


def test_without_any_measurement_arrays_are_empty():
    assert samples([Measured(2, 9, 43.45, 60)]).value.shape == (0,)


def test_bands_come_back_as_shapes_open_above_without_a_number():
    square, far = shapely.box(8.35, 43.45, 8.36, 43.46), shapely.box(9, 44, 9.1, 44.1)
    version = stored([Band(1, square, 70, None), Band(2, square, 55, 60), Band(3, far, 55, 60)])
    found = bands_of(MeasuredArea.objects.filter(version=version).within(PORT))
    assert found.low.tolist() == [70, 55]
    assert np.isnan(found.high[0]) and found.high[1] == 60
    assert shapely.equals(found.geometry, square).all()


def test_without_any_band_arrays_are_empty():
    assert bands_of(MeasuredArea.objects.none()).geometry.shape == (0,)
