"""Italian articles before numbers."""

import pytest
from django.utils.translation import override

from geo.elision import elided


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Il 82 % della tua area", "L’82 % della tua area"),
        ("Il 8,5 %", "L’8,5 %"),
        ("Il 11 %", "L’11 %"),
        ("Il 0,4 %", "Lo 0,4 %"),
        ("dal 8 marzo al 11 aprile", "dall’8 marzo all’11 aprile"),
        ("serve almeno il 80 %", "serve almeno l’80 %"),
        ("Il 18 %, il 28 %, il 110 %, il 45 %", "Il 18 %, il 28 %, il 110 %, il 45 %"),
        ("locale 8", "locale 8"),
    ],
)
def test_articles_are_said_as_italians_say_them(written, said):
    with override("it"):
        assert elided(written) == said


def test_other_languages_stay_as_they_are():
    with override("fr"):
        assert elided("il 8 mars") == "il 8 mars"
