"""Where a row is, in every notation that files have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.crs import DEGREES, reproject
from geo.drawings.reasons import Code, InvalidDrawing
from geo.tables.numbers import UnreadableNumber, find_mark, read_number
from geo.tables.place_finding import find_place
from geo.tables.places import PlaceForm, UnreadablePlace, read_place
from geo.tables.wkt import read_wkt

PLACE = (8.35, 43.45)
NEAR = (8.2, 43.3, 8.5, 43.6)
TWO, ONE = PlaceForm("two"), PlaceForm("one")


def coordinates(texts, form):
    place = read_place(texts, form)
    return (place.x, place.y)


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (("8.35", "43.45"), TWO),
        ((" 8,35 ", "43,45"), TWO),
        (("8°21'00\"E", "43°27'00\"N"), TWO),
        (("8°21′00″ E", "43° 27′ N"), TWO),
        (("E 8.35", "N 43.45"), TWO),
        (("+8.35°", "43.4500000"), TWO),
        (("43.45, 8.35",), ONE),
        (("43,45 8,35",), ONE),
        (("(43.45;8.35)",), ONE),
        (("43°27'00\"N 8°21'00\"E",), ONE),
        (("8.35 43.45",), PlaceForm("one", order="lon_lat")),
        (("8.35E 43.45N",), ONE),
        (("POINT (8.35 43.45)",), PlaceForm("wkt")),
        (("point z(8.35 43.45 12)",), PlaceForm("wkt")),
        (("SRID=4326;POINT(8.35 43.45)",), PlaceForm("wkt")),
        (('{"type":"Point","coordinates":[8.35,43.45]}',), PlaceForm("geojson")),
    ],
)
def test_every_notation_names_one_place(texts, form):
    assert coordinates(texts, form) == pytest.approx(PLACE)


@pytest.mark.parametrize("srid", [2154, 32632, 3857, 3944, 3035, 2056])
def test_metres_in_a_named_system_are_moved_to_degrees(srid):
    moved = reproject(read_place(("8.35", "43.45"), TWO), DEGREES, srid)
    texts = tuple(
        f"{number:_.2f}".replace("_", " ").replace(".", ",") for number in moved.coords[0]
    )
    assert coordinates(texts, PlaceForm("two", srid)) == pytest.approx(PLACE, abs=1e-6)
    wkt = (f"SRID={srid};{moved.wkt}",)
    assert coordinates(wkt, PlaceForm("wkt")) == pytest.approx(PLACE, abs=1e-6)
    pair = (f"{moved.x} {moved.y}",)
    read = coordinates(pair, PlaceForm("one", srid, "lon_lat"))
    assert read == pytest.approx(PLACE, abs=1e-6)


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (("près de la gare", "43"), TWO),
        (("8.35", ""), TWO),
        (("8.35N", "43.45N"), TWO),
        (("nan", "inf"), TWO),
        (("1e3", "0x2b"), TWO),
        (("=8.35", "43.45"), TWO),
        (("43.45",), ONE),
        (("43.45, 8.35, 12, 7",), ONE),
        (("9" * 5000, "1"), PlaceForm("two", 2154)),
    ],
)
def test_what_is_no_place_is_refused(texts, form):
    with pytest.raises(UnreadablePlace):
        read_place(texts, form)


@pytest.mark.parametrize(
    ("texts", "form", "code"),
    [
        (("181", "43"), TWO, Code.NOT_IN_DEGREES),
        (("8.35", "95"), TWO, Code.NOT_IN_DEGREES),
        (("999999999", "1"), PlaceForm("two", 2154), Code.NOT_IN_METRES),
        (("8.35", "43.45"), PlaceForm("two", 4978), Code.UNKNOWN_CRS),
        (("SRID=99999;POINT(8 43)",), PlaceForm("wkt"), Code.UNKNOWN_CRS),
        (('{"type":"Point","coordinates":[NaN,43]}',), PlaceForm("geojson"), Code.NOT_A_NUMBER),
        (("{",), PlaceForm("geojson"), Code.UNREADABLE),
    ],
)
def test_what_cannot_be_a_drawing_has_its_reason(texts, form, code):
    with pytest.raises(InvalidDrawing) as refused:
        read_place(texts, form)
    assert refused.value.reason.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("POINT EMPTY", Code.NOT_A_DRAWING),
        ("POINT (nan 43)", Code.NOT_A_DRAWING),
        ("POINT (inf 43)", Code.NOT_A_DRAWING),
        ("POINT (1e400 43)", Code.NOT_A_NUMBER),
        ("POINT (8.35 430)", Code.NOT_IN_DEGREES),
        ("POINT (8.35)", Code.NOT_A_DRAWING),
        ("LINESTRING (8 43)", Code.NOT_A_DRAWING),
        ("POLYGON ((8 43, 9 43, 9 44))", Code.NOT_A_DRAWING),
        ("GEOMETRYCOLLECTION (POINT (8 43))", Code.NOT_A_DRAWING),
        ("CIRCULARSTRING (0 0, 1 1, 2 0)", Code.NOT_A_DRAWING),
        ("MULTIPOLYGON " + "(" * 100_000, Code.NOT_A_DRAWING),
        ("POINT (8 43); DROP TABLE x", Code.NOT_A_DRAWING),
        ("LINESTRING (" + ",".join(f"8.{n} 43" for n in range(600)) + ")", Code.TOO_MANY_POINTS),
        ("POINT (" + " " * 300_000 + "8 43)", Code.TOO_LARGE),
        ("x" * 40, Code.NOT_A_DRAWING),
        ("", Code.NOT_A_DRAWING),
    ],
)
def test_hostile_wkt_is_refused_before_it_is_parsed(text, code):
    with pytest.raises(InvalidDrawing) as refused:
        read_wkt(text, in_degrees=True)
    assert refused.value.reason.code == code


@given(
    st.text(max_size=60), st.text(max_size=60), st.sampled_from(["two", "one", "wkt", "geojson"])
)
def test_no_text_makes_an_error(first, second, way):
    try:
        read_place((first, second) if way == "two" else (first,), PlaceForm(way))
    except (UnreadablePlace, InvalidDrawing):
        return


def test_nowhere_is_nowhere_only_when_it_is_said():
    assert read_place(("", " "), TWO) is None
    assert coordinates(("0", "0"), TWO) == (0, 0)
    assert read_place(("0", "0,0"), PlaceForm("two", zero_is_none=True)) is None


@pytest.mark.parametrize(
    ("text", "mark", "number"),
    [
        ("43,45", "", 43.45),
        ("1 045 123,45", "", 1045123.45),
        ("1.045.123,45", "", 1045123.45),
        ("1,045,123.45", "", 1045123.45),
        ("1.045.123", "", 1045123),
        ("845,123", ",", 845.123),
        ("845,123", ".", 845123),
        ("−12", "", -12),
    ],
)
def test_numbers_are_read_with_either_mark(text, mark, number):
    assert read_number(text, mark) == pytest.approx(number)


@pytest.mark.parametrize("text", ["", "1.2.3,4,5", "1,23,456.7", "e5", "1e5", "--1", "12a"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(UnreadableNumber):
        read_number(text)


@pytest.mark.parametrize(
    ("texts", "mark", "is_sure"),
    [
        (["845123,45"], ",", True),
        (["845123.456", "1"], ".", True),
        (["845,123"], ",", False),
        (["845123"], ".", True),
        (["845,123", "12345,6"], ",", True),
    ],
)
def test_the_decimal_mark_of_metres_is_found_or_asked(texts, mark, is_sure):
    found = find_mark(texts)
    assert (found.value, found.is_sure) == (mark, is_sure)


def columns(**values):
    return {name: [text] * 4 for name, text in values.items()}


@pytest.mark.parametrize(
    ("cells", "way", "names"),
    [
        (columns(geo_Latitude="43,45", geo_Longitude="8,35"), "two", ("geo_Longitude", "geo_Latitude")),
        (columns(LNG="8.35", LAT="43.45"), "two", ("LNG", "LAT")),
        (columns(Latitudine="43°27'N", Longitudine="8°21'E"), "two", ("Longitudine", "Latitudine")),
        (columns(coordonnées="43.45, 8.35"), "one", ("coordonnées",)),
        (columns(quoi="banc", où="POINT(8.35 43.45)"), "wkt", ("où",)),
        (columns(forme='{"type":"Point","coordinates":[8.35,43.45]}'), "geojson", ("forme",)),
        (columns(titre="banc", adresse="12 rue du Port"), "none", ()),
        (columns(lat="à côté", lon="en face"), "none", ()),
    ],
)  # fmt: skip
def test_the_columns_of_the_place_are_found(cells, way, names):
    found = find_place(cells, NEAR)
    assert (found.form.way, found.columns) == (way, names)


def test_columns_named_the_wrong_way_round_are_seen():
    found = find_place(columns(latitude="8.35", longitude="43.45"), NEAR)
    assert found.is_swapped
    assert found.columns == ("latitude", "longitude")


@pytest.mark.parametrize("srid", [2154, 32632, 3944])
def test_the_metric_system_is_found_by_what_lies_near(srid):
    place = reproject(read_place(("8.35", "43.45"), TWO), DEGREES, srid)
    found = find_place(columns(X=f"{place.x:.1f}", Y=f"{place.y:.1f}"), NEAR)
    assert coordinates((str(place.x), str(place.y)), found.form) == pytest.approx(PLACE, abs=1e-3)


@pytest.mark.parametrize(
    ("near", "order", "is_sure"),
    [(NEAR, "lon_lat", True), ((43.3, 8.2, 43.6, 8.5), "lat_lon", True), (None, "lat_lon", False)],
)
def test_the_order_of_a_pair_is_found_by_what_lies_near_or_asked(near, order, is_sure):
    found = find_place(columns(gps="8.35 43.45"), near).order
    assert (found.value, found.is_sure) == (order, is_sure)
    assert found.candidates[0].sample.startswith("8.35 43.45 → ")
