"""The heatmap of counts, for the staff only, with what it does not show."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from participation.consultations.pages import fresh, page_of
from participation.crossings.counts import counts_of
from participation.crossings.pages import crossing_at


@require_safe
@fresh
@page_of("crossing_counts")
def counts_page(request, consultation, crossing_slug):
    crossing = crossing_at(consultation, crossing_slug, request.visitor)
    if not request.user.has_perm("participation.view_crossing", crossing):
        raise Http404
    context = {
        "consultation": consultation,
        "crossing": crossing,
        "counts": counts_of(crossing),
    }
    return render(request, "participation/crossings/counts.html", context)
