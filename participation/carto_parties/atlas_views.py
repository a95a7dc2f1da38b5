"""The atlas on paper, and its twin in HTML for those who read without paper."""

import math

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from geo.osm.cells import code_order
from participation.accounts import limits
from participation.accounts.networks import network_of
from participation.carto_parties.atlas import atlas_pdf, said_of, sheet_map
from participation.carto_parties.known import known_in_cell
from participation.carto_parties.pages import party_at
from participation.consultations.pages import fresh

SHEETS_A_NETWORK = 600  # in ten minutes: each costs some tenth of a second
MOST_SHEETS = 60  # of one file: what a printer holds, and a few seconds of work


def chosen_cells(request, party):
    """The cells that `?cells=A1,B2` names, else all; in their order, at most MOST_SHEETS."""
    cells = party.cells.select_related("party__consultation__basemap", "party__layer")
    wanted = {code for code in request.GET.get("cells", "").split(",") if code}
    chosen = [cell for cell in cells if not wanted or cell.code in wanted]
    found = sorted(chosen, key=lambda cell: code_order(cell.code))
    if not found:
        raise Http404
    return found


@require_safe
@fresh
def atlas_page(request, slug):
    """Every sheet as HTML: read on any screen, printed by any browser."""
    party = party_at(slug, request.visitor)
    with timezone.override(party.consultation.zone):
        cells = chosen_cells(request, party)
        context = {
            "consultation": party.consultation,
            "party": party,
            "parts": parts_of(party),
            "sheets": [(cell, lines_of(cell)) for cell in cells[:MOST_SHEETS]],
            "left_out": cells[MOST_SHEETS:],
        }
        return render(request, "participation/carto_parties/atlas.html", context)


def parts_of(party):
    """The files of the atlas: the codes of the first and the last sheet, and the address."""
    codes = sorted(party.cells.values_list("code", flat=True), key=code_order)
    address = reverse("participation:party_atlas_file", args=[party.slug])
    for start in range(0, len(codes), MOST_SHEETS):
        part = codes[start : start + MOST_SHEETS]
        yield part[0], part[-1], len(part), f"{address}?cells={','.join(part)}"


def lines_of(cell):
    """What is known in a cell: numbers as on its map, and words."""
    return [(one.number, said_of(one)) for one in known_in_cell(cell)]


@require_safe
@fresh
def atlas_file(request, slug):
    party = party_at(slug, request.visitor)
    with timezone.override(party.consultation.zone):
        cells = chosen_cells(request, party)[:MOST_SHEETS]
        try:
            limits.check("atlas", network_of(request), SHEETS_A_NETWORK, limits.WINDOW)
        except limits.TooMany as error:
            return asked_too_often(error)
        limits.count("atlas", network_of(request), weight=len(cells))
        pdf = atlas_pdf(party, cells, address_with(request))
    name = f"{party.slug}-{cells[0].code}-{cells[-1].code}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def asked_too_often(error):
    minutes = math.ceil(error.retry_after_s / 60)
    sentence = ngettext(
        "Many sheets were asked for from here in a short time. Ask again in %(count)s minute.",
        "Many sheets were asked for from here in a short time. Ask again in %(count)s minutes.",
        minutes,
    )
    headers = {"Retry-After": str(error.retry_after_s)}
    words = sentence % {"count": minutes}
    return HttpResponse(
        words, status=429, content_type="text/plain; charset=utf-8", headers=headers
    )


def address_with(request):
    """Returns the function that gives the whole address of a cell's page."""

    def address_of(cell):
        path = reverse("participation:cell", args=[cell.party.slug, cell.code])
        return request.build_absolute_uri(path)

    return address_of


@require_safe
@fresh
def cell_picture(request, slug, code):
    """The map of a sheet, for the twin of the atlas."""
    party = party_at(slug, request.visitor)
    cells = party.cells.select_related("party__consultation__basemap")
    cell = get_object_or_404(cells, code=code)
    return HttpResponse(sheet_map(cell, known_in_cell(cell)), content_type="image/svg+xml")
