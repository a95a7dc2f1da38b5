"""Downloads: who may have a collection, in which format, and what caches may do with it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from geo.exports import csv_file, geojson
from geo.exports.collection import Collection


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file and what writes it."""

    extension: str
    content_type: str
    write: Callable[..., Iterator[bytes]]


FORMATS = (
    Format("geojson", "application/geo+json", geojson.write),
    Format("csv", "text/csv; charset=utf-8; header=present", csv_file.write),
)


def collection_urls(collections: Sequence[Collection]) -> list[URLPattern]:
    """The addresses of all collections, each in all formats: names are <name>-<extension>."""
    return [
        path(
            f"{collection.path}.{kind.extension}",
            download,
            {"collection": collection, "kind": kind},
            name=f"{collection.name}-{kind.extension}",
        )
        for collection in collections
        for kind in FORMATS
    ]


@require_safe
def download(request, collection: Collection, kind: Format, **lookup):
    owner = collection.find(request, **lookup)
    if not collection.may_read(request, owner):
        raise PermissionDenied
    terms = collection.terms(owner)
    etag = f'W/"{collection.name}-{owner.pk}-{terms.version}"' if terms.is_public else None
    content = () if request.method == "HEAD" else kind.write(collection, owner, terms)
    headers = headers_of(f"{terms.file_name}.{kind.extension}", etag)
    response = StreamingHttpResponse(content, headers=headers | {"Content-Type": kind.content_type})
    return get_conditional_response(request, etag=etag, response=response) if etag else response


def headers_of(file_name: str, etag: str | None) -> dict[str, str]:
    """Public files may be kept and must be asked for again each time; others are never kept."""
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    if etag is None:
        return headers | {"Cache-Control": "private, no-store"}
    open_to_all = {"Cache-Control": "public, no-cache", "Access-Control-Allow-Origin": "*"}
    return headers | open_to_all | {"ETag": etag}
