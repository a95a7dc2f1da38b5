"""Files of measured noise of the shared data are read, with exact counts, or refused by name; noise
maps are read where they are stored (test_measurements_stored.py)."""

import datetime
import json
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from geo.analysis.levels import energetic_mean
from geo.files.refusals import FileCode
from geo.measurements.reading.choices import Choices, Kind, Refused
from geo.measurements.reading.files import read
from geo.measurements.reading.recognising import recognise
from geo.measurements.reading.tracks import track_facts
from geo.measurements.records import Measured, NextFile, Rejected

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "noise"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"{DATA} is not there")
NANTES = "nantes-2019-measured-and-perceived.geojson"


def recognised(path, **more):
    """The rows of a file, read as it was recognised."""
    return list(read(path, recognise(path, **more).choices))


def kept(rows):
    return [one for one in rows if not isinstance(one, Rejected)]


def reasons(rows):
    return Counter(one.reason_code for one in rows if isinstance(one, Rejected))


def test_nantes_is_read_with_two_impossible_rows_and_nine_empty_ones():
    rows = recognised(DATA / NANTES)
    assert (len(rows), reasons(rows)) == (479, {"no_value": 9})
    flagged = [one for one in kept(rows) if one.flags]
    assert [(one.row, one.flags) for one in flagged] == [
        (36, ("background_above_value",)),
        (37, ("background_above_value",)),
    ]


def test_nantes_has_the_energy_mean_and_the_correlation_that_are_known():
    rows = kept(recognised(DATA / NANTES))
    features = json.loads((DATA / NANTES).read_text())["features"]
    loud = [features[one.row - 1]["properties"]["Nois"] for one in rows]
    levels = [one.value for one in rows]
    assert energetic_mean(levels) == pytest.approx(77.8, abs=0.05)
    assert np.mean(levels) == pytest.approx(70.1, abs=0.05)
    assert np.corrcoef(levels, loud)[0, 1] == pytest.approx(0.37, abs=0.005)
    assert len({(one.lon, one.lat) for one in rows}) <= 283


def test_a_track_is_484_seconds_of_one_walk():
    path = DATA / "noisecapture-lyon-track.geojson"
    found = recognise(path)
    rows = list(read(path, found.choices))
    assert (found.choices.value, found.choices.seconds, found.doubts) == ("leq_mean", 1, ())
    assert (len(kept(rows)), {one.session for one in rows}) == (484, {path.stem})
    assert rows[0].started_at == datetime.datetime(2017, 9, 29, 16, 57, 15, 783000, datetime.UTC)
    assert not any(one.flags for one in rows)


@pytest.mark.parametrize(
    ("name", "count", "without_place", "flagged", "leq_mean", "pleasantness"),
    [
        ("track_a23261b3-b569-4363-95be-e5578d694238.zip", 218, 0, 3, 64.77, None),
        ("track_f720018a-a5db-4859-bd7d-377d29356c6f.zip", 438, 6, 0, 71.26, None),
        ("track_f7ff7498-ddfd-46a3-ab17-36a96c01ba1b.zip", 87, 21, 0, 72.94, 69),
    ],
)
def test_uploads_of_phones(name, count, without_place, flagged, leq_mean, pleasantness):
    path = DATA / "noisecapture" / name
    rows, facts = recognised(path), track_facts(path)
    assert (len(rows), reasons(rows)["no_place"]) == (count, without_place)
    assert sum(bool(one.flags) for one in kept(rows)) == flagged
    assert (facts.leq_mean, facts.pleasantness) == (leq_mean, pleasantness)
    assert len({one.session for one in kept(rows)}) == 1
    if not without_place:  # else the walk has seconds that the rows have not
        assert energetic_mean([one.value for one in rows]) == pytest.approx(leq_mean, abs=0.3)


def test_the_archive_that_is_cut_off_is_refused_with_its_name():
    path = DATA / "noisecapture" / "track_00a20ba7-35f7-4ac4-923b-9d43dd5348b8.zip"
    for attempt in (recognise, track_facts):
        with pytest.raises(Refused) as refused:
            attempt(path)
        assert refused.value.cause.code == FileCode.ARCHIVE_DAMAGED


@pytest.mark.parametrize("suffixes", [(".csv",), (".csv", ".geojson")])
def test_the_sensors_of_geneva_stand_in_geneva(tmp_path, suffixes):
    with zipfile.ZipFile(tmp_path / "geneva.zip", "w") as packed:
        for path in sorted((DATA / "geneva-sensors").rglob("*")):
            if path.suffix in suffixes:
                packed.write(path, path.relative_to(DATA))
    found = recognise(tmp_path / "geneva.zip")
    rows = list(read(tmp_path / "geneva.zip", found.choices))
    assert sum(isinstance(one, NextFile) for one in rows) == 7
    rows = [one for one in rows if not isinstance(one, NextFile)]
    assert (found.choices.srid, found.choices.seconds, found.choices.is_utc) == (2056, 900, True)
    assert Counter(one.session for one in rows) == dict.fromkeys(
        ["4a6", "51b", "57a", "582", "5c5", "649", "650"], 5
    )
    assert all(6.1 < one.lon < 6.16 and 46.19 < one.lat < 46.23 for one in rows)
    assert min(one.started_at for one in rows) == datetime.datetime(
        2024, 8, 25, 6, 30, tzinfo=datetime.UTC
    )


def test_what_was_felt_is_no_noise_map():
    found = recognise(DATA / "lorient-perceived-grid.geojson")
    assert (found.kind, found.choices.low, found.doubts) == (Kind.AREAS, "", ("value_unclear",))


def test_panelists_are_read_as_any_value_at_points():
    choices = Choices(way="file", value="Bru_Mean", least=1, most=11)
    rows = list(read(DATA / "paris13-cart-asur-perceived.geojson", choices))
    assert len(rows) == 204 and all(isinstance(one, Measured) and not one.flags for one in rows)
    assert len({(one.lon, one.lat) for one in rows}) == 31
