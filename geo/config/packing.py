"""Packs pages and small data for slow lines; what is streamed or packed already stays as it is."""

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware

PACKED = ("text/html", "application/json", "application/geo+json", "image/svg+xml")


class PackingMiddleware(GZipMiddleware):
    """Django's, with its padding against guessing from lengths; streams go out as they are made."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        kind = response.get("Content-Type", "").partition(";")[0]
        if response.streaming or kind not in PACKED:
            return response
        return super().process_response(request, response)
