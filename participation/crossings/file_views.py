"""The files of a crossing: its cells for planners' tools, kept with their release."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from geo.exports.views import headers_of
from participation.crossings import files
from participation.crossings.keeping import fingerprint_of, kept
from participation.crossings.models import Crossing, Release

VERSION = 1  # raised when the files say more, or otherwise
RELATED = (
    "consultation__organisation",
    "consultation__perimeter",
    "consultation__basemap",
    "dataset__indicator",
    "question",
    "theme",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file of cells, and what writes it."""

    extension: str
    label: str
    content_type: str
    write: Callable[[Crossing, Release], bytes]


KINDS = {
    kind.extension: kind
    for kind in (
        Kind("geojson", "GeoJSON", "application/geo+json", files.geojson),
        Kind("gpkg", "GeoPackage", "application/geopackage+sqlite3", files.geopackage),
        Kind("csv", "CSV", "text/csv; charset=utf-8; header=present", files.csv_file),
    )
}


def released(crossings, **which) -> tuple[Crossing, Release]:
    """The crossing and the release that it shows; Http404 without either."""
    crossing = get_object_or_404(crossings.select_related(*RELATED), **which)
    release = crossing.shown
    if release is None:
        raise Http404
    return crossing, release


@require_safe
def cells(request, crossing_id, extension):
    kind = KINDS[extension]
    crossing, release = released(Crossing.objects.visible_to(request.visitor), pk=crossing_id)
    made_from = fingerprint_of(VERSION, files.meta_of(crossing, release))
    return answer(
        request,
        Wanted(crossing, release, f"cells.{extension}", kind.content_type, made_from),
        lambda: kind.write(crossing, release),
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file of a release; made_from: fingerprint of what it tells beside the cells."""

    crossing: Crossing
    release: Release
    name: str
    content_type: str
    made_from: str
    is_attached: bool = True

    @property
    def etag(self) -> str:
        return f'W/"{self.release.pk}-{self.name}-{self.made_from[:16]}"'

    @property
    def headers(self) -> dict[str, str]:
        """Those of every download; what is read in the browser is not offered for keeping."""
        crossing = self.crossing
        is_public = crossing.is_published and crossing.consultation.is_published
        headers = headers_of(f"{crossing.slug}-{self.name}", self.etag if is_public else None)
        if not self.is_attached:
            headers["Content-Disposition"] = headers["Content-Disposition"].replace(
                "attachment", "inline"
            )
        return headers


def answer(request, wanted: Wanted, make: Callable[[], bytes]) -> HttpResponse:
    """Answer with a file that is kept, or is made now; not at all where the reader has it."""
    etag = wanted.headers.get("ETag")
    unchanged = get_conditional_response(request, etag=etag) if etag else None
    if unchanged is not None:
        return unchanged
    content = b""
    if request.method != "HEAD":
        content = kept(wanted.release, wanted.name, wanted.made_from, make)
    return HttpResponse(content, content_type=wanted.content_type, headers=wanted.headers)
