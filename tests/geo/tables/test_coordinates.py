"""Coordinates as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.tables.coordinates import UnreadableCoordinates, read_coordinates

PLACE = (8.35, 43.45)


@pytest.mark.parametrize(
    "text",
    [
        "43.45, 8.35",
        "43,45 8,35",
        "43,45; 8,35",
        "43,45, 8,35",
        "43,45,8,35",
        "43.45 8.35",
        "43.45/8.35",
        "(43.45, 8.35)",
        "43.45° 8.35°",
        "43°27'00\"N 8°21'00\"E",
        "43° 27' 0'' N, 8° 21' 0'' E",
        "43°27′00″N 8°21′00″E",
        "43°27’N, 8°21’E",
        "N 43° 27' E 8° 21'",
        "43.45N 8.35E",
        "8.35E 43.45N",
        "lat 43.45 lon 8.35",
        "lon=8.35 lat=43.45",
        "Latitude : 43,45 ; Longitude : 8,35",
        "longitudine 8,35 latitudine 43,45",
        "geo:43.45,8.35?z=15",
        "https://www.openstreetmap.org/#map=15/43.45/8.35",
        "https://www.google.com/maps/@43.45,8.35,15z",
        "  43.45 ,\t8.35\n",
    ],
)
def test_the_usual_notations_name_one_place(text):
    lon, lat, _is_certain = read_coordinates(text)
    assert (lon, lat) == pytest.approx(PLACE)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("-21.1, 55.5", (55.5, -21.1)),
        ("−21,1 55,5", (55.5, -21.1)),
        ("16°15'S 61°32'O", (-61.5333333, -16.25)),
        ("43.45 N, 8.35 W", (-8.35, 43.45)),
        ("90 180", (180, 90)),
    ],
)
def test_south_and_west_are_negative(text, place):
    assert read_coordinates(text)[:2] == pytest.approx(place)


@pytest.mark.parametrize(
    ("text", "is_certain"),
    [("43.45, 8.35", False), ("43.45N 8.35E", True), ("lat 43.45 lon 8.35", True)],
)
def test_only_letters_and_names_tell_the_axes(text, is_certain):
    assert read_coordinates(text)[2] is is_certain


@pytest.mark.parametrize(
    "text",
    ["", " ", "43.45", "près de la gare", "43.45 8.35 7", "99 200", "43°70'N 8°E", "43°27'61\"N 8°E",
     "N43.45 N8.35", "43.45N 8.35S", "1e5 3", "nan nan", "inf 0", "9" * 400, "43.45,,", "https://x.y",
     "geo:x", "0x2b 8", "43.45 8.35\x00"],
)  # fmt: skip
def test_anything_else_is_not_read(text):
    with pytest.raises(UnreadableCoordinates):
        read_coordinates(text)


@given(st.text(max_size=80))
def test_no_text_makes_an_error(text):
    try:
        lon, lat, _is_certain = read_coordinates(text)
    except UnreadableCoordinates:
        return
    assert -180 <= lon <= 180
    assert -90 <= lat <= 90


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_decimal_degrees_are_read_as_they_are_written(lat, lon):
    read = read_coordinates(f"{lat:.7f}, {lon:.7f}")
    assert read[:2] == pytest.approx((lon, lat), abs=1e-7)
