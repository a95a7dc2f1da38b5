"""Serves the tiles of a layer version: they never change, so they are kept for good."""

import gzip

from django.http import Http404, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition, require_safe

from geo.layers.models import LayerVersion
from geo.tiles.mercator import MEDIA_TYPE, exists
from geo.tiles.mvt import layer_tile

FOR_EVER = "public, max-age=31536000, immutable"
WORTH_PACKING = 1_000  # bytes


def _etag(request, version_id, z, x, y):
    return f'W/"{version_id}-{z}-{x}-{y}"'


@require_safe
@condition(etag_func=_etag)
def tile(request, version_id, z, x, y):
    """One tile of a complete version."""
    if not exists(z, x, y) or not LayerVersion.objects.complete().filter(pk=version_id).exists():
        raise Http404
    response = packed(request, layer_tile(version_id, z, x, y))
    response["Cache-Control"] = FOR_EVER
    return response


def packed(request, body: bytes) -> HttpResponse:
    """A tile, packed where that is worth it and the browser can unpack it."""
    response = HttpResponse(content_type=MEDIA_TYPE)
    if len(body) > WORTH_PACKING and "gzip" in request.headers.get("Accept-Encoding", ""):
        body = gzip.compress(body, compresslevel=6, mtime=0)
        response["Content-Encoding"] = "gzip"
    response.content = body
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
