"""The recap of a carto-party: a page, a picture for the newsletter, files for tools."""

from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from geo.exports.views import headers_of
from geo.osm.cells import code_order
from participation.carto_parties.comparing import Fate, NotComparable
from participation.carto_parties.kept import kept_recap, outlined, whole
from participation.carto_parties.newsletter import newsletter_map
from participation.carto_parties.pages import party_at
from participation.carto_parties.recap import (
    FILES,
    NOT_READY,
    OBSTACLES,
    figures_of,
    hashtag_words,
    pictures_of,
    sorts_in_rows,
)
from participation.carto_parties.recap_files import SETS, changes_geojson, maproulette_tasks
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
        recap = kept_recap(party)
    except NotComparable as error:
        return context | {"obstacle": OBSTACLES[error.code]}
    if recap is None:
        return context | {"obstacle": NOT_READY}
    comparison = outlined(party, recap)
    before, after = pictures_of(party, comparison)
    return context | {
        "comparison": comparison,
        "figures": figures_of(party, comparison),
        "sorts": sorts_in_rows(comparison),
        "sets": FILES,
        "picture_before": before,
        "picture_after": after,
        "remaining": recap.remaining - recap.sure,
        "hashtag_words": hashtag_words(party, recap),
        "cells": changed_cells(comparison),
    }


def changed_cells(comparison):
    """The cells in which something changed, in their order, and how many objects met each fate."""
    by_cell = comparison.fates_by_cell()
    changed = [code for code, fates in by_cell.items() if fates.total() > fates[Fate.UNCHANGED]]
    return [(code, by_cell[code]) for code in sorted(changed, key=code_order)]


def compared(slug, visitor):
    """The carto-party and what was kept of its comparison; Http404 where there is none."""
    party = party_at(slug, visitor)
    try:
        recap = kept_recap(party)
    except NotComparable as error:
        raise Http404 from error
    if recap is None:
        raise Http404
    return party, recap


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
    party, recap = compared(slug, request.visitor)
    return JsonResponse(
        changes_geojson(whole(party, recap, SETS[chosen]), chosen),
        json_dumps_params={"ensure_ascii": False},
        content_type="application/geo+json",
        headers=file_headers(party, f"{chosen}.geojson"),
    )


@require_safe
def tasks(request, slug):
    party, recap = compared(slug, request.visitor)
    return StreamingHttpResponse(
        maproulette_tasks(whole(party, recap, set(Fate))),
        content_type="application/geo+json-seq",
        headers=file_headers(party, "maproulette.geojsonl"),
    )


@require_safe
def picture(request, slug):
    party, recap = compared(slug, request.visitor)
    return HttpResponse(
        newsletter_map(party, outlined(party, recap)),
        content_type="image/svg+xml",
        headers=file_headers(party, "carte.svg"),
    )
