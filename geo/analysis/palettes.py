"""The colours of nine classes that stay apart in every kind of sight, and of three.

Rows A–C: felt less than expected, as expected, more; columns 1–3: measured low, middle, high.
Between any two of the nine CIEDE2000 is at least 10 in normal sight and in full protanopia,
deuteranopia and tritanopia; the usual pink and blue (Stevens 2015) fall to 3.5. In grey the four
corners stay apart; each class is also told by its code.
"""

CROSSED = {
    "A1": "#f3f3f3", "A2": "#b4d3e1", "A3": "#509dc2",
    "B1": "#f3e6b3", "B2": "#b3b3b3", "B3": "#376387",
    "C1": "#f3b300", "C2": "#b36600", "C3": "#000000",
}  # fmt: skip
CODES = tuple(CROSSED)
MEASURED = {"1": CROSSED["A1"], "2": CROSSED["A2"], "3": CROSSED["A3"]}
"""Low, middle, high: the row of what is felt less, since nothing is felt here."""
FELT = {"1": CROSSED["A1"], "2": CROSSED["C1"], "3": CROSSED["C2"]}
SURE = {"1": "#2f3a44", "2": "#8b959d", "3": "#e4e7e9"}
"""How sure: the interval is narrow, middling, wide."""
PALETTES = {"crossed": CROSSED, "measured": MEASURED, "felt": FELT, "confidence": SURE}
WHITE_LETTERS = {"#376387", "#000000", "#2f3a44"}


def letters_on(colour: str) -> str:
    """Return the colour of letters on one of these colours: at least 4.5 to 1."""
    return "#ffffff" if colour in WHITE_LETTERS else "#000000"
