"""Every file of measured noise of the shared data is read, with exact counts, or refused by name."""

import datetime
import json
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.analysis.levels import energetic_mean
from geo.files.refusals import FileCode
from geo.measurements.reading.choices import Choices, Kind, Refused
from geo.measurements.reading.files import read
from geo.measurements.reading.recognising import recognise
from geo.measurements.reading.tracks import track_facts
from geo.measurements.records import Band, Measured, Rejected

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
    assert (found.choices.srid, found.choices.seconds, found.choices.is_utc) == (2056, 900, True)
    assert Counter(one.session for one in rows) == dict.fromkeys(
        ["4a6", "51b", "57a", "582", "5c5", "649", "650"], 5
    )
    assert all(6.1 < one.lon < 6.16 and 46.19 < one.lat < 46.23 for one in rows)
    assert min(one.started_at for one in rows) == datetime.datetime(
        2024, 8, 25, 6, 30, tzinfo=datetime.UTC
    )


@pytest.mark.parametrize(
    ("name", "srid", "indicator", "counts"),
    [
        ("airportsInAgglomeration_Lden", 3945, "lden", {55: 1, 60: 1, 65: 1, 70: 1, 75: 5}),
        ("airportsInAgglomeration_Lnight", 3945, "lnight", {50: 1, 55: 1, 60: 5, 65: 3, 70: 2}),
        ("industryInAgglomeration_Lden", 3945, "lden", {55: 864, 60: 731, 65: 906, 70: 240, 75: 67}),
        (
            "railwaysInAgglomeration_Lden", 3945, "lden",
            {55: 3909, 60: 2292, 65: 1323, 70: 819, 75: 715},
        ),
    ],
)  # fmt: skip
def test_the_noise_maps_of_bordeaux(name, srid, indicator, counts):
    path = DATA / f"bordeaux-END-{name}.shp.zip"
    found = recognise(path)
    assert (found.kind, found.choices.srid, found.indicator) == (Kind.AREAS, srid, indicator)
    rows = list(read(path, found.choices))
    assert Counter(one.low for one in rows) == counts
    assert all(one.high == one.low + 5 or one.high is None for one in rows)
    assert {one.low for one in rows if one.high is None} == {max(counts)}
    _are_sound(rows, (-1.0, 44.6, -0.3, 45.1))
    assert not any(one.repairs for one in rows)


def test_the_railways_of_gironde_are_put_right_and_over_their_limit():
    path = DATA / "gironde-END-rail-over-limit-Lden.shp.zip"
    rows = recognised(path)
    assert [(one.low, one.high, one.repairs) for one in rows] == [
        (73, None, ("crossed_itself",))
    ] * 4
    _are_sound(rows, (-1.3, 44.1, 0.4, 45.6))


def _are_sound(rows, box):
    shapes = [one.geometry for one in rows]
    assert all(isinstance(one, Band) for one in rows) and shapely.is_valid(shapes).all()
    assert shapely.box(*box).covers(shapely.box(*shapely.total_bounds(shapes)))


def test_what_was_felt_is_no_noise_map():
    found = recognise(DATA / "lorient-perceived-grid.geojson")
    assert (found.kind, found.choices.low, found.doubts) == (Kind.AREAS, "", ("value_unclear",))


def test_panelists_are_read_as_any_value_at_points():
    choices = Choices(way="file", value="Bru_Mean", least=1, most=11)
    rows = list(read(DATA / "paris13-cart-asur-perceived.geojson", choices))
    assert len(rows) == 204 and all(isinstance(one, Measured) and not one.flags for one in rows)
    assert len({(one.lon, one.lat) for one in rows}) == 31
