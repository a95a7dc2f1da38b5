"""Tiles that anyone may see, answered before the service looks at who asks and in which language.

A map asks for a dozen at once. Sessions, accounts, languages and the policies of pages matter to
none of them, and took as long as finding the points. Drafts and refusals go the long way.
"""

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve

from geo.config.overload import try_again
from participation.contributions import tiles as contributions
from participation.map_layers import tiles as map_layers

PATHS = ("/tiles/consultations/", "/tiles/map-layers/")
EARLY = {one.tile: one.public_tile for one in (contributions, map_layers)}


class PublicTilesMiddleware:
    """Stands behind the security headers, which all answers have."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.method == "GET" and request.path_info.startswith(PATHS)
        return (answer(request) if asked else None) or self.get_response(request)


def answer(request: HttpRequest) -> HttpResponse | None:
    """The tile, or None where the long way decides what is to be said."""
    request.get_host()  # refuses a foreign one
    try:
        found = resolve(request.path_info)
        early = EARLY.get(found.func)
        response = early(request, **found.kwargs) if early else None
    except Http404:
        return None
    except (InterfaceError, OperationalError) as error:
        return try_again(request, error)
    if response is not None:
        response["Content-Length"] = len(response.content)
    return response
