"""The home page, the page of a consultation and the page of its data."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from participation.consultations.models import Consultation
from participation.consultations.pages import RELATED, fresh, page_of
from participation.consultations.phases import state_of
from participation.consultations.rights import may_contribute
from participation.contributions.downloads import columns_of, downloads_of
from participation.contributions.listing import listing_of
from participation.contributions.maps import allowing, map_of
from participation.contributions.named_places import around, places_named
from participation.contributions.objects import name_objects
from participation.contributions.origins import attribution_of
from participation.contributions.tallies import published_counts
from participation.map_layers.collections import MEANINGS, layer_files
from participation.map_layers.reading import layers_context


@require_safe
@fresh
def home(request):
    rows = Consultation.objects.published().select_related(*RELATED).prefetch_related("phases")
    consultations, counts = list(rows), published_counts()
    for consultation in consultations:
        consultation.now = state_of(consultation)
        consultation.published_count = counts.get(consultation.pk, 0)
    consultations.sort(key=lambda consultation: not consultation.now.is_contributing)
    context = {"consultations": consultations, "host": host_of(consultations)}
    return render(request, "participation/home.html", context)


def host_of(consultations):
    """The organisation to which the service belongs; None where several share it."""
    hosts = {consultation.organisation for consultation in consultations}
    return hosts.pop() if len(hosts) == 1 else None


@require_safe
@fresh
@page_of("consultation")
def consultation_page(request, consultation):
    now = state_of(consultation)
    listing = listing_of(consultation, request.visitor, request.GET)
    context = {
        "consultation": consultation,
        "now": now,
        "phases": now.phases,
        "may_contribute": may_contribute(request.visitor, consultation, now),
        "filters": listing.filters,
        "warnings": listing.warnings,
        "page": listing.page,
        "object_credits": name_objects(listing.page.object_list),
        "total": listing.total,
        "found": listing.found,
        "unplaced": listing.unplaced,
        "unplaced_address": listing.unplaced_address,
        "is_empty": listing.total == 0,
        "is_preview": not consultation.is_published,
        "tiles_url": tiles_url(consultation, listing.filters.chosen),
    }
    context |= layers_context(consultation)
    context |= near_places(consultation, listing.filters.chosen, request.GET)
    context |= map_of(consultation, list(listing.filters.chosen.near) or None)
    response = render(request, "participation/consultation.html", context)
    return allowing(response, consultation)


def near_places(consultation, chosen, query):
    """The places that are called like `near_words`, each with the list around it; {} unasked."""
    words = query.get("near_words", "").strip()
    if not words or chosen.near:
        return {}
    answer = places_named(consultation, words, may_ask=True)
    near = [
        (place, "?" + chosen.address(near=around(place.box), near_name=place.name))
        for place in answer.places
    ]
    return {"answer": answer, "near_places": near}


def tiles_url(consultation, chosen):
    """The tiles' address with {z}, {x} and {y}, under the same filters as the list."""
    address = reverse("api:tile", args=[consultation.pk, consultation.data_version, 0, 0, 0])
    query = chosen.address(sort="recent", near_name="")
    return address.replace("/0/0/0.mvt", "/{z}/{x}/{y}.mvt") + (f"?{query}" if query else "")


@require_safe
@fresh
@page_of("data")
def data_page(request, consultation):
    is_staff = request.user.has_perm("participation.export_contributions", consultation)
    context = {
        "consultation": consultation,
        "downloads": downloads_of(consultation, is_staff),
        "columns": columns_of("public"),
        "staff_columns": columns_of("staff") if is_staff else [],
        "layer_files": layer_files(consultation),
        "layer_columns": [{"name": name, "meaning": meaning} for name, meaning in MEANINGS],
        "licence": consultation.licence,
        "attribution": attribution_of(consultation),
        "language": translation.get_language(),
    }
    return render(request, "participation/data.html", context)
