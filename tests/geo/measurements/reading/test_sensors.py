"""Fixed sensors: places in one table of an archive, readings in others."""

import subprocess  # noqa: S404 - a module of ours, seen from outside
import sys
from dataclasses import replace

import pytest
from django.utils.translation import override

from geo.measurements.reading.choices import Choices, Kind, Refused
from geo.measurements.reading.files import read_all
from geo.measurements.reading.recognising import recognise_all
from geo.measurements.reading.sensors import read_sensors
from geo.measurements.reading.sentences import explain_refusal
from geo.measurements.records import NextFile
from tests.geo.measurements.reading.samples import archive, write

PLACES = "id,geom\na1,POINT Z(2499748.01 1118023.65 4)\nb2,POINT Z(2497926.51 1119715.70 4)\nc3,\n"
A1 = "id,epoch,leq,temp\na1,1724567400,40.6,10\na1,1724568300,,18\n"
B2 = "id,epoch,leq,temp\nb2,1724567400,61.9,10\nx9,1724567400,60,11\nc3,1724567400,60,11\n"
CHOICES = Choices(
    kind=Kind.SENSORS, way="wkt", srid=2056, place_columns=("geom",), value="leq", date="epoch",
    date_order="epoch", seconds=900, stations="places.csv", station_key="id", station="id",
)  # fmt: skip


def told(tmp_path, choices=CHOICES, **files):
    return list(read_sensors(archive(tmp_path, **files), choices))


def rows(tmp_path, choices=CHOICES, **files):
    return [one for one in told(tmp_path, choices, **files) if not isinstance(one, NextFile)]


def loose(tmp_path, **files):
    """The same files as they are, sent at once."""
    names = {name.replace("__", "."): content for name, content in files.items()}
    return [(name, write(tmp_path, name, content)) for name, content in names.items()]


def test_readings_stand_where_their_sensor_does(tmp_path):
    found = rows(tmp_path, places__csv=PLACES, a1__csv=A1, b2__csv=B2)
    assert [getattr(one, "value", None) for one in found] == [40.6, None, 61.9, None, None]
    assert (found[0].lon, found[0].lat) == pytest.approx((6.139, 46.2022), abs=0.02)
    assert (found[0].session, found[0].seconds) == ("a1", 900)


def test_a_reading_that_is_rejected_names_its_file(tmp_path):
    found = told(tmp_path, places__csv=PLACES, a1__csv=A1, b2__csv=B2)
    assert (found[0], found[3]) == (NextFile("a1.csv"), NextFile("b2.csv"))
    empty, stranger, placeless = (found[at] for at in (2, 5, 6))
    assert (empty.row, empty.reason_code) == (3, "no_value")
    assert (stranger.reason_code, stranger.values["value"]) == ("unknown_station", "x9")
    assert placeless.reason_code == "unknown_station"


def test_a_table_without_values_is_left_out_and_said(tmp_path):
    found = rows(tmp_path, places__csv=PLACES, a1__csv=A1, notes__csv="who,what\nme,hello\n")
    assert [getattr(one, "reason_code", "") for one in found] == ["", "no_value", "not_readings"]


def test_rows_may_say_themselves_where_they_are(tmp_path):
    choices = replace(
        CHOICES, stations="", station="", way="two", srid=4326, place_columns=("lon", "lat"),
        date="", session="id",
    )  # fmt: skip
    found = rows(
        tmp_path,
        choices,
        a__csv="id,lon,lat,leq\na,8,43,60\n",
        b__csv="id,lon,lat,leq\nb,8,43,61\n",
    )
    assert [(one.value, one.session) for one in found] == [(60, "a"), (61, "b")]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"stations": "nowhere.csv"}, "no_stations"),
        ({"station_key": "name"}, "unknown_column"),
        ({"station": ""}, "no_stations"),
        ({"value": "loudness"}, "no_readings"),
        ({"date": "when"}, "unknown_column"),
    ],
)
def test_choices_that_do_not_fit_are_refused(tmp_path, changes, code):
    with pytest.raises(Refused) as refused:
        rows(tmp_path, replace(CHOICES, **changes), places__csv=PLACES, a1__csv=A1)
    assert refused.value.code == code


@pytest.mark.parametrize("first", ["places__csv", "a1__csv"])
def test_sensors_and_their_places_may_be_sent_as_they_are(tmp_path, first):
    files = {"places__csv": PLACES, "a1__csv": A1, "b2__csv": B2}
    sent = loose(tmp_path, **{first: files.pop(first)}, **files)
    found = recognise_all(sent, indicator="laeq")
    assert (found.kind, found.choices.stations) == (Kind.SENSORS, "places.csv")
    assert found.doubts == ("system_guessed",)
    records = list(read_all(sent, found.choices))
    assert [getattr(one, "value", None) for one in records if not isinstance(one, NextFile)] == [
        40.6, None, 61.9, None, None,
    ]  # fmt: skip
    assert NextFile("b2.csv") in records


def test_tables_without_any_place_are_asked_about(tmp_path):
    found = recognise_all(loose(tmp_path, a1__csv=A1, b2__csv=B2), indicator="laeq")
    assert (found.kind, found.doubts) == (Kind.POINTS, ("place_unclear",))


def test_the_one_of_several_files_that_is_not_read_is_named(tmp_path):
    files = loose(tmp_path, a__csv="lon,lat,leq\n8,43,60\n", b__csv="lon,lat,lden\n8,43,61\n")
    choices = Choices(way="two", place_columns=("lon", "lat"), value="leq")
    with pytest.raises(Refused) as refused:
        list(read_all(files, choices))
    with override("en"):
        assert explain_refusal(refused.value).startswith("“b.csv”: The file has no column “leq”")


def test_the_child_that_unpacks_archives_imports_nothing_heavy():
    asked = "import sys, geo.measurements.reading.bundles; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)  # noqa: S603
    assert not {b"django", b"numpy", b"shapely", b"pyproj"} & set(loaded.stdout.split())
