"""GeoJSON read feature by feature says what the strict reader says, in little memory."""

import io
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.drawings.features import Feature
from geo.drawings.geojson import read_collection
from geo.drawings.reasons import Code, InvalidDrawing
from geo.drawings.streaming import BLOCK, FeatureFile

POINT = {"type": "Point", "coordinates": [8.35, 43.45, 12]}


def feature(geometry=POINT, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def opened(document):
    text = document if isinstance(document, bytes) else json.dumps(document).encode()
    return FeatureFile(io.BytesIO(text))


def collection(*features, **members):
    return {"type": "FeatureCollection", "features": features} | members


def test_features_come_one_by_one_and_the_system_may_stand_behind_them():
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2056"}}
    place = {"type": "Point", "coordinates": [2499748.0, 1118023.6, 4.0]}
    found = opened(collection(feature(place, leq=61.5), feature(None, l90=50), crs=crs))
    assert (found.srid, found.count, found.keys) == (2056, 2, ("leq", "l90"))
    first, second = found.features()
    assert (first.geometry.wkt, first.properties) == ("POINT (2499748 1118023.6)", {"leq": 61.5})
    assert (second.number, second.geometry) == (2, None)


def test_a_file_can_be_read_as_often_as_wanted():
    found = opened(collection(feature(), feature()))
    assert len(list(found.features())) == len(list(found.features())) == 2


@pytest.mark.parametrize("document", [feature(a=1), POINT, {"geometry": POINT}])
def test_one_feature_alone_is_read_too(document):
    assert [one.geometry.wkt for one in opened(document).features()] == ["POINT (8.35 43.45)"]


def test_a_feature_at_fault_does_not_stop_those_behind_it():
    bad = feature({"type": "Point", "coordinates": ["8", 43]})
    first, second = opened(collection(bad, feature())).features()
    assert first.reason.code == Code.NOT_A_NUMBER and isinstance(second, Feature)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", Code.UNREADABLE),
        (b"[]", Code.NOT_A_DRAWING),
        (b"\xff", Code.UNREADABLE),
        (b'{"type":"FeatureCollection","features":[{},{}', Code.UNREADABLE),
        (b'{"type":"FeatureCollection","features":[{},]}', Code.UNREADABLE),
        (b'{"type":"FeatureCollection","features":[]} {}', Code.UNREADABLE),
        (b'{"type":"FeatureCollection","features":[],"features":[]}', Code.DUPLICATE_KEY),
        (b'{"type":"FeatureCollection","features":[{"a":1,"a":2}]}', Code.DUPLICATE_KEY),
        (b'{"type":"FeatureCollection","features":[NaN]}', Code.NOT_A_NUMBER),
        (b'{"type":"FeatureCollection","features":{}}', Code.NOT_A_DRAWING),
        (b'{"type":"FeatureCollection","features":[' + b"[" * 300_000, Code.TOO_DEEP),
        (b'{"type":"Point","n":' + b"1" * 6_000 + b"}", Code.UNREADABLE),
    ],
)
def test_what_is_no_geojson_is_refused_before_the_first_feature(text, code):
    with pytest.raises(InvalidDrawing) as refused:
        opened(text)
    assert refused.value.reason.code == code


def test_pieces_may_end_anywhere_even_within_a_letter():
    words = "é" * (BLOCK // 2 + 7)
    found = list(opened(collection(feature(a=words), feature(b=1.25))).features())
    assert found[0].properties["a"] == words and found[1].properties["b"] == 1.25


@given(st.lists(st.floats(-90, 90, allow_nan=False), max_size=40), st.text(max_size=40))
def test_it_says_what_the_reader_of_whole_files_says(numbers, name):
    places = [{"type": "Point", "coordinates": [x, x / 2]} for x in numbers]
    document = collection(
        *(feature(place, **{name: x}) for place, x in zip(places, numbers, strict=True))
    )
    text = json.dumps(document).encode()
    assert list(opened(text).features()) == read_collection(text).features


@given(st.binary(max_size=200))
def test_garbage_is_refused_by_name(content):
    try:
        list(opened(b'{"type":"FeatureCollection","features":[' + content).features())
    except InvalidDrawing:
        return


def test_fifty_thousand_features_stay_out_of_memory():
    one = json.dumps(feature(leq=61.5, words="x" * 60))
    text = '{"type":"FeatureCollection","features":[' + ",".join([one] * 50_000) + "]}"
    file = io.BytesIO(text.encode())
    del text
    tracemalloc.start()
    assert sum(1 for _one in FeatureFile(file).features()) == 50_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000
