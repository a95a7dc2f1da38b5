"""One cell as the list, the table and the card show it."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext

from geo.analysis.palettes import letters_on
from participation.crossings.asked import Asked, cell_name
from participation.crossings.classes import COLOURS, class_of, is_faint
from participation.crossings.level_words import level_name
from participation.crossings.numbers import count_words, level_words, percent_words, range_words
from participation.crossings.sentences import Said, Sort, Subject, reading_words, said_of


@dataclass(frozen=True, slots=True)
class Line:
    """Its facts in words; "" where nothing may be said."""

    name: str
    place: str
    code: str
    is_white: bool
    is_faint: bool
    status: str
    level: str
    answers: str
    declared: str
    expected: str
    reading: str
    address: str
    is_on: bool


def line_of(row: dict, asked: Asked, subject: Subject, thresholds, chosen: dict) -> Line:
    code = class_of(row, asked.show, thresholds)
    ij = (row["i"], row["j"])
    return Line(
        name=cell_name(*ij),
        place=place_of(row),
        code=code,
        is_white=bool(code) and letters_on(COLOURS[asked.show][code]) == "#ffffff",
        is_faint=is_faint(row, asked.show),
        status=row["status"],
        level="" if row["level"] is None else level_words(row["level"], subject.unit),
        answers=answers_of(row),
        declared="" if row["low"] is None else range_words(row["low"], row["high"]),
        expected=expected_of(row),
        reading=reading_words(row, subject),
        address=asked.but(cell=ij, page=asked.page),
        is_on=row is chosen,
    )


def place_of(row: dict) -> str:
    """« Quai des Génois », else « Cellule 28.11 »."""
    name = {"cell": cell_name(row["i"], row["j"])}
    return row["place_name"] or gettext("Cell %(cell)s") % name


def answers_of(row: dict) -> str:
    if row["n"] is None or row["k"] is None:
        return ""
    # Translators: « 18 sur 30 »
    return gettext("%(part)s of %(whole)s") % {"part": count_words(row["k"]), "whole": row["n"]}


def expected_of(row: dict) -> str:
    if row["expected"] is None:
        return ""
    if row["expected_low"] is None or row["expected_high"] is None:
        return percent_words(row["expected"])
    low, high = sorted((row["expected_low"], row["expected_high"]))
    return range_words(low, high)


@dataclass(frozen=True, slots=True)
class Figure:
    """Where the marks stand on a line from 0 to 100 %, as attributes of an SVG."""

    low: str
    width: str
    share: str
    expected: str
    expected_width: str
    whole: str


LEAST_WIDTH = 0.012  # what is expected is seen, however surely it is known


def figure_of(row: dict) -> Figure | None:
    if row["low"] is None:
        return None
    expected = width = ""
    if row["expected"] is not None:
        ends = [row[name] for name in ("expected_low", "expected_high")]
        low, high = sorted(row["expected"] if end is None else end for end in ends)
        spread = max(high - low, LEAST_WIDTH)
        expected, width = _share(min((low + high - spread) / 2, 1 - spread)), _share(spread)
    return Figure(
        _share(row["low"]),
        _share(row["high"] - row["low"]),
        _share(row["share"]),
        expected,
        width,
        whole=percent_words(1),
    )


def _share(share: float) -> str:
    return f"{100 * max(share, 0):.1f}%"


@dataclass(frozen=True, slots=True)
class Card:
    """The cell in the panel: its line, what is said of it, its figure, its other facts."""

    line: Line
    is_named: bool
    said: Said
    figure: Figure | None
    facts: list[tuple[str, str]]
    edge_m: int


def card_of(row: dict, asked: Asked, subject: Subject, thresholds) -> Card:
    return Card(
        line_of(row, asked, subject, thresholds, row),
        bool(row["place_name"]),
        said_of(row, subject),
        figure_of(row),
        facts_of(row, subject),
        subject.edge_m,
    )


def facts_of(row: dict, subject: Subject) -> list[tuple[str, str]]:
    """[(name, value)]: the numbers behind the sentence."""
    facts = []
    if row["level"] is not None:
        facts.append((level_name(is_of_map=subject.is_of_map), _level(row, subject)))
    if row["share"] is not None:
        name = gettext("Highly annoyed") if subject.sort is Sort.CURVE else gettext("Share")
        facts.append((name, f"{answers_of(row)} ({percent_words(row['share'])})"))
    if row["residual_pp"] is not None:
        # Translators: « +38 points » (de pourcentage)
        points = gettext("%(number)s points") % {"number": f"{round(row['residual_pp']):+d}"}
        facts.append((gettext("Difference from what is expected"), points))
    if row["q"] is not None:
        facts.append((gettext("Corrected p-value (q)"), _q_words(row["q"])))
    return facts


def _level(row: dict, subject: Subject) -> str:
    words = level_words(row["level"], subject.unit)
    if row["u"] is None:
        return words
    # Translators: « 61 dB, à 2 dB près »
    return gettext("%(level)s, give or take %(uncertainty)s") % {
        "level": words,
        "uncertainty": level_words(row["u"], subject.unit),
    }


def _q_words(q: float) -> str:
    if q < 0.01:
        return gettext("under %(level)s") % {"level": number_format(0.01, 2)}
    return number_format(round(q, 2), 2)
