"""The cells of one release for the map of the page: one file, that caches may keep."""

import json
from functools import lru_cache

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from participation.crossings.models import PUBLIC, Crossing, Release
from participation.crossings.picture import features_of
from participation.crossings.showing import shown_of

RELATED = ("crossing__consultation", "crossing__dataset__indicator", "crossing__theme")


@require_safe
def map_file(request, release_id):
    release = Release.objects.filter(pk=release_id, is_complete=True).select_related(*RELATED)
    release = release.first()
    if release is None or not may_read(request, release):
        raise Http404
    is_public = is_for_all(release)
    etag = f'W/"{release.pk}-{release.made_at.timestamp():.0f}"'
    answer = get_conditional_response(request, etag=etag)
    response = answer if answer is not None else HttpResponse(content_type="application/geo+json")
    if answer is None and request.method != "HEAD":
        response.content = written(release)
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache" if is_public else "private, no-cache"
    return response


def is_for_all(release: Release) -> bool:
    """Whether anyone may read it; asked for again each time, since it may be taken back."""
    published = Crossing.objects.published().filter(pk=release.crossing_id)
    return release.kind == PUBLIC and published.exists()


def may_read(request, release: Release) -> bool:
    if is_for_all(release):
        return True
    return request.user.has_perm("participation.view_crossing", release.crossing)


def written(release: Release) -> bytes:
    return _written(release.pk, release.made_at)


@lru_cache(maxsize=4)
def _written(release_id, _made_at) -> bytes:
    """The same for every reader and in every language: a release never changes."""
    release = Release.objects.select_related(*RELATED).get(pk=release_id)
    features = features_of(shown_of(release.crossing, release))
    return json.dumps(features, ensure_ascii=False, separators=(",", ":")).encode()
