"""Serves styles; where the local tiles are is told by the root urls."""

import hashlib
import json

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from basemaps.colours import SCHEMES
from basemaps.models import TileSource
from basemaps.style import empty_style, local_style, raster_style


@require_safe
def style(request, slug, scheme, local_tiles):
    """The style of a basemap; fresh each time, so that a new version of a layer shows at once."""
    if scheme not in SCHEMES:
        raise Http404
    source = get_object_or_404(TileSource, slug=slug)
    if source.kind == TileSource.Kind.VECTOR:
        return HttpResponseRedirect(source.address)
    body = json.dumps(_style(request, source, scheme, local_tiles), ensure_ascii=False)
    etag = f'W/"{hashlib.sha256(body.encode()).hexdigest()[:20]}"'
    response = HttpResponse(body, content_type="application/json")
    response["ETag"] = etag
    patch_cache_control(response, public=True, no_cache=True)
    return get_conditional_response(request, etag=etag, response=response)


def _style(request, source, scheme, local_tiles):
    if source.kind == TileSource.Kind.RASTER:
        return raster_style(scheme, source.address, source.attribution, source.max_zoom)
    tiles = local_tiles(source.address) if source.kind == TileSource.Kind.LOCAL else None
    if tiles is None:
        return empty_style(scheme)
    here = f"{request.scheme}://{request.get_host()}"
    return local_style(
        scheme, tiles._replace(address=here + tiles.address, attribution=source.attribution)
    )
