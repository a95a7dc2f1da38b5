"""Every verdict has its sentence, in the wording of the look."""

import pytest
import shapely
from django.utils.translation import override
from shapely.geometry import LineString, MultiPoint, Point, box

from geo.drawings.reasons import Code, Reason
from geo.perimeters.clipping import Rules, judge
from geo.perimeters.sentences import details, explain, measure_words, sentence, share_words
from tests.geo.perimeters.places import GROUND, METRE_NORTH

NB = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


SENTENCES = {
    "area inside": (box(7.21, 43.61, 7.22, 43.62), "Your area is entirely inside the perimeter"),
    "line inside": (
        LineString([(7.21, 43.61), (7.22, 43.62)]),
        "Your line is entirely inside the perimeter",
    ),
    "point inside": (Point(7.21, 43.61), "This place is inside the perimeter"),
    "area clipped": (
        box(7.298, 43.61, 7.302, 43.611),
        f"50% of your area is inside the perimeter. 1.8{NB}ha kept, 1.8{NB}ha not kept.",
    ),
    "line clipped": (
        LineString([(7.298, 43.61), (7.302, 43.61)]),
        f"50% of your line is inside the perimeter. 162{NB}m kept, 162{NB}m not kept.",
    ),
    "points clipped": (
        MultiPoint([(7.21, 43.61), (7.22, 43.61), (8, 44), (9, 44)]),
        "50% of your places are inside the perimeter. 2 places kept, 2 places not kept.",
    ),
    "outside": (
        Point(7.25, 43.7 + 340 * METRE_NORTH),
        f"This place is outside the perimeter, 340{NB}m north of its edge.",
    ),
    "touching": (
        box(7.3, 43.61, 7.31, 43.62),
        "This place is outside the perimeter, right at its edge.",
    ),
    "crossing": (
        shapely.Polygon([(7.21, 43.61), (7.22, 43.62), (7.22, 43.61), (7.21, 43.62)]),
        "The outline crosses itself. Move the point marked 4.",
    ),
}


@pytest.mark.parametrize(("drawing", "words"), SENTENCES.values(), ids=SENTENCES)
def test_a_verdict_is_one_sentence(drawing, words):
    assert sentence(judge(drawing, GROUND)) == words


@pytest.mark.parametrize("code", [code for code in Code if code != Code.KIND_NOT_ALLOWED])
def test_every_reason_has_a_sentence_without_a_hole_in_it(code):
    words = explain(Reason(code, distance_m=340, bearing="w", vertex=5, limit=0.5, found=0.25))
    assert words.endswith(".") and "%(" not in words and "None" not in words


@pytest.mark.parametrize("kind", ["point", "line", "area"])
def test_a_kind_that_is_not_allowed_is_named(kind):
    words = explain(Reason(Code.KIND_NOT_ALLOWED, kind=kind))
    assert "not accepted in this consultation" in words


def test_too_little_kept_says_how_much_and_how_much_is_needed():
    drawing = box(7.25, 43.61, 7.35, 43.62)
    words = sentence(judge(drawing, GROUND, Rules(least_share_kept=0.6)))
    assert words == "50% of your drawing is inside the perimeter. Here at least 60% must be."


def test_details_say_what_is_kept_and_what_is_not():
    clipped = judge(box(7.298, 43.61, 7.302, 43.611), GROUND)
    assert details(clipped) == [f"1.8{NB}ha kept", f"1.8{NB}ha not kept"]
    assert details(judge(box(7.21, 43.61, 7.22, 43.62), GROUND)) == [f"89.7{NB}ha kept"]
    assert details(judge(Point(9, 9), GROUND)) == []


MEASURES = [
    ("fr", "area", 125_000, f"12,5{NB}ha"),
    ("it", "area", 125_000, f"12,5{NB}ha"),
    ("en", "area", 125_000, f"12.5{NB}ha"),
    ("fr", "area", 2_340, f"2{NB}340{NB}m²"),
    ("it", "area", 2_340, f"2.340{NB}m²"),
    ("fr", "area", 0.4, f"0,4{NB}m²"),
    ("fr", "area", 999_960, f"100{NB}ha"),
    ("fr", "area", 24_619e6, f"24{NB}619{NB}km²"),
    ("fr", "line", 340.4, f"340{NB}m"),
    ("fr", "line", 1_250, f"1,2{NB}km"),
    ("fr", "line", 0.35, f"0,3{NB}m"),
    ("en", "line", 10_000_000, f"10,000{NB}km"),
    ("en", "point", 1, "1 place"),
]


@pytest.mark.parametrize(("language", "kind", "measure", "words"), MEASURES)
def test_measures_are_written_as_the_language_writes_them(language, kind, measure, words):
    with override(language):
        assert measure_words(kind, measure) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.82, "82%"), (1, "100%"), (0.9999, "99.9%"), (0.00001, "0.1%"), (0.0049, "0.5%")],
)
def test_a_share_says_neither_all_nor_nothing_unless_it_is(share, words):
    assert share_words(share) == words
