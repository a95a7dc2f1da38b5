"""How the cells are computed, with which numbers, and what is not known."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from participation.consultations.pages import fresh, page_of
from participation.crossings.colophon import colophon_of
from participation.crossings.method import curve_of, parameters_of
from participation.crossings.pages import crossing_at
from participation.crossings.showing import shown_of, subject_of


@require_safe
@fresh
@page_of("crossing_method")
def method_page(request, consultation, crossing_slug):
    crossing = crossing_at(consultation, crossing_slug, request.visitor)
    release = crossing.shown
    context = {
        "consultation": consultation,
        "crossing": crossing,
        "release": release,
        "subject": subject_of(crossing, release),
        "curve": curve_of(crossing.curve),
    }
    if release:
        shown = shown_of(crossing, release)
        context |= {
            "colophon": colophon_of(crossing, release),
            "parameters": parameters_of(shown),
            "thresholds": shown.thresholds,
        }
    return render(request, "participation/crossings/method.html", context)
