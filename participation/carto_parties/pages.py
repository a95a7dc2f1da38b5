"""The public page of a carto-party: the announcement before, the progress while it runs."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from geo.osm.cells import code_order
from geo.perimeters.conversion import from_django
from participation.carto_parties.announcement import looked_for_lines
from participation.carto_parties.gpx import outline_gpx
from participation.carto_parties.holding import is_open
from participation.carto_parties.models import CartoParty, Cell
from participation.carto_parties.progress import neediest, progress_of, stage_of, state_now
from participation.consultations.pages import RELATED, fresh
from participation.contributions.maps import allowing, map_of

NEEDIEST = 6  # cells that are offered first
PARTY_RELATED = ["consultation", *(f"consultation__{name}" for name in RELATED)]


def party_at(slug, visitor):
    """The carto-party as the visitor may see it; or Http404."""
    rows = CartoParty.objects.visible_to(visitor).select_related(*PARTY_RELATED)
    return get_object_or_404(rows, slug=slug)


@require_safe
@fresh
def party_page(request, slug):
    party = party_at(slug, request.visitor)
    with timezone.override(party.consultation.zone):
        cells = list(party.cells.all())
        context = live_context(party, cells, request.visitor) | {
            "consultation": party.consultation,
            "looked_for": looked_for_lines(party),
            "is_preview": not (party.is_published and party.consultation.is_published),
            "may_organise": request.user.has_perm("participation.change_cartoparty", party),
            "cells_url": reverse("api:cells", args=[party.slug]),
            "map": map_of(party.consultation, list(party.area.extent)),
        }
        response = render(request, "participation/carto_parties/party.html", context)
    return allowing(response, party.consultation)


@require_safe
@fresh
def live_page(request, slug):
    """The part of the page that is asked for again while it is open."""
    party = party_at(slug, request.visitor)
    with timezone.override(party.consultation.zone):
        cells = list(party.cells.defer("geometry"))
        context = live_context(party, cells, request.visitor)
        return render(request, "participation/carto_parties/live.html", context)


def live_context(party, cells, visitor):
    now = timezone.now()
    cells.sort(key=lambda cell: code_order(cell.code))
    return {
        "party": party,
        "stage": stage_of(party, now),
        "is_open": is_open(party, visitor, now),
        "cells": cells,
        "progress": progress_of(cells, now),
        "neediest": neediest(cells, now)[:NEEDIEST],
        "states": {cell.code: state_now(cell, now) for cell in cells},
        "own": own_cells(party, cells, visitor),
    }


def own_cells(party, cells, visitor):
    """The cells that this visitor holds."""
    held = [cell for cell in cells if cell.status == "taken" and cell.participant_id]
    if not held:
        return []
    ids = visitor.participant_ids
    return [cell for cell in held if cell.participant_id in ids and state_now(cell) == "taken"]


@require_safe
@fresh
def cell_gpx(request, slug, code):
    """The outline of a cell for editors: read by openstreetmap.org in the visitor's browser."""
    rows = Cell.objects.visible_to(request.visitor)
    cell = get_object_or_404(rows, party__slug=slug, code=code)
    body = outline_gpx(cell.code, from_django(cell.geometry))
    response = HttpResponse(body, content_type="application/gpx+xml")
    response["Access-Control-Allow-Origin"] = "*"
    response["Content-Disposition"] = f'inline; filename="{cell.code}.gpx"'
    return response
