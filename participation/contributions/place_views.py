"""Places by name, for the search field: what is found, and what can be taken of the chosen one."""

from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from participation.consultations.pages import fresh, page_of
from participation.consultations.reading import readable
from participation.contributions.filters import box_text
from participation.contributions.named_places import (
    FIELDS,
    around,
    named_place,
    places_named,
    point_given,
)

SECONDS_KEPT = 60


@require_safe
def places(request, consultation_id):
    """What is called like `q`, in the consultation's perimeter and around it, the best first.

    `lang` chooses the language of the kinds; without it, the answer is in French. With
    `ask=service`, an address service that is set is asked where we know no such place.
    """
    consultation = readable(request, consultation_id)
    asked = request.GET.get("lang", "")
    language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    may_ask = request.GET.get("ask") == "service"
    with translation.override(language):
        answer = places_named(consultation, request.GET.get("q", ""), may_ask)
        told_of = {"places": [told(place) for place in answer.places]} | service_told(answer)
    response = JsonResponse(told_of, json_dumps_params={"ensure_ascii": False})
    kept = "public" if consultation.is_published else "private"
    response["Cache-Control"] = f"{kept}, max-age={SECONDS_KEPT}"
    if answer.is_silent:
        response["Cache-Control"] = "no-store"
    return response


def service_told(answer):
    """Which service was asked, and how it is to be named; nothing where none was."""
    if answer.service is None:
        return {}
    service = {"host": answer.service.host, "attribution": answer.service.attribution}
    return {"service": service | {"answers": not answer.is_silent}}


def told(place):
    """A place as the search field reads it."""
    return {
        "id": place.pk,
        "name": place.name,
        "also": place.also,
        "kind": place.kind,
        "kind_label": str(place.kind_label),
        "form": place.form,
        "commune": place.commune,
        "lon": round(place.lon, 7),
        "lat": round(place.lat, 7),
        "box": [round(degrees, 7) for degrees in place.box],
        "near": box_text(around(place.box)),
        "inside": place.is_inside,
    }


@require_safe
@fresh
@page_of("named_place")
def chosen_place(request, consultation):
    """The part of the form about one place, to be put into the page."""
    chosen = {name: request.GET.get(name, "") for name in FIELDS}
    point = point_given(chosen["place"])
    named = named_place(consultation, chosen["place"])
    if named is None and point is None:
        raise Http404
    context = {"named": named, "point": point, "point_name": request.GET.get("place_words", "")}
    return render(request, "participation/steps/chosen_place.html", chosen | context)
