"""Whatever accent an organisation chooses, its words can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.consultations.accents import (
    DARK_SURFACE,
    LEAST_CONTRAST,
    LIGHT_SURFACE,
    contrast,
    palette,
)

colours = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
SURFACES = {False: LIGHT_SURFACE, True: DARK_SURFACE}


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(colours, st.booleans())
def test_every_accent_is_legible_on_its_page_on_its_tint_and_under_its_text(accent, is_dark):
    tokens = palette(accent, is_dark)
    colour = tokens["--pl-accent"]
    for other in (SURFACES[is_dark], tokens["--pl-accent-soft"], tokens["--pl-on-accent"]):
        assert contrast(colour, other) >= LEAST_CONTRAST
    assert contrast(tokens["--pl-accent-strong"], tokens["--pl-on-accent"]) >= LEAST_CONTRAST


def test_an_accent_that_is_legible_stays_as_it_was_chosen():
    assert palette("#7a2ea0", is_dark=False)["--pl-accent"] == "#7a2ea0"


def test_the_stylesheet_is_at_the_address_of_its_colour(client):
    answer = client.get("/data/accents/7a2ea0.css")
    assert answer["Content-Type"].startswith("text/css")
    assert b"--pl-accent: #7a2ea0" in answer.content
    assert "immutable" in answer["Cache-Control"]


def test_what_is_no_colour_has_no_stylesheet(client):
    assert client.get("/data/accents/red.css").status_code == 404
