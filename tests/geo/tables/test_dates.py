"""Days as spreadsheets write them."""

import datetime
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.tables.dates import ORDERS, UnreadableDate, find_order, read_date

PARIS = zoneinfo.ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("text", "order", "instant"),
    [
        ("2025-03-09", "ymd", "2025-03-09 12:00+0100"),
        ("2025-07-09", "dmy", "2025-07-09 12:00+0200"),
        ("09/03/2025", "dmy", "2025-03-09 12:00+0100"),
        ("09/03/2025", "mdy", "2025-09-03 12:00+0200"),
        ("9.3.25", "dmy", "2025-03-09 12:00+0100"),
        ("9-3-2025", "dmy", "2025-03-09 12:00+0100"),
        ("25/03/09", "ymd", "2025-03-09 12:00+0100"),
        ("09/03/2025 14:05", "dmy", "2025-03-09 14:05+0100"),
        ("09/03/2025 à 14h05", "dmy", "2025-03-09 14:05+0100"),
        ("3/9/2025 2:05 PM", "mdy", "2025-03-09 14:05+0100"),
        ("3/9/2025, 12:05:00 AM", "mdy", "2025-03-09 00:05+0100"),
        ("2025-03-09T14:05:10Z", "ymd", "2025-03-09 14:05:10+0000"),
        ("2025-03-09T14:05:10.123+05:30", "ymd", "2025-03-09 14:05:10+0530"),
        ("2022-05-23 00:00:00", "ymd", "2022-05-23 00:00+0200"),
        ("2025-03-09 14:05:10 UTC", "dmy", "2025-03-09 14:05:10+0000"),
        ("20250309", "ymd", "2025-03-09 12:00+0100"),
        ("9 mars 2025", "dmy", "2025-03-09 12:00+0100"),
        ("1er août 2025", "mdy", "2025-08-01 12:00+0200"),
        ("lundi 9 juin 2025", "dmy", "2025-06-09 12:00+0200"),
        ("9 giugno 2025 alle 18:30", "dmy", "2025-06-09 18:30+0200"),
        ("9 de julio de 2025", "dmy", "2025-07-09 12:00+0200"),
    ],
)
def test_a_day_is_read(text, order, instant):
    assert read_date(text, order, PARIS) == datetime.datetime.fromisoformat(instant)


@pytest.mark.parametrize(
    "text",
    ["", "hier", "31/02/2025", "13/13/2025", "2025-13-01", "0000-00-00", "09/03", "2025", "9/3/202",
     "09/03/2025 25:00", "09/03/2025 13:00 PM", "1/1/1", "45000", "=1+1", "9/3-2025", "٣/٣/٢٠٢٥x",
     "0001-01-01", "9 brumaire 2025", "9" * 300, "2025-03-09\x00"],
)  # fmt: skip
def test_what_is_no_day_is_refused(text):
    with pytest.raises(UnreadableDate):
        read_date(text, "dmy", PARIS)


@pytest.mark.parametrize(
    ("texts", "order", "is_sure"),
    [
        (["2025-03-09", "2025-03-31"], "ymd", True),
        (["09/03/2025", "31/03/2025"], "dmy", True),
        (["09/03/2025", "03/31/2025"], "mdy", True),
        (["09/03/2025", "08/04/2025"], "dmy", False),
        (["09/03/2025", "31/03/2025", "hier", ""], "dmy", True),
        (["25/03/09"], "dmy", False),
        (["9 mars 2025"], "ymd", True),
        ([], "ymd", True),
    ],
)
def test_the_order_is_found_by_impossible_values_or_asked(texts, order, is_sure):
    found = find_order(texts)
    assert (found.value, found.is_sure) == (order, is_sure)


def test_a_doubt_shows_what_each_order_reads():
    samples = {one.value: one.sample for one in find_order(["09/03/2025"]).candidates}
    assert samples == {"dmy": "09/03/2025 → 2025-03-09", "mdy": "09/03/2025 → 2025-09-03"}


@given(st.text(max_size=40), st.sampled_from(ORDERS))
def test_no_text_makes_an_error(text, order):
    try:
        read = read_date(text, order, PARIS)
    except UnreadableDate:
        return
    assert read.tzinfo is not None


@given(st.dates(datetime.date(1970, 1, 1), datetime.date(2069, 12, 31)))
def test_every_day_is_read_as_it_is_written(day):
    written = {"ymd": f"{day:%Y-%m-%d}", "dmy": f"{day:%d/%m/%y}", "mdy": f"{day:%m/%d/%Y}"}
    assert {read_date(text, order, PARIS).date() for order, text in written.items()} == {day}
