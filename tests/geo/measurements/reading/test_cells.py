"""Numbers and instants as instruments write them."""

import datetime
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.measurements.reading.cells import number_in, time_in
from geo.tables.dates import UnreadableDate
from geo.tables.numbers import UnreadableNumber

PARIS = zoneinfo.ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("cell", "mark", "number"),
    [
        ("61.5", "", 61.5),
        ("61,5", "", 61.5),
        ("61,5", ",", 61.5),
        ("1 234,5", ",", 1234.5),
        ("-3.2", "", -3.2),
        ("6.15e1", "", 61.5),
        ("62,3 dB(A)", "", 62.3),
        ("21.5 °C", "", 21.5),
        ("12 µg/m³", "", 12),
        (61, "", 61.0),
        (61.5, ",", 61.5),
        ("", "", None),
        ("NaN", "", None),
        ("n.d.", "", None),
        (None, "", None),
    ],
)
def test_a_number_is_read_as_it_is_meant(cell, mark, number):
    assert number_in(cell, mark) == number


@pytest.mark.parametrize(
    "cell", ["loud", "61.5.2", "6O", True, float("nan"), float("inf"), 10**400]
)
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(UnreadableNumber):
        number_in(cell)


@pytest.mark.parametrize(
    ("cell", "order", "utc"),
    [
        ("2026-06-01T14:05:00Z", "ymd", "2026-06-01 14:05"),
        ("2026-06-01 14:05:00", "dmy", "2026-06-01 12:05"),
        ("2026-12-01T14:05:00+02:00", "ymd", "2026-12-01 12:05"),
        ("01/06/2026 14:05", "dmy", "2026-06-01 12:05"),
        ("01/06/2026 14h05", "dmy", "2026-06-01 12:05"),
        ("06/01/2026 2:05 PM", "mdy", "2026-06-01 12:05"),
        ("1465474619", "epoch", "2016-06-09 12:16"),
        (1465474619226, "epoch", "2016-06-09 12:16"),
    ],
)
def test_an_instant_is_read_in_its_zone(cell, order, utc):
    instant = time_in(cell, order, PARIS).astimezone(datetime.UTC)
    assert f"{instant:%Y-%m-%d %H:%M}" == utc


@pytest.mark.parametrize(
    ("cell", "order"),
    [("", "ymd"), (None, "ymd"), ("01/06/2026", "dmy"), ("2026-06-01", "ymd"), (0, "epoch")],
)
def test_a_day_alone_is_no_instant(cell, order):
    assert time_in(cell, order, PARIS) is None


@pytest.mark.parametrize(
    ("cell", "order"), [("31/06/2026 10:00", "dmy"), ("yesterday", "ymd"), (1e300, "epoch")]
)
def test_what_is_no_instant_is_refused(cell, order):
    with pytest.raises(UnreadableDate):
        time_in(cell, order, PARIS)


@given(st.text(max_size=30), st.sampled_from(["ymd", "dmy", "mdy", "epoch"]))
def test_any_text_is_read_or_refused_by_name(text, order):
    for read, refusal in (
        (lambda: number_in(text), UnreadableNumber),
        (lambda: time_in(text, order, PARIS), UnreadableDate),
    ):
        try:
            read()
        except refusal:
            continue
