"""The page “Measured and felt”: a map, a table and words that say the same."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from geo.analysis.palettes import letters_on
from participation.consultations.maps import allowing, map_of
from participation.consultations.pages import fresh, page_of
from participation.crossings.asked import Asked, asked_of
from participation.crossings.classes import COLOURS, MEASURED, class_of
from participation.crossings.colophon import colophon_of
from participation.crossings.downloads import downloads_of
from participation.crossings.legend import legend_of, shows_of, statuses_of
from participation.crossings.lines import card_of, line_of
from participation.crossings.models import Crossing
from participation.crossings.picture import bounds_of, is_asked, is_overview, picture_of
from participation.crossings.place_names import named
from participation.crossings.showing import Shown, shown_of
from participation.crossings.summary import summary_of
from participation.crossings.telling import groups_of, rows_of_groups

LISTED = 50  # cells on a page of the table
FIRST = 12  # cells among which the summary finds its names
TOLD = ("published", "uncertain")
RELATED = ("dataset__indicator", "dataset__current", "theme", "question")


def crossing_at(consultation, slug, visitor) -> Crossing:
    rows = Crossing.objects.visible_to(visitor).select_related(*RELATED)
    crossing = get_object_or_404(rows, consultation=consultation, slug=slug)
    crossing.consultation = consultation
    return crossing


@require_safe
@fresh
@page_of("crossing")
def crossing_page(request, consultation, crossing_slug):
    crossing = crossing_at(consultation, crossing_slug, request.visitor)
    release = crossing.shown
    context = {
        "consultation": consultation,
        "crossing": crossing,
        "release": release,
        "is_preview": not (crossing.is_published and consultation.is_published),
        "may_prepare": request.user.has_perm("participation.change_crossing", crossing),
    }
    if release:
        context |= page_context(shown_of(crossing, release), asked_of(request.GET))
    response = render(request, "participation/crossings/page.html", context)
    return allowing(response, consultation)


def page_context(shown: Shown, asked: Asked) -> dict:
    shown, credits = named(shown, seen_of(shown, asked))
    rows, subject, thresholds = shown.cells.rows, shown.subject, shown.thresholds
    chosen = chosen_of(rows, asked)
    page = Paginator(listed_of(shown, asked), LISTED).get_page(asked.page)
    return {
        "shown": shown,
        "asked": asked,
        "shows": shows_of(asked, subject, thresholds),
        "legend": legend_of(asked, subject, thresholds),
        "statuses": statuses_of(asked, subject),
        "card": chosen and card_of(chosen, asked, subject, thresholds),
        "is_unknown": bool(asked.cell) and chosen is None,
        "lines": [line_of(row, asked, subject, thresholds, chosen) for row in page],
        "page": page,
        "all_count": len(rows),
        "summary": summary_of(rows, shown.release.totals, subject),
        "picture": picture_of(shown, asked, chosen) if asked.view == "map" else {},
        "downloads": downloads_of(shown.crossing),
        "is_overview": is_overview(shown),
        "is_bare": is_bare(shown, asked),
        "alone": alone_of(shown, asked),
        "map": map_of(shown.crossing.consultation, bounds_of(shown)),
        "told": groups_of(shown, asked) if asked.view == "words" else [],
        "colophon": colophon_of(shown.crossing, shown.release),
        "name_credits": credits,
        "colours": colours(),
        "cells_url": reverse("api:crossing_map", args=[shown.release.pk]),
    }


def is_bare(shown: Shown, asked: Asked) -> bool:
    """Whether people answered, and no cell bears a colour for what they said."""
    rows = shown.cells.rows
    return (
        asked.show != MEASURED
        and any(row["status"] != "no_answer" for row in rows)
        and not any(class_of(row, asked.show, shown.thresholds) for row in rows)
    )


def alone_of(shown: Shown, asked: Asked) -> int:
    """Return how many cells are published without a colour: there is nothing to compare with."""
    rows = (row for row in shown.cells.rows if row["status"] == "published")
    return sum(not class_of(row, asked.show, shown.thresholds) for row in rows)


def seen_of(shown: Shown, asked: Asked) -> list[dict]:
    """The cells that the page may call by their names, and not all of a whole town."""
    rows = shown.cells.rows
    chosen = chosen_of(rows, asked)
    seen = [*rows[:FIRST], chosen] if chosen else rows[:FIRST]
    if asked.view == "words":
        return [*seen, *(row for group in rows_of_groups(rows).values() for row in group)]
    return [*seen, *Paginator(listed_of(shown, asked), LISTED).get_page(asked.page)]


def colours() -> dict:
    """Show → class → colour of the cell and of the letters on it, for the map's script."""
    return {
        show: {code: [colour, letters_on(colour)] for code, colour in palette.items()}
        for show, palette in COLOURS.items()
    }


def chosen_of(rows: list[dict], asked: Asked) -> dict | None:
    """The cell of the card: the one that is asked for, else the most telling one."""
    if asked.cell is None:
        return next((row for row in rows if row["status"] in TOLD), None)
    return next((row for row in rows if (row["i"], row["j"]) == asked.cell), None)


def listed_of(shown: Shown, asked: Asked) -> list[dict]:
    """The cells of the table that the filters let through; beside the map, those that say something."""
    rows = shown.cells.rows
    if asked.view == "map" and not asked.statuses:
        rows = [row for row in rows if row["status"] in TOLD]
    return [
        row for row in rows if is_asked(row, class_of(row, asked.show, shown.thresholds), asked)
    ]
