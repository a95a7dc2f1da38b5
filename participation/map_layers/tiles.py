"""The tiles of the layers on maps: for everybody where the consultation is published, else for staff.

A version never changes and the address names the style besides, so a tile is kept for good.
"""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from geo.tiles.layers import FOR_EVER, packed
from geo.tiles.mercator import exists
from geo.tiles.objects import objects_tile
from participation.consultations.reading import readable
from participation.map_layers.models import PublishedLayer


@require_safe
def tile(request, published_id: UUID, version_id: UUID, style_key: str, z: int, x: int, y: int):
    """One tile of a version under the style of the address."""
    response = public_tile(request, published_id, version_id, style_key, z, x, y)
    if response is None:
        published = found(published_id, version_id)
        readable(request, published.consultation_id)
        response = answer(request, published, (z, x, y), version_id, "private, no-store")
    return response


def public_tile(request, published_id, version_id, style_key, z, x, y) -> HttpResponse | None:
    """The tile that anyone may see; None of a draft. Another style than asked for is not kept."""
    if not exists(z, x, y):
        raise Http404
    published = found(published_id, version_id)
    if not published.consultation.is_published:
        return None
    if style_key != published.style_key:
        return answer(request, published, (z, x, y), version_id, "no-store")
    etag = f'W/"{version_id.hex[:12]}-{style_key}-{z}-{x}-{y}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    response = answer(request, published, (z, x, y), version_id, FOR_EVER)
    response["ETag"] = etag
    return response


def found(published_id: UUID, version_id: UUID) -> PublishedLayer:
    """The layer on a map, where this is a complete version of it; else Http404."""
    rows = PublishedLayer.objects.select_related("consultation").prefetch_related("classes")
    complete = {"layer__versions": version_id, "layer__versions__is_complete": True}
    published = rows.filter(pk=published_id, **complete).order_by().first()
    if published is None:
        raise Http404
    return published


def answer(request, published, address, version_id, kept: str) -> HttpResponse:
    response = packed(request, objects_tile(version_id, published.conditions, *address))
    response["Cache-Control"] = kept
    return response
