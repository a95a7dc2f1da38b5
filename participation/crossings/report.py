"""The report for planners: two pages of PDF and its twin in HTML say the same, from here."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import get_language, gettext

from geo.paper.codes import square_code
from geo.paper.drawing import drawn
from geo.paper.typesetting import typeset
from participation.crossings.asked import Asked
from participation.crossings.classes import COLOURS, CROSSED
from participation.crossings.legend import Legend, legend_of, statuses_of
from participation.crossings.level_words import level_name
from participation.crossings.lines import Line, line_of
from participation.crossings.method import curve_of
from participation.crossings.place_names import named
from participation.crossings.report_figures import intervals_of, map_of_cells, shortened
from participation.crossings.report_words import limits_of, method_of, sources_of
from participation.crossings.sentences import Sort
from participation.crossings.showing import Shown
from participation.crossings.summary import summary_of
from participation.templatetags.dates import local_day, words_of_day

TEMPLATE = Path(__file__).with_name("report.typ")
MOST_TOLD = 12  # cells in the table and in the figure
MAP, INTERVALS = "map", "intervals"


@dataclass(frozen=True, slots=True)
class Report:
    """All that the report says, in the active language."""

    title: str
    consultation: str
    organisation: str
    made: str
    summary: list[str]
    legend: Legend
    statuses: list[tuple[str, str]]
    lines: list[Line]
    columns: list[str]
    map_words: str
    intervals_words: str
    method: list[str]
    limits: list[str]
    sources: list[str]


def report_of(shown: Shown) -> Report:
    shown, credits = named(shown, told_most(shown))
    crossing, release, subject = shown.crossing, shown.release, shown.subject
    asked = Asked()
    told = told_most(shown)
    lines = [line_of(row, asked, subject, shown.thresholds, {}) for row in told]
    summary = summary_of(shown.cells.rows, release.totals, subject)
    return Report(
        title=crossing.title,
        consultation=crossing.consultation.title,
        organisation=crossing.consultation.organisation.name,
        made=made_of(release),
        summary=summary,
        legend=legend_of(asked, subject, shown.thresholds),
        statuses=[(one.status, one.words) for one in statuses_of(asked, subject)],
        lines=lines,
        columns=columns_of(shown),
        # Translators: the text that stands for the map for those who do not see it
        map_words=gettext("Map of the cells with their class. %(summary)s")
        % {"summary": summary[0] if summary else ""},
        intervals_words=gettext(
            "Share declared and share expected in the most telling cells: %(cells)s"
        )
        % {"cells": "; ".join(map(interval_words, lines))},
        method=method_of(subject, curve_of(crossing.curve)),
        limits=limits_of(crossing, subject),
        sources=sources_of(crossing, release, credits),
    )


def told_most(shown: Shown) -> list[dict]:
    """Return the cells that say most, and of which the numbers may be told."""
    return [row for row in shown.cells.rows if row["low"] is not None][:MOST_TOLD]


def made_of(release) -> str:
    day = words_of_day(local_day(release.made_at), is_this_year=False, language=get_language())
    # Translators: « Publication n° 3, 21 novembre 2026, méthode 1 »
    return gettext("Release no. %(number)s, %(day)s, method %(method)s") % {
        "number": release.number,
        "day": day,
        "method": release.method_version,
    }


def interval_words(line: Line) -> str:
    if not line.expected:
        return gettext("%(place)s: %(declared)s") % {
            "place": line.place,
            "declared": line.declared,
        }
    # Translators: « Quai des Génois : 42 à 75 %, attendu 16 à 18 % »
    return gettext("%(place)s: %(declared)s, expected %(expected)s") % {
        "place": line.place,
        "declared": line.declared,
        "expected": line.expected,
    }


def columns_of(shown: Shown) -> list[str]:
    is_curve = shown.subject.sort is Sort.CURVE
    return [
        gettext("Class of the cell"),
        gettext("Place of the cell"),
        level_name(is_of_map=shown.subject.is_of_map),
        gettext("Highly annoyed") if is_curve else gettext("Share"),
        gettext("Interval of the share"),
        gettext("Share expected"),
        gettext("What it means"),
    ]


def figures_of(shown: Shown) -> dict[str, bytes]:
    """Return the SVG of both figures."""
    wanted = {MAP: map_of_cells(shown)}
    shown, _credits = named(shown, told_most(shown))
    told = told_most(shown)
    if told:
        wanted[INTERVALS] = intervals_of(told, shown)
    return {name: text.encode() for name, text in drawn(wanted).items()}


def report_pdf(shown: Shown, address: str) -> bytes:
    """Return the PDF, tagged for screen readers; address: of the page of the crossing."""
    report, figures = report_of(shown), figures_of(shown)
    words = {
        name: getattr(report, name)
        for name in ("title", "consultation", "organisation", "made", "summary", "columns",
                     "map_words", "intervals_words", "method", "limits", "sources")
    } | {
        "language": get_language() or "en",
        "address": address,
        "shown_address": address.split("://", 1)[-1],
        "has_intervals": INTERVALS in figures,
        "legend": _legend(report.legend),
        "statuses": [{"status": status, "words": words} for status, words in report.statuses],
        "rows": [_row(line) for line in report.lines],
        **headings(),
    }  # fmt: skip
    pictures = {f"{name}.svg": svg for name, svg in figures.items()}
    return typeset(TEMPLATE, words, pictures | {"code.svg": square_code(address)})


def headings() -> dict[str, str]:
    return {
        "page": gettext("Page"),
        "told_title": gettext("What the map says"),
        "intervals_title": gettext("What is declared, and what was to be expected"),
        # Translators: « Trait : intervalle de la part déclarée ; bande grise : part attendue. »
        "intervals_key": gettext(
            "Line and point: share declared, with its 95%% interval; grey band: share expected."
        ) % {},
        "table_title": gettext("The most telling cells"),
        "method_title": gettext("Method"),
        "limits_title": gettext("What is not known"),
        "sources_title": gettext("Sources and licences"),
        "more": gettext("All cells, files and method:"),
        "code_words": gettext("Code that leads to the page of this map"),
        "no_cells": gettext("No cell has enough answers for anything certain to be said of it."),
    }  # fmt: skip


def _legend(legend: Legend) -> dict:
    return {
        "is_square": legend.is_square,
        "axis": legend.axis,
        "columns": legend.columns,
        "rows": [
            {"words": words, "keys": [_key(key) for key in keys]} for words, keys in legend.rows
        ],
    }


def _key(key) -> dict:
    return {"code": key.code, "colour": COLOURS[CROSSED][key.code], "is_white": key.is_white}


def _row(line: Line) -> list[str]:
    cells = (
        line.code,
        shortened(line.place),
        line.level,
        line.answers,
        line.declared,
        line.expected,
    )
    return [*(cell or "–" for cell in cells), line.reading]
