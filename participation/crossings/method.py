"""What the page of the method computes: the formula of a curve, its values, the parameters."""

from dataclasses import dataclass

import numpy as np
from django.utils.formats import number_format
from django.utils.translation import gettext

from geo.analysis.exposure_response import HIGHLY_ANNOYED, Curve
from participation.crossings.numbers import FIXED, percent_words
from participation.crossings.showing import Shown

LEVELS = (50, 55, 60, 65, 70, 75)


@dataclass(frozen=True, slots=True)
class CurveInWords:
    """formula: with its numbers; values: [(level, share)]; least, most: the range of the data;
    from_db: where it would wrongly rise again, "" where that is below the range."""

    formula: str
    indicator: str
    values: list[tuple[str, str]]
    least: int
    most: int
    from_db: str


def curve_of(key: str) -> CurveInWords | None:
    """Return the curve that a crossing expects annoyance by; None where it has none."""
    curve = HIGHLY_ANNOYED.get(key)
    return curve and CurveInWords(
        formula=formula_of(curve),
        indicator=curve.indicator,
        values=values_of(curve),
        least=round(curve.least),
        most=round(curve.most),
        from_db=number_format(round(curve.vertex_db, 1), 1)
        if curve.vertex_db > curve.least
        else "",
    )


def formula_of(curve: Curve) -> str:
    """« 78,9270 − 3,1162 L + 0,0342 L² »."""
    terms = [(curve.c0, "", 4), (curve.c1, f"{FIXED}L", 5), (curve.c2, f"{FIXED}L²", 4)]
    text = ""
    for value, power, decimals in terms:
        sign = "−" if value < 0 else ("+" if text else "")
        number = number_format(f"{abs(value):.{decimals}f}".rstrip("0"))
        text += f" {sign} {number}{power}" if text else f"{sign}{number}{power}"
    return text


def values_of(curve: Curve) -> list[tuple[str, str]]:
    shares = curve.expected_share(np.array(LEVELS, dtype=float))
    return [
        (f"{level}{FIXED}dB", percent_words(share))
        for level, share in zip(LEVELS, shares, strict=True)
    ]


def parameters_of(shown: Shown) -> list[tuple[str, str]]:
    """[(words, value)]: the numbers under which this release was computed."""
    crossing, given = shown.crossing, shown.release.parameters
    known = [
        (gettext("Version of the method"), shown.release.method_version),
        (gettext("Edge of the cells"), f"{crossing.cell_edge_m}{FIXED}m"),
        (gettext("Least number of people shown together"), str(crossing.k_min)),
        (gettext("Level of the intervals"), percent_words(given.get("level", 0.95))),
        (
            gettext("False alarms accepted among the cells found"),
            percent_words(given.get("fdr", 0.1)),
        ),
        (
            gettext("Interval too wide from a half-width of"),
            _points(given.get("half_width_max", 0.2)),
        ),
    ]
    if crossing.dataset_id:
        known.append(
            (
                gettext("Level too uncertain from"),
                _unsure(given.get("u_max", given.get("u_max_db", 3)), shown),
            ),
        )
    return known


def _points(share: float) -> str:
    return gettext("%(number)s points") % {"number": round(100 * share)}


def _unsure(value: float, shown: Shown) -> str:
    return f"±{FIXED}{number_format(f'{value:g}')}{FIXED}{shown.subject.unit}"
