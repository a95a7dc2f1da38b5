"""Where a carto-party goes, and in which cells: shown before it is stored."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.osm.cells import TooManyCells, code_order
from geo.perimeters.conversion import to_django
from participation.carto_parties.models import CartoParty
from participation.carto_parties.party_forms import GroundForm
from participation.carto_parties.recap_jobs import compare_anew
from participation.carto_parties.sharing_out import (
    MOST_EXPECTED,
    CellsInUse,
    drafted,
    fitting_side,
    is_in_use,
    share_out,
)
from participation.consultations.versions import raise_version
from participation.contributions.maps import allowing, map_of

GROUND = "admin:participation_cartoparty_ground"
TEMPLATE = "admin/participation/carto_parties/ground.html"
CHANGE = "participation.change_cartoparty"


class GroundPages:
    """Mixed into the administration of carto-parties."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.ground_view)
        name = GROUND.partition(":")[2]
        return [path("<uuid:pk>/ground/", view, name=name), *super().get_urls()]

    def party_to_change(self, request, pk):
        rows = self.get_queryset(request).select_related(
            "consultation__perimeter", "consultation__basemap", "consultation__organisation"
        )
        party = get_object_or_404(rows, pk=pk)
        if not request.user.has_perm(CHANGE, party):
            raise PermissionDenied
        return party

    def ground_view(self, request, pk):
        """The ground as it is; as it would be; and, when it is confirmed, stored."""
        party = self.party_to_change(request, pk)
        initial = {
            "way": "as_it_is",
            "cell_side_m": party.cell_side_m,
            "objects_per_km": party.objects_per_km,
        }
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = GroundForm(party, *given, initial=initial)
        if not form.is_bound:
            return self.ground(request, party, form, in_order(party.cells.all()))
        if not form.is_valid():
            return self.ground(request, party, form, [], 422)
        redraw(party, form)
        return self.try_out(request, party, form)

    def try_out(self, request, party, form):
        """Show the cells, or store them."""
        try:
            if "store" in request.POST:
                return self.store(request, party, form)
            return self.ground(request, party, form, drafted(party), is_draft=True)
        except TooManyCells as error:
            form.add_error("cell_side_m", too_many(error.count))
        except CellsInUse:
            form.add_error(None, _("Teams have been in cells already: they stay as they are."))
        return self.ground(request, party, form, [], 422)

    def store(self, request, party, form):
        made = share_out(party)
        CartoParty.objects.filter(pk=party.pk).update(
            area=party.area, cell_side_m=party.cell_side_m, objects_per_km=party.objects_per_km
        )
        compare_anew(party, request.user)
        raise_version(party.consultation_id)
        self.log_change(request, party, _("Ground and cells."))
        messages.success(request, cells_made(len(made)))
        return HttpResponseRedirect(reverse(GROUND, args=[party.pk]))

    def ground(self, request, party, form, cells, status=200, is_draft=False):
        heavy = [cell.code for cell in cells if cell.expected > MOST_EXPECTED]
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Ground and cells"),
            "party": party,
            "form": form,
            "cells": cells,
            "is_draft": is_draft,
            "at": "ground",
            "is_in_use": is_in_use(party),
            "heavy": heavy,
            "most_expected": MOST_EXPECTED,
            "knows_streets": any(cell.street_m is not None for cell in cells),
            "minutes": sum(cell.minutes for cell in cells),
            "expected": sum(cell.expected for cell in cells),
            "sent_along": form.sent_along() if is_draft else "",
            "map": map_of(party.consultation, list(party.area.extent)),
            "verdict_url": reverse("api:verdict", args=[party.consultation_id]),
        }
        response = TemplateResponse(request, TEMPLATE, context, status=status)
        return allowing(response, party.consultation)


def in_order(cells):
    """Cells as one reads the map: A2 before A10."""
    return sorted(cells, key=lambda cell: code_order(cell.code))


def redraw(party, form):
    """Put what was said on the carto-party, without storing it."""
    if form.area is not None:
        party.area = to_django(form.area)
    party.cell_side_m = form.cleaned_data["cell_side_m"] or fitting_side(party)
    party.objects_per_km = form.cleaned_data["objects_per_km"]


def too_many(count):
    return _("That would be %(count)s cells or more. Choose larger cells, or a smaller area.") % {
        "count": count
    }


def cells_made(count):
    sentence = ngettext("%(count)s cell was made.", "%(count)s cells were made.", count)
    return sentence % {"count": count}
