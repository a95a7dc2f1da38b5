"""The names of the classes of noise maps, and the levels that they mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.measurements.reading.classes import (
    Levels,
    OpenBelow,
    UnreadableClass,
    closed,
    levels_of,
)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Lden5559", 55, 60),
        ("Lnight5054", 50, 55),
        ("LdenGreaterThan75", 75, None),
        ("LnightGreaterThan70", 70, None),
        ("LDEN_55_60", 55, 60),
        ("Lden 55-59", 55, 60),
        ("55 - 60 dB(A)", 55, 60),
        ("55.0-59.9", 55, 60),
        ("55,0 à 59,9", 55, 60),
        ("de 55 à 60", 55, 60),
        ("da 55 a 60", 55, 60),
        ("[55;60[", 55, 60),
        ("LN 50-55", 50, 55),
        (">75", 75, None),
        (">= 75.0", 75, None),
        ("75 et plus", 75, None),
        ("75+", 75, None),
        ("oltre 75", 75, None),
        ("plus de 75 dB", 75, None),
        ("Lden7599", 75, None),
        ("100-105", 100, 105),
    ],
)
def test_a_class_is_read(text, low, high):
    assert levels_of(text) == Levels(low, high)


@pytest.mark.parametrize("text", ["Lden75", "75", "75.0", "L_den 75 dB(A)", "LD75"])
def test_a_number_alone_says_where_a_class_begins(text):
    assert levels_of(text) == Levels(75, is_alone=True)


def test_a_class_that_names_one_number_ends_where_the_next_begins():
    bounds = [55, 60, 65]
    assert closed(levels_of("55"), bounds) == Levels(55, 60)
    assert closed(levels_of("65"), bounds) == Levels(65, None)


@pytest.mark.parametrize("text", ["<55", "LdenLowerThan55", "moins de 55", "meno di 55 dB"])
def test_a_class_without_a_lower_limit_is_named(text):
    with pytest.raises(OpenBelow):
        levels_of(text)


@pytest.mark.parametrize(
    "text", ["", "loud", "60-55", "Lden", "640000", "JUM028", "2022-2023-2024"]
)
def test_what_is_no_class_is_refused(text):
    with pytest.raises(UnreadableClass):
        levels_of(text)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_by_name(text):
    try:
        levels = levels_of(text)
    except (UnreadableClass, OpenBelow):
        return
    assert levels.high is None or levels.low < levels.high
