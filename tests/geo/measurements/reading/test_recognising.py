"""A file says what it is by what stands in it; a person only has to confirm."""

from pathlib import Path

import pytest

from geo.measurements.reading.choices import Kind, Refused
from geo.measurements.reading.files import read
from geo.measurements.reading.recognising import recognise
from geo.measurements.reading.systems import probable_system
from geo.measurements.records import Measured
from tests.geo.measurements.reading.samples import (
    archive,
    bow_tie,
    feature,
    geojson,
    second,
    square,
    track,
    write,
)

FRENCH = (
    "Balade;Date;Heure;Durée (s);LAeq dB(A);L90 dB(A);Longitude;Latitude\n"
    "B01;13/05/2025;21:03;180;62,3;54,3;8,342280;43,435070\n"
    "B01;13/05/2025;21:08;120;71,6;63,4;8,341352;43,435125\n"
)
PLACES = "id,geom\na1,POINT Z(2499748.01 1118023.65 4)\nb2,POINT Z(2497926.51 1119715.70 4)\n"
READINGS = (
    "id,epoch,leq,temp,timestamp\na1,1724567400,40.6,10,2024-08-25 06:30:00\n"
    "a1,1724568300,41.9,18,2024-08-25 06:45:00\na1,1724569200,42.0,18,2024-08-25 07:00:00\n"
)


def test_a_french_table_of_walks(tmp_path):
    found = recognise(write(tmp_path, "mesures.csv", FRENCH, "cp1252"))
    said = found.choices
    assert (found.kind, found.indicator) == (Kind.POINTS, "laeq")
    assert (said.value, said.background, said.session) == ("LAeq dB(A)", "L90 dB(A)", "Balade")
    assert (said.date, said.hour, said.date_order) == ("Date", "Heure", "dmy")
    assert (said.seconds_column, said.mark, said.place_columns) == (
        "Durée (s)", ",", ("Longitude", "Latitude"),
    )  # fmt: skip
    assert found.doubts == ("zone_assumed",)


def test_what_is_proposed_can_be_read(tmp_path):
    path = write(tmp_path, "mesures.csv", FRENCH, "cp1252")
    found = list(read(path, recognise(path).choices))
    assert [type(one) for one in found] == [Measured, Measured]


def test_the_indicator_that_is_wanted_chooses_the_column(tmp_path):
    path = write(tmp_path, "meteo.csv", "lon,lat,leq,Température\n8.35,43.45,60,21.5\n")
    assert recognise(path, indicator="temperature").choices.value == "Température"
    assert recognise(path, indicator="laeq").choices.value == "leq"


@pytest.mark.parametrize(
    ("column", "values", "indicator", "doubts"),
    [
        ("Bru_Mean", (5.4, 7.1, 8), "laeq", ("low_values",)),  # how loud it felt, from 1 to 11
        ("Bru_Mean", (5.4, 7.1, 8), "loudness", ()),
        ("leq", (19, 54, 61), "", ()),
        ("Température", (5.4, 7.1, 8), "", ()),
    ],
)
def test_ratings_are_not_taken_for_decibels(tmp_path, column, values, indicator, doubts):
    lines = [f"8.35,43.45,{value}" for value in values]
    path = write(tmp_path, "a.csv", "\n".join([f"lon,lat,{column}", *lines]))
    assert recognise(path, indicator=indicator).doubts == doubts


def test_a_track_is_one_walk_of_seconds(tmp_path):
    path = geojson(tmp_path, *map(second, range(9)), name="walk.geojson")
    said = recognise(path).choices
    assert (said.value, said.accuracy, said.date, said.date_order) == (
        "leq_mean", "accuracy", "leq_utc", "epoch",
    )  # fmt: skip
    assert (said.seconds, said.walk) == (1, "walk")


def test_an_archive_of_noisecapture_says_how_it_was_felt(tmp_path):
    found = recognise(track(tmp_path, second(0)))
    assert (found.kind, found.track.pleasantness) == (Kind.TRACK, 69)


def test_sensors_are_found_with_their_places(tmp_path):
    found = recognise(archive(tmp_path, readings__csv=READINGS, places__csv=PLACES))
    said = found.choices
    assert (found.kind, said.stations, said.station_key) == (Kind.SENSORS, "places.csv", "id")
    assert (said.station, said.value, said.srid) == ("id", "leq", 2056)
    assert (said.date, said.is_utc, said.seconds) == ("timestamp", True, 900)
    assert found.doubts == ("system_guessed",)


def test_sensors_without_places_are_refused(tmp_path):
    with pytest.raises(Refused) as refused:
        recognise(archive(tmp_path, readings__csv=READINGS))
    assert refused.value.code == "no_stations"


def test_areas_are_a_noise_map(tmp_path):
    path = geojson(
        tmp_path,
        feature(square(700_000, 6_300_000, 99), gid=1, category="Lnight5054"),
        feature(bow_tie(700_000, 6_300_000, 99), gid=2, category="LnightGreaterThan70"),
        srid=2154,
    )
    found = recognise(path)
    assert (found.kind, found.choices.low, found.indicator) == (Kind.AREAS, "category", "lnight")
    assert [(one.low, one.high) for one in found.classes] == [(50, 55), (70, None)]


def test_areas_without_levels_leave_the_column_to_be_chosen(tmp_path):
    found = recognise(geojson(tmp_path, feature(square(8, 43, 1), name="here", population=2022)))
    assert (found.choices.low, found.doubts) == ("", ("value_unclear",))


def test_metric_columns_are_tried_where_their_system_is_used(tmp_path):
    path = write(tmp_path, "a.csv", "x;y;leq\n2499748.01;1118023.65;60\n2497926.5;1119715.7;61\n")
    found = recognise(path)
    assert (found.choices.srid, found.doubts) == (2056, ("system_guessed",))


def test_a_table_that_says_nothing_known_asks(tmp_path):
    found = recognise(write(tmp_path, "a.csv", "who,what\nme,hello\n"))
    assert set(found.doubts) == {"place_unclear", "value_unclear"}


def test_numbers_that_lie_in_no_system_are_not_guessed():
    assert probable_system([(12.0, 1e7)], None) == 0
    assert probable_system([(652_000, 6_862_000)], (2.2, 48.8, 2.5, 48.95)) == 2154


def test_the_real_table_of_the_island_is_recognised():
    path = Path("fixtures/valdora/mesures-citoyennes-2025.csv")
    assert recognise(path).choices.value == "LAeq dB(A)"
