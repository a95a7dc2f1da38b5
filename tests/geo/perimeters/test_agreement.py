"""Words that agree with a measure: French takes 1,5 as one, Italian as several."""

import pytest
import shapely
from django.utils.translation import override

from geo.perimeters.clipping import Verdict
from geo.perimeters.sentences import details

SQUARE = shapely.box(0, 0, 1, 1)
FIXED = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("kept_m2", "french", "italian"),
    [
        (125_000, "12,5 ha gardés", "12,5 ha conservati"),
        (15_000, "1,5 ha gardé", "1,5 ha conservati"),
        (10_000, "1 ha gardé", "1 ha conservato"),
        (19_600, "2 ha gardés", "2 ha conservati"),
        (1.4e6, "1,4 km² gardé", "1,4 km² conservati"),
    ],
)
def test_kept_agrees_with_its_measure(kept_m2, french, italian):
    verdict = Verdict("inside", kind="area", kept=SQUARE, share_kept=1.0, kept_measure=kept_m2)
    for language, words in (("fr", french), ("it", italian)):
        with override(language):
            assert details(verdict) == [words.replace(" ", FIXED, 1)]
