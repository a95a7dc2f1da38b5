"""The address of the page says everything, and nonsense in it is as if it were not there."""

import pytest
from django.http import QueryDict

from participation.crossings.asked import Asked, asked_of
from participation.crossings.classes import COLOURS, SHOWS, class_of, label_of
from participation.crossings.order import most_telling
from tests.participation.crossings.test_page_sentences import NOTHING, TOLD

THRESHOLDS = (53, 68)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "view=table&show=felt&class=1,3&status=published&cell=28.11&page=2",
        "class=C2,C3&cell=-4.7",
        "view=words",
    ],
)
def test_an_address_says_again_what_it_asked_for(query):
    asked = asked_of(QueryDict(query))
    assert asked_of(QueryDict(asked.query[1:])) == asked
    assert asked.query[1:] == query


@pytest.mark.parametrize(
    "query",
    ["view=3d", "show=blob", "class=Z9,<b>", "status=hidden", "cell=a.b", "cell=7", "page=-1",
     "page=99999999999999999999", "cell=1e9.2", f"cell={'9' * 5000}.1", "page=٣"],
)  # fmt: skip
def test_nonsense_is_as_if_it_were_not_there(query):
    asked = asked_of(QueryDict(query))
    assert asked == Asked(page=asked.page) and asked.page in (1, 3)


def test_a_change_begins_the_pages_of_the_table_anew():
    asked = Asked(view="table", page=4, classes=("C2",))
    assert asked.but(show="felt") == "?view=table&show=felt&class=C2"
    assert asked.next_address == "?view=table&class=C2&page=5"
    assert asked.unfiltered == "?view=table"


@pytest.mark.parametrize(
    ("show", "code", "label"),
    [
        ("crossed", "C2", "C2"),
        ("measured", "2", "61"),
        ("felt", "3", "58"),
        ("confidence", "3", "±24"),
    ],
)
def test_a_cell_has_a_class_and_letters_in_each_way_to_look(show, code, label):
    assert class_of(TOLD, show, THRESHOLDS) == code
    assert label_of(TOLD, show, THRESHOLDS) == label
    assert code in COLOURS[show]


@pytest.mark.parametrize("show", SHOWS)
def test_a_masked_cell_has_no_class_but_that_of_its_level(show):
    masked = NOTHING | {"status": "too_few", "level": 70}
    assert class_of(masked, show, THRESHOLDS) == ("3" if show == "measured" else "")


def test_without_levels_the_rows_stand_alone():
    assert class_of(TOLD | {"code": ""}, "crossed", ()) == "C"


def test_what_differs_most_comes_first_and_silence_last():
    rows = [
        NOTHING,
        TOLD | {"i": 1, "status": "uncertain"},
        TOLD | {"i": 2, "found": "compatible", "residual_pp": -60},
        TOLD | {"i": 3, "found": "less", "residual_pp": -9},
        TOLD | {"i": 4, "residual_pp": 12},
        TOLD | {"i": 5, "residual_pp": 40},
    ]
    assert [row["i"] for row in most_telling(rows)] == [5, 4, 3, 2, 1, 28]
