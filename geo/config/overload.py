"""What is answered when the database gave up, or cannot be reached: try again, in a moment."""

import logging

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

log = logging.getLogger(__name__)
RETRY_AFTER_S = 10
PROGRAMS = ("/api/", "/tiles/", "/data/")


class OverloadMiddleware:
    """503 in place of 500 where the same request may succeed later; writing twice stores once."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError | InterfaceError):
            return try_again(request, error)
        return None


def try_again(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("The database gave up.", exc_info=error)
    response = told(request)
    response["Retry-After"] = str(RETRY_AFTER_S)
    response["Cache-Control"] = "no-store"
    return response


def told(request: HttpRequest) -> HttpResponse:
    """The page, for people; a problem of RFC 9457, for programs."""
    if not request.path_info.startswith(PROGRAMS):
        return render(request, "503.html", status=503)
    problem = {"type": "about:blank", "title": "Service Unavailable", "status": 503}
    return JsonResponse(problem, status=503, content_type="application/problem+json")
