"""Rows of tables and of map files become values at points, or say why not."""

import datetime
import tracemalloc
from dataclasses import replace

import pytest

from geo.crs import DEGREES, reproject
from geo.measurements.reading.choices import Choices, Kind, Refused
from geo.measurements.reading.files import read
from geo.measurements.records import Measured, Rejected
from tests.geo.measurements.reading.samples import feature, geojson, point, write

import shapely  # isort: skip

TABLE = Choices(
    separator=";", way="two", place_columns=("lon", "lat"), value="LAeq", background="L90",
    date="jour", date_order="dmy", mark=",",
)  # fmt: skip
PLACES = Choices(way="file", value="leq")


def rows(tmp_path, text, choices=TABLE, encoding="utf-8"):
    return list(read(write(tmp_path, "mesures.csv", text, encoding), choices))


def test_a_french_table_is_read(tmp_path):
    text = "lon;lat;LAeq;L90;jour\n8,35;43,45;62,3;54,1;01/06/2026 14:05\n"
    (row,) = rows(tmp_path, text)
    at = datetime.datetime(2026, 6, 1, 12, 5, tzinfo=datetime.UTC)
    assert row == Measured(2, 8.35, 43.45, 62.3, at, background=54.1)


def test_separator_and_encoding_are_those_of_the_file(tmp_path):
    choices = replace(TABLE, separator="\t", encoding="utf-16", value="Durée")
    text = "lon\tlat\tDurée\tL90\tjour\n8,35\t43,45\t62,3\t\t\n"
    assert rows(tmp_path, text, choices, "utf-16")[0].value == 62.3


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("8,35;43,45;;54;", "no_value"),
        ("8,35;43,45;loud;54;", "unreadable_number"),
        ("8,35;43,45;62,3;quiet;", "unreadable_number"),
        ("8,35;43,45;62,3;54;31/06/2026 10:00", "unreadable_time"),
        (";;62,3;54;", "no_place"),
        ("0;0;62,3;54;", "zero_place"),
        ("8,35;here;62,3;54;", "unreadable_place"),
        ("843500;43,45;62,3;54;", "unreadable_place"),
        ("8,35;43,45;62,3", "wrong_width"),
    ],
)
def test_a_row_that_is_no_measurement_says_why(tmp_path, cells, code):
    found = rows(tmp_path, f"lon;lat;LAeq;L90;jour\n{cells}\n8,35;43,45;60;50;\n")
    assert [type(one) for one in found] == [Rejected, Measured]
    assert (found[0].row, found[0].reason_code) == (2, code)


def test_the_cell_at_fault_is_shown(tmp_path):
    (row,) = rows(tmp_path, "lon;lat;LAeq;L90;jour\n8,35;43,45;loud;54;\n")
    assert row.values == {"column": "LAeq", "value": "loud"}


@pytest.mark.parametrize(
    ("cells", "flags"),
    [
        ("54,1;68,1;", ("background_above_value",)),
        ("160;50;", ("impossible_value",)),
        ("-5;;", ("impossible_value",)),
        ("60;-9;", ("impossible_background",)),
        ("60;50;01/06/2126 10:00", ("in_the_future",)),
        ("60;50;", ()),
    ],
)
def test_what_cannot_be_is_flagged_and_kept(tmp_path, cells, flags):
    text = f"lon;lat;LAeq;L90;jour\n8,35;43,45;{cells}\n"
    (row,) = rows(tmp_path, text, replace(TABLE, least=0, most=140))
    assert isinstance(row, Measured) and row.flags == flags


def test_what_took_no_time_is_flagged(tmp_path):
    choices = replace(TABLE, seconds_column="durée")
    (row,) = rows(tmp_path, "lon;lat;LAeq;L90;jour;durée\n8,35;43,45;60;50;;0\n", choices)
    assert row.flags == ("no_duration",)


def test_a_place_that_is_too_uncertain_is_flagged(tmp_path):
    choices = replace(PLACES, accuracy="accuracy")
    path = geojson(
        tmp_path,
        feature(point(8.35, 43.45), leq=60, accuracy=4.5),
        feature(point(8.35, 43.45), leq=60, accuracy=64.5),
    )
    assert [one.flags for one in read(path, choices)] == [(), ("uncertain_place",)]


@pytest.mark.parametrize("srid", [2154, 3945, 32632, 2056])
def test_metric_coordinates_come_out_in_degrees(tmp_path, srid):
    there = reproject(shapely.Point(6.13, 46.2), DEGREES, srid)
    choices = Choices(separator=",", way="two", srid=srid, place_columns=("x", "y"), value="leq")
    (row,) = rows(tmp_path, f"x,y,leq\n{there.x:.2f},{there.y:.2f},61\n", choices)
    assert (row.lon, row.lat) == pytest.approx((6.13, 46.2), abs=1e-6)


@pytest.mark.parametrize(
    ("text", "srid"),
    [
        ("POINT Z(2499748.014 1118023.648 4)", 2056),
        ("POINT(2499748.014 1118023.648)", 2056),
        ("SRID=2056;POINT(2499748.014 1118023.648)", 4326),
        ("point (6.1415 46.2061)", 4326),
    ],
)
def test_wkt_is_read_in_its_system(tmp_path, text, srid):
    choices = Choices(separator=";", way="wkt", srid=srid, place_columns=("geom",), value="leq")
    content = f'geom;leq\n"{text}";61\n'
    (row,) = rows(tmp_path, content, choices)
    assert (row.lon, row.lat) == pytest.approx((6.1415, 46.2061), abs=0.02)


def test_degrees_that_are_called_metres_are_rejected(tmp_path):
    choices = Choices(separator=",", way="two", srid=2154, place_columns=("x", "y"), value="leq")
    assert rows(tmp_path, "x,y,leq\n8.35,43.45,61\n", choices)[0].reason_code == "not_in_metres"


def test_a_map_file_gives_points_with_heights_and_says_which_have_none(tmp_path):
    line = {"type": "LineString", "coordinates": [[8.3, 43.4], [8.4, 43.5]]}
    path = geojson(
        tmp_path,
        feature(point(8.35, 43.45, 12), leq=61.5),
        feature(point(8.35, 43.45, None), leq=62),
        feature(None, leq=60),
        feature(line, leq=60),
        feature(point(8.35, 143.45), leq=60),
        feature(point(8.35, 43.45), leq=None),
    )
    found = list(read(path, PLACES))
    assert [one.value for one in found[:2]] == [61.5, 62]
    assert [one.reason_code for one in found[2:]] == [
        "no_place", "not_a_point", "not_in_degrees", "no_value",
    ]  # fmt: skip


def test_a_whole_file_may_be_one_walk(tmp_path):
    choices = replace(PLACES, walk="walk", session="who", seconds=1)
    path = geojson(
        tmp_path, feature(point(8, 43), leq=60, who=""), feature(point(8, 43), leq=60, who="b")
    )
    assert [(one.session, one.seconds) for one in read(path, choices)] == [("walk", 1), ("b", 1)]


def test_day_and_hour_may_stand_apart(tmp_path):
    text = "lon;lat;LAeq;L90;jour;heure\n8,35;43,45;62;;01/06/2026;21:03\n"
    (row,) = rows(tmp_path, text, replace(TABLE, hour="heure"))
    assert row.started_at.astimezone(datetime.UTC).hour == 19


def test_machines_may_write_universal_time_without_saying_so(tmp_path):
    text = "lon;lat;LAeq;L90;jour\n8,35;43,45;62,3;54,1;01/06/2026 14:05\n"
    (row,) = rows(tmp_path, text, replace(TABLE, is_utc=True))
    assert row.started_at == datetime.datetime(2026, 6, 1, 14, 5, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"value": ""}, "no_value_column"),
        ({"way": "none"}, "no_place_columns"),
        ({"way": "file"}, "no_place_columns"),
        ({"value": "Leq"}, "unknown_column"),
        ({"zone": "Europe/Nowhere"}, "unknown_zone"),
        ({"zone": "../etc/passwd"}, "unknown_zone"),
    ],
)
def test_choices_that_do_not_fit_the_file_are_refused(tmp_path, changes, code):
    with pytest.raises(Refused) as refused:
        rows(tmp_path, "lon;lat;LAeq;L90;jour\n8;43;60;50;\n", replace(TABLE, **changes))
    assert refused.value.code == code


def test_choices_go_through_json_and_back():
    choices = replace(TABLE, kind=Kind.SENSORS, seconds=900.0)
    assert Choices.from_json(choices.as_json() | {"unknown": 1}) == choices


def test_a_hundred_thousand_rows_stay_out_of_memory(tmp_path):
    line = "8.35,43.45,61.5,2026-06-01T14:05:00Z\n"
    path = write(tmp_path, "long.csv", "lon,lat,leq,at\n" + line * 100_000)
    choices = Choices(
        separator=",", way="two", place_columns=("lon", "lat"), value="leq", date="at"
    )
    tracemalloc.start()
    assert sum(isinstance(one, Measured) for one in read(path, choices)) == 100_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000
