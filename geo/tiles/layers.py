"""Serves the tiles of a layer version: they never change, so they are kept for good."""

import gzip

from django.http import Http404, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition, require_safe

from geo.layers.models import LayerVersion
from geo.tiles.mvt import LARGEST_ZOOM, layer_tile

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
A_YEAR_S = 31_536_000
WORTH_PACKING = 1_000  # bytes


def _etag(request, version_id, z, x, y):
    return f'W/"{version_id}-{z}-{x}-{y}"'


@require_safe
@condition(etag_func=_etag)
def tile(request, version_id, z, x, y):
    """One tile of a complete version, packed where the browser can unpack it."""
    is_on_the_map = z <= LARGEST_ZOOM and x < 2**z and y < 2**z
    if not is_on_the_map or not LayerVersion.objects.complete().filter(pk=version_id).exists():
        raise Http404
    body = layer_tile(version_id, z, x, y)
    response = HttpResponse(content_type=MEDIA_TYPE)
    if len(body) > WORTH_PACKING and "gzip" in request.headers.get("Accept-Encoding", ""):
        body = gzip.compress(body, compresslevel=6, mtime=0)
        response["Content-Encoding"] = "gzip"
    response.content = body
    response["Cache-Control"] = f"public, max-age={A_YEAR_S}, immutable"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
