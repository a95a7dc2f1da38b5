"""The recap of a carto-party: a page, a picture for the newsletter, files for tools."""

from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from geo.exports.views import headers_of
from geo.osm.cells import code_order
from participation.carto_parties.comparing import Fate, NotComparable, comparison_of
from participation.carto_parties.newsletter import newsletter_map
from participation.carto_parties.pages import party_at
from participation.carto_parties.recap import (
    FILES,
    OBSTACLES,
    figures_of,
    pictures_of,
    sorts_in_rows,
)
from participation.carto_parties.recap_files import (
    SETS,
    changes_geojson,
    maproulette_tasks,
    remaining,
)
from participation.consultations.pages import fresh


@require_safe
@fresh
def recap_page(request, slug):
    party = party_at(slug, request.visitor)
    with timezone.override(party.consultation.zone):
        return render(request, "participation/carto_parties/recap/page.html", context_of(party))


def context_of(party):
    context = {"party": party, "consultation": party.consultation}
    try:
        comparison = comparison_of(party)
    except NotComparable as error:
        return context | {"obstacle": OBSTACLES[error.code]}
    before, after = pictures_of(party, comparison)
    return context | {
        "comparison": comparison,
        "figures": figures_of(party, comparison),
        "sorts": sorts_in_rows(comparison),
        "sets": FILES,
        "picture_before": before,
        "picture_after": after,
        "remaining": sum(1 for _task in remaining(comparison)),
        "cells": changed_cells(comparison),
    }


def changed_cells(comparison):
    """The cells in which something changed, in their order, and how many objects met each fate."""
    by_cell = comparison.fates_by_cell()
    changed = [code for code, fates in by_cell.items() if fates.total() > fates[Fate.UNCHANGED]]
    return [(code, by_cell[code]) for code in sorted(changed, key=code_order)]


def compared(slug, visitor):
    """The carto-party and what it changed; Http404 where nothing can be compared."""
    party = party_at(slug, visitor)
    try:
        return party, comparison_of(party)
    except NotComparable as error:
        raise Http404 from error


def file_headers(party, name):
    """Files of a published carto-party may be kept for asking again; others are never kept."""
    is_public = party.is_published and party.consultation.is_published
    version = party.consultation.data_version  # raised with the cells and the area too
    etag = f'W/"{party.pk}-{party.after_id}-{version}"' if is_public else None
    return headers_of(f"{party.slug}-{name}", etag)


@require_safe
def changes(request, slug, chosen):
    if chosen not in SETS:
        raise Http404
    party, comparison = compared(slug, request.visitor)
    return JsonResponse(
        changes_geojson(comparison, chosen),
        json_dumps_params={"ensure_ascii": False},
        content_type="application/geo+json",
        headers=file_headers(party, f"{chosen}.geojson"),
    )


@require_safe
def tasks(request, slug):
    party, comparison = compared(slug, request.visitor)
    return StreamingHttpResponse(
        maproulette_tasks(comparison),
        content_type="application/geo+json-seq",
        headers=file_headers(party, "maproulette.geojsonl"),
    )


@require_safe
def picture(request, slug):
    party, comparison = compared(slug, request.visitor)
    return HttpResponse(
        newsletter_map(party, comparison),
        content_type="image/svg+xml",
        headers=file_headers(party, "carte.svg"),
    )
