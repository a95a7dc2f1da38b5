"""Noise maps: areas by class of level, in any system, put right where they cross themselves."""

from dataclasses import replace

import geopandas
import pytest
import shapely

from geo.drawings.geojson import FEATURE_POINTS
from geo.measurements.reading import areas
from geo.measurements.reading.areas import classes_in
from geo.measurements.reading.choices import Choices, Kind, Refused
from geo.measurements.reading.files import read
from geo.measurements.reading.recognising import recognise
from geo.measurements.records import Band
from geo.perimeters.repair import BeyondRepair
from tests.geo.files.samples import written
from tests.geo.measurements.reading.samples import bow_tie, feature, geojson, point, square

CHOICES = Choices(kind=Kind.AREAS, way="file", low="category")
HERE = (700_000, 6_300_000)


def bands(tmp_path, *features, choices=CHOICES, srid=2154):
    return list(read(geojson(tmp_path, *features, srid=srid), choices))


def area(category, shape=square, at=HERE, **more):
    return feature(shape(*at, 100), category=category, **more)


def test_a_band_has_its_levels_and_lies_in_degrees(tmp_path):
    low, high = bands(tmp_path, area("Lden5559"), area("LdenGreaterThan75"))
    assert [(one.low, one.high) for one in (low, high)] == [(55, 60), (75, None)]
    west, south, east, north = low.geometry.bounds
    assert 2.9 < west < east < 3.1 and 43.7 < south < north < 43.9
    assert low.geometry.is_valid and low.repairs == ()


def test_an_outline_that_crosses_itself_is_put_right_and_said(tmp_path):
    sound, mended = bands(tmp_path, area("Lden5559"), area("Lden6064", bow_tie))
    assert (sound.repairs, mended.repairs) == ((), ("crossed_itself",))
    assert mended.geometry.is_valid and mended.geometry.geom_type == "MultiPolygon"


def test_an_area_beyond_repair_does_not_stop_the_others(tmp_path, monkeypatch):
    def repair(shapes, seconds):
        if any(shape.bounds[0] > 3.01 for shape in shapes):
            raise BeyondRepair
        return list(shapely.make_valid(shapes))

    monkeypatch.setattr(areas, "repair", repair)
    far = (HERE[0] + 5_000, HERE[1])
    found = bands(tmp_path, area("60-65", bow_tie), area("60-65", bow_tie, far), area("55-60"))
    assert [getattr(one, "reason_code", "") for one in found] == ["", "beyond_repair", ""]


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (area("loud"), "unreadable_class"),
        (area(None), "no_class"),
        (area("<55"), "open_below"),
        (area("Lden9599"), "impossible_value"),
        (feature(None, category="Lden5559"), "no_place"),
        (feature(point(*HERE), category="Lden5559"), "not_an_area"),
        (
            feature({"type": "Polygon", "coordinates": [[[1, 2]]]}, category="55-60"),
            "unreadable_area",
        ),
        (feature(square(3.0, 43.8, 0.01), category="Lden5559"), "not_in_metres"),
    ],
)
def test_an_area_that_is_no_band_says_why(tmp_path, one, code):
    found = bands(tmp_path, one, area("Lden5559"), choices=replace(CHOICES, least=0, most=90))
    assert getattr(found[0], "reason_code", None) == code and isinstance(found[1], Band)


def test_two_columns_of_numbers_are_the_bounds(tmp_path):
    choices = replace(CHOICES, low="db_lo", high="db_hi")
    found = bands(
        tmp_path,
        area("", db_lo=55, db_hi=60),
        area("", db_lo=75.0, db_hi=None),
        area("", db_lo=60, db_hi=55),
        choices=choices,
    )
    assert [(one.low, one.high) for one in found[:2]] == [(55, 60), (75, None)]
    assert found[2].reason_code == "unreadable_class"


def test_numbers_alone_end_where_the_next_begins(tmp_path):
    found = bands(tmp_path, area(60), area(55), area("65"))
    assert [(one.low, one.high) for one in found] == [(60, 65), (55, 60), (65, None)]


def test_zones_over_a_limit_have_no_upper_bound(tmp_path):
    choices = replace(CHOICES, low="", limit=68)
    (one,) = bands(tmp_path, area("zone C"), choices=choices)
    assert (one.low, one.high) == (68, None)


@pytest.mark.parametrize(
    "choices",
    [
        replace(CHOICES, low="", limit=140),
        replace(CHOICES, levels=(("zone C", 70.0, 65.0),)),
        replace(CHOICES, levels=(("zone C", -5.0, None),)),
    ],
)
def test_levels_that_cannot_be_are_rejected_whoever_says_them(tmp_path, choices):
    (one,) = bands(tmp_path, area("zone C"), choices=replace(choices, least=0, most=140))
    assert one.reason_code == "impossible_value"


def test_classes_are_shown_as_they_are_read(tmp_path):
    path = geojson(
        tmp_path, area("Lden6064"), area("Lden5559"), area("Lden5559"), area("?"), srid=2154
    )
    found = classes_in(path, CHOICES)
    assert [(one.text, one.count, one.low, one.high, one.reason) for one in found] == [
        ("Lden5559", 2, 55, 60, ""),
        ("Lden6064", 1, 60, 65, ""),
        ("?", 1, None, None, "unreadable_class"),
    ]


@pytest.mark.parametrize(
    ("changes", "code"), [({"low": ""}, "no_level_column"), ({"low": "level"}, "unknown_column")]
)
def test_choices_that_do_not_fit_are_refused(tmp_path, changes, code):
    with pytest.raises(Refused) as refused:
        bands(tmp_path, area("Lden5559"), choices=replace(CHOICES, **changes))
    assert refused.value.code == code


def test_a_column_of_many_texts_holds_no_classes(tmp_path, monkeypatch):
    monkeypatch.setattr(areas, "MOST_CLASSES", 2)
    path = geojson(tmp_path, area("a"), area("b"), area("c"), srid=2154)
    with pytest.raises(Refused) as refused:
        classes_in(path, CHOICES)
    assert refused.value.code == "too_many_classes"


def test_areas_come_in_their_order_whatever_batch_they_are_in(tmp_path, monkeypatch):
    monkeypatch.setattr(areas, "BATCH", 2)
    found = bands(tmp_path, *(area("Lden5559") if n % 3 else area("?") for n in range(7)))
    assert [one.row for one in found] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb"])
def test_files_of_the_jail_are_noise_maps_too(tmp_path, suffix):
    shapes = [shapely.box(*HERE, HERE[0] + 99, HERE[1] + 99)] * 2
    table = geopandas.GeoDataFrame(
        {"category": ["Lden5559", "LdenGreaterThan75"]}, geometry=shapes, crs=2154
    )
    path = written(tmp_path, suffix, table)
    found = recognise(path)
    bands = list(read(path, found.choices))
    assert (found.choices.low, found.choices.srid) == ("category", 2154)
    assert [(one.low, one.high) for one in bands] == [(55, 60), (75, None)]


def test_a_department_may_be_one_area_of_many_points(tmp_path):
    square = shapely.segmentize(shapely.box(*HERE, HERE[0] + 9_000, HERE[1] + 9_000), 0.6)
    table = geopandas.GeoDataFrame({"iso": [65]}, geometry=[square], crs=2154)
    (band,) = read(written(tmp_path, ".gpkg", table), replace(CHOICES, low="iso"))
    assert shapely.get_num_coordinates(band.geometry) > FEATURE_POINTS
