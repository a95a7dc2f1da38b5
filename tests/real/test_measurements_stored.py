"""Real files of noise, stored as the pages store them."""

from pathlib import Path

import numpy as np
import pytest

from geo.analysis.levels import energetic_mean
from geo.measurements.bringing import bring_in
from geo.measurements.models import MeasuredArea, Measurement
from geo.measurements.reading.recognising import recognise
from geo.measurements.reading_back import bands_of, samples_of
from tests.factories import make_dataset, make_indicator

NOISE = Path(__file__).resolve().parents[3] / "shared" / "data" / "noise"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not NOISE.exists(), reason="no ../shared/data/noise on this machine"),
]


def stored(name, indicator="laeq", **changes):
    path = NOISE / name
    dataset = make_dataset(indicator=make_indicator(indicator), **changes)
    found = recognise(path, name=name, indicator=indicator)
    return bring_in(dataset, [(name, path)], found.choices)


def test_nantes_is_stored_with_its_two_impossible_rows_set_aside():
    version = stored("nantes-2019-measured-and-perceived.geojson")
    assert version.report["flagged"]["by"] == {"background_above_value": 2}
    assert version.count + 2 + version.report["rejected"]["total"] == version.report["read"] == 479
    levels = samples_of(Measurement.objects.filter(version=version), "Europe/Paris").value
    assert energetic_mean(levels) == pytest.approx(77.8, abs=0.05)


def test_a_walk_in_lyon_comes_back_in_local_time():
    version = stored("noisecapture-lyon-track.geojson")
    samples = samples_of(Measurement.objects.counted(version), "Europe/Paris")
    assert set(np.unique(samples.hour)) <= {18, 19} and len(np.unique(samples.session)) == 1
    assert version.measured_from.isoformat() == "2017-09-29"


@pytest.mark.parametrize(
    ("name", "indicator", "kept"),
    [
        ("bordeaux-END-airportsInAgglomeration_Lnight.shp.zip", "lnight", 12),
        ("bordeaux-END-industryInAgglomeration_Lden.shp.zip", "lden", 2808),
        ("gironde-END-rail-over-limit-Lden.shp.zip", "lden", 4),
    ],
)
def test_official_maps_are_stored_whole_and_valid(name, indicator, kept):
    version = stored(name, indicator, instrument="modelled")
    bands = bands_of(MeasuredArea.objects.filter(version=version))
    assert version.count == len(bands.low) == kept


def test_what_was_repaired_in_the_invalid_map_of_the_gironde_is_told():
    version = stored("gironde-END-rail-over-limit-Lden.shp.zip", "lden", instrument="modelled")
    assert version.report["repaired"]["total"] == 4
