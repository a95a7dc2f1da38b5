"""The page of a layer on a map: its objects without the map; and the page of one object."""

import json

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from participation.consultations.maps import allowing, map_around
from participation.consultations.pages import fresh, page_of
from participation.consultations.rights import may_contribute
from participation.map_layers import objects
from participation.map_layers.models import PublishedLayer
from participation.map_layers.objects import Row
from participation.map_layers.reading import ShownLayer, shown


@require_safe
@fresh
@page_of("layer")
def layer_page(request, consultation, layer_slug):
    layer = layer_at(consultation, layer_slug)
    asked = objects.read_asked(request.GET, layer)
    rows, following = objects.page_of(layer, asked)
    context = {
        "consultation": consultation,
        "layer": layer,
        "asked": asked,
        "may_contribute": may_contribute(request.visitor, consultation),
        "rows": rows,
        "next_address": following and following.address(),
        "is_first": not asked.after,
        "first_address": objects.Asked(asked.words, asked.number).address(),
    }
    return render(request, "participation/layer.html", context)


@require_safe
@fresh
@page_of("layer_object")
def object_page(request, consultation, layer_slug, reference):
    layer = layer_at(consultation, layer_slug)
    row = objects.one_of(layer, reference)
    if row is None:
        raise Http404
    context = {"consultation": consultation, "layer": layer, "row": row}
    context["may_contribute"] = may_contribute(request.visitor, consultation)
    context["drawing"] = drawing_of(row)
    context["map"] = map_around(row.geometry, consultation)
    response = render(request, "participation/layer_object.html", context)
    return allowing(response, consultation)


def drawing_of(row: Row) -> dict:
    """One object as the still map of its page draws it, with the mark of its class."""
    look = row.shown_class.style
    return {
        "kept": json.loads(row.geometry.geojson),
        "removed": None,
        "anchor": [row.place.x, row.place.y],
        "icon": f"object|{look.shape}|{look.letter}|{look.colour}|",
    }


def layer_at(consultation, slug) -> ShownLayer:
    """The layer of this name on the map of a consultation, else Http404."""
    rows = PublishedLayer.objects.filter(consultation=consultation, layer__slug=slug)
    published = rows.shown().first()
    if published is None:
        raise Http404
    published.consultation = consultation
    return shown(published)
