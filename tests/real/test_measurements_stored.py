"""Real files of noise, stored as the pages store them."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.analysis.levels import energetic_mean
from geo.measurements.bringing import bring_in
from geo.measurements.models import MeasuredArea, Measurement
from geo.measurements.reading.recognising import recognise_all
from geo.measurements.reading_back import bands_of, samples_of
from geo.measurements.reporting import rows_in
from tests.factories import make_dataset, make_indicator

NOISE = Path(__file__).resolve().parents[3] / "shared" / "data" / "noise"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not NOISE.exists(), reason="no ../shared/data/noise on this machine"),
]


def stored(*names, indicator="laeq", **changes):
    files = [(Path(name).name, NOISE / name) for name in names]
    dataset = make_dataset(indicator=make_indicator(indicator), **changes)
    found = recognise_all(files, indicator=indicator)
    assert found.indicator == indicator
    return bring_in(dataset, files, found.choices)


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


def test_uploads_of_three_phones_are_one_version_whose_report_tells_them_apart():
    walks = ("a23261b3-b569-4363-95be-e5578d694238", "f720018a-a5db-4859-bd7d-377d29356c6f",
             "f7ff7498-ddfd-46a3-ab17-36a96c01ba1b")  # fmt: skip
    version = stored(*(f"noisecapture/track_{walk}.zip" for walk in walks))
    samples = samples_of(Measurement.objects.counted(version), "Europe/Paris")
    assert (version.count, len(np.unique(samples.device))) == (713, 3)
    found = Counter((file, code) for file, _row, _sort, code in rows_in(version.report))
    assert found == {(0, "uncertain_place"): 3, (1, "no_place"): 6, (2, "no_place"): 21}


def test_the_sensors_of_geneva_are_stored_from_the_tables_as_they_came():
    folder = NOISE / "geneva-sensors"
    tables = sorted(path.relative_to(NOISE) for path in folder.rglob("*.csv"))
    assert len(tables) == 8  # seven sensors, and where they stand
    version = stored(*map(str, tables), instrument="class_2", time_zone="Europe/Zurich")
    samples = samples_of(Measurement.objects.counted(version), "Europe/Zurich")
    assert version.count == 35 and len(np.unique(samples.session)) == 7
    assert set(samples.hour) == {8, 9} and set(samples.seconds) == {900}  # 06:30 UTC in summer
    assert ((samples.lon > 6.1) & (samples.lon < 6.16) & (samples.lat > 46.19)).all()


MAPS = {
    "airportsInAgglomeration_Lden": {55: 1, 60: 1, 65: 1, 70: 1, 75: 5},
    "airportsInAgglomeration_Lnight": {50: 1, 55: 1, 60: 5, 65: 3, 70: 2},
    "industryInAgglomeration_Lden": {55: 864, 60: 731, 65: 906, 70: 240, 75: 67},
    "railwaysInAgglomeration_Lden": {55: 3909, 60: 2292, 65: 1323, 70: 819, 75: 715},
}
HOLES = {"industryInAgglomeration_Lden": 1629, "railwaysInAgglomeration_Lden": 1780}


@pytest.mark.parametrize("name", MAPS)
def test_the_maps_of_bordeaux_are_stored_whole_and_in_degrees(name):
    indicator = name.rpartition("_")[2].lower()
    version = stored(f"bordeaux-END-{name}.shp.zip", indicator=indicator, instrument="modelled")
    bands = bands_of(MeasuredArea.objects.filter(version=version))
    assert Counter(bands.low) == MAPS[name] and version.count == version.report["kept"]
    assert set(bands.low[np.isnan(bands.high)]) == {max(MAPS[name])}
    assert set((bands.high - bands.low)[~np.isnan(bands.high)]) == {5}
    assert shapely.box(-1.0, 44.6, -0.3, 45.1).covers(
        shapely.box(*shapely.total_bounds(bands.geometry))
    )
    rings = sum(len(part.interiors) for part in shapely.get_parts(bands.geometry))
    assert rings == HOLES.get(name, rings) and not version.report["repaired"]["total"]


def test_what_was_repaired_in_the_invalid_map_of_the_gironde_is_told():
    name = "gironde-END-rail-over-limit-Lden.shp.zip"
    version = stored(name, indicator="lden", instrument="modelled")
    told = [(row, sort, code) for _file, row, sort, code in rows_in(version.report)]
    assert told == [(row, "repaired", "crossed_itself") for row in (1, 2, 3, 4)]
    bands = bands_of(MeasuredArea.objects.filter(version=version))
    assert bands.low.tolist() == [73] * 4 and np.isnan(bands.high).all()
    assert shapely.is_valid(bands.geometry).all()
    assert shapely.box(-1.3, 44.1, 0.4, 45.6).covers(
        shapely.box(*shapely.total_bounds(bands.geometry))
    )
