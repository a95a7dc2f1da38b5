"""The report of a crossing: the PDF, its figures, and the twin that says the same as a page."""

from dataclasses import asdict, replace

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from participation.consultations.pages import fresh, page_of
from participation.crossings import files
from participation.crossings.file_views import Wanted, answer
from participation.crossings.keeping import fingerprint_of
from participation.crossings.pages import crossing_at
from participation.crossings.report import (
    INTERVALS,
    MAP,
    figures_of,
    headings,
    report_of,
    report_pdf,
    told_most,
)
from participation.crossings.showing import Shown, shown_of
from participation.crossings.standalone import standalone_map

VERSION = 3  # raised when the report says more, or otherwise
SVG, PDF, HTML = "image/svg+xml", "application/pdf", "text/html; charset=utf-8"


def shown_at(request, consultation, slug) -> Shown:
    """What is shown of a crossing; Http404 where nothing was released yet."""
    crossing = crossing_at(consultation, slug, request.visitor)
    release = crossing.shown
    if release is None:
        raise Http404
    return shown_of(crossing, release)


def wanted(shown: Shown, name: str, content_type: str, *more) -> Wanted:
    meta = files.meta_of(shown.crossing, shown.release)
    said = (VERSION, meta, asdict(shown.subject), shown.thresholds, *more)
    return Wanted(
        shown.crossing,
        shown.release,
        name,
        content_type,
        fingerprint_of(*said),
        is_attached=False,
    )


@require_safe
@page_of("crossing_report_file")
def report_file(request, consultation, crossing_slug):
    shown = shown_at(request, consultation, crossing_slug)
    page = request.build_absolute_uri(request.path.rsplit("/", 1)[0] + "/")
    file = wanted(shown, f"report-{get_language()}.pdf", PDF, page)
    return answer(request, file, lambda: report_pdf(shown, page))


@require_safe
@page_of("crossing_report_figure")
def report_figure(request, consultation, crossing_slug, figure):
    if figure not in (MAP, INTERVALS):
        raise Http404
    shown = shown_at(request, consultation, crossing_slug)
    if figure == INTERVALS and not told_most(shown):
        raise Http404
    file = wanted(shown, f"{figure}-{get_language()}.svg", SVG)
    return answer(request, file, lambda: figures_of(shown)[figure])


@require_safe
@fresh
@page_of("crossing_report")
def report_page(request, consultation, crossing_slug):
    shown = shown_at(request, consultation, crossing_slug)
    context = {
        "consultation": consultation,
        "crossing": shown.crossing,
        "release": shown.release,
        "report": report_of(shown),
        "words": headings(),
    }
    return render(request, "participation/crossings/report.html", context)


@require_safe
@page_of("crossing_map_file")
def map_in_one_file(request, consultation, crossing_slug):
    shown = shown_at(request, consultation, crossing_slug)
    page = request.build_absolute_uri(request.path.rsplit("/", 1)[0] + "/")
    file = replace(wanted(shown, f"map-{get_language()}.html", HTML, page), is_attached=True)
    return answer(request, file, lambda: standalone_map(shown, report_of(shown), page))
