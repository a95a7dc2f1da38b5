"""A file of measurements becomes a version when it is whole; the report says what became of rows."""

import datetime

import pytest
import shapely

from geo.measurements.models import DatasetVersion, MeasuredArea, Measurement
from geo.measurements.records import Band, Measured, NextFile, Rejected
from geo.measurements.reporting import is_told_whole, rows_in
from geo.measurements.storing import FileDetails, NothingMeasured, store_dataset_version
from tests.factories import make_dataset

pytestmark = pytest.mark.django_db
DETAILS = FileDetails("mesures.csv", "0" * 64)
NEW_YEAR = datetime.datetime(2025, 12, 31, 23, 30, tzinfo=datetime.UTC)


def measured(row=1, value=60.0, **changes):
    return Measured(row, 8.35, 43.45, value, **changes)


def band(row=1, low=55, high=60, **changes):
    return Band(row, shapely.box(8, 43, 8.1, 43.1), low, high, **changes)


def stored(records, dataset=None, details=DETAILS, **options):
    return store_dataset_version(dataset or make_dataset(), records, details, **options)


def test_a_value_is_stored_with_all_that_is_known_of_it():
    record = measured(started_at=NEW_YEAR, seconds=10, session="walk 1", background=51.5)
    one = stored([record]).measurements.get()
    assert (one.place.coords, one.value, one.started_at) == ((8.35, 43.45), 60.0, NEW_YEAR)
    assert (one.seconds, one.session, one.background) == (10, "walk 1", 51.5)


def test_days_are_those_of_the_place_not_of_london():
    version = stored([measured(started_at=NEW_YEAR)])
    assert version.measured_from == version.measured_to == datetime.date(2026, 1, 1)


def test_a_file_that_says_no_moment_keeps_the_dates_that_were_given():
    day = datetime.date(2022, 1, 1)
    version = stored([measured()], details=FileDetails("a.csv", measured_from=day))
    assert (version.measured_from, version.measured_to) == (day, None)


def test_a_version_stands_under_the_licence_of_its_dataset_on_that_day():
    dataset = make_dataset(licence="CC0-1.0", attribution="Bruitparif")
    version = stored([measured()], dataset)
    assert (version.licence, version.attribution) == ("CC0-1.0", "Bruitparif")
    assert dataset.current == version and version.is_complete


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"background": 61.0}, "background_above_value"),
        ({"value": 150}, "impossible_value"),
        ({"seconds": 0}, "no_duration"),
    ],
)
def test_an_impossible_row_is_kept_and_never_counted(more, reason):
    version = stored([measured(flags=(reason,), **more), measured(row=2)])
    flagged = version.measurements.get(is_flagged=True)
    assert flagged.reason == reason
    assert Measurement.objects.counted(version).count() == version.count == 1
    assert version.report["flagged"]["by"] == {reason: 1}


def test_the_report_says_which_rows_were_not_taken_over_and_why():
    records = [Rejected(2, "no_place", {"lat": "n/a"}), measured(3), Rejected(4, "no_value")]
    report = stored(records).report
    assert (report["read"], report["kept"], report["rejected"]["total"]) == (3, 1, 2)
    assert report["rejected"]["first"][0] == {
        "file": 0, "row": 2, "reasons": ["no_place"], "values": {"lat": "n/a"},
    }  # fmt: skip
    assert list(rows_in(report)) == [(0, 2, "rejected", "no_place"), (0, 4, "rejected", "no_value")]


def test_of_many_rejected_rows_all_numbers_are_kept_and_a_few_cells():
    many = [Rejected(row, "no_place", {"lat": "n/a"}) for row in range(1, 5001)]
    report = stored([*many, measured(5001)]).report
    assert len(report["rejected"]["first"]) == 200
    assert len(list(rows_in(report))) == 5000 and is_told_whole(report)
    assert report["rejected"]["runs"] == {"no_place": [[0, 1, 5000]]}


def test_several_files_are_one_version_and_their_rows_are_told_apart():
    records = [
        NextFile("a.csv"),
        Rejected(2, "no_place"),
        NextFile("b.csv"),
        Rejected(2, "no_place"),
    ]
    report = stored([*records, measured(3)]).report
    assert report["files"] == ["a.csv", "b.csv"]
    assert [row[:2] for row in rows_in(report)] == [(0, 2), (1, 2)]


def test_bands_are_stored_with_their_repairs_told():
    version = stored([band(repairs=("crossed_itself",)), band(2, 75, None)])
    assert version.form == "areas" and version.count == 2
    assert [str(one) for one in version.areas.order_by("pk")] == ["55–60", "75–"]
    assert version.report["repaired"]["by"] == {"crossed_itself": 1}
    assert version.areas.first().geometry.geom_type == "MultiPolygon"


@pytest.mark.parametrize(
    "rows", [[], [Rejected(1, "no_place")], [measured(flags=("impossible_value",))]]
)
def test_a_file_without_a_row_that_counts_never_replaces_what_is_in_force(rows):
    dataset = make_dataset()
    version = stored([measured()], dataset)
    with pytest.raises(NothingMeasured) as refusal:
        stored(rows, dataset)
    dataset.refresh_from_db()
    assert dataset.current == version and DatasetVersion.objects.count() == 1
    assert refusal.value.report["read"] == len(rows)


def test_a_reading_that_breaks_changes_nothing():
    def breaking():
        yield measured()
        raise OSError("the file ends here")

    with pytest.raises(OSError, match="ends here"):
        stored(breaking())
    assert not DatasetVersion.objects.exists() and not Measurement.objects.exists()


def test_the_version_before_is_kept_and_older_ones_go():
    dataset = make_dataset()
    versions = [stored([measured()], dataset) for _turn in range(3)]
    assert set(dataset.versions.all()) == set(versions[1:])
    assert Measurement.objects.count() == 2


def test_the_version_in_force_is_never_forgotten_even_where_it_is_the_oldest():
    dataset = make_dataset()
    oldest, _middle = (stored([measured()], dataset) for _turn in range(2))
    type(dataset).objects.filter(pk=dataset.pk).update(current=oldest)
    stored([measured()], dataset)
    assert dataset.versions.count() == 2


def test_progress_is_told_batch_by_batch(monkeypatch):
    monkeypatch.setattr("geo.measurements.storing.BATCH", 2)
    told = []
    stored(
        (measured(row) for row in range(5)),
        details=FileDetails("a.csv", expected=5),
        progress=lambda *counts: told.append(counts),
    )
    assert told == [(2, 5), (4, 5), (5, 5)]


def test_deleting_a_dataset_leaves_nothing_of_it():
    dataset = make_dataset()
    stored([measured()], dataset)
    stored([band()], dataset)
    dataset.delete()
    assert not Measurement.objects.exists() and not MeasuredArea.objects.exists()
