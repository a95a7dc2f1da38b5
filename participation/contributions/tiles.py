"""The contributions of a consultation as vector tiles: what everybody may see, and no more."""

from functools import lru_cache
from hashlib import blake2s

from django.contrib.gis.db.models.functions import GeoFunc
from django.db import transaction
from django.db.models import Case, CharField, F, TextField, Value, When, prefetch_related_objects
from django.db.models.functions import Cast, Coalesce, Concat, Left
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from geo.tiles import clusters, pyramid
from geo.tiles.cluster_sql import PointSet
from geo.tiles.mercator import MEDIA_TYPE, exists
from participation.consultations.models import KINDS, Consultation
from participation.consultations.reading import readable
from participation.contributions.filters import Filters, read_filters
from participation.contributions.models import Contribution
from participation.contributions.querysets import PUBLIC

LONGEST_TITLE = 80
NO_THEME = "none"
SECONDS_KEPT = 5
"""How long a cache may answer by itself, and so how long what is hidden may live on in one."""


class Form(GeoFunc):
    """point, line or area."""

    template = "(ARRAY['point', 'line', 'area'])[ST_Dimension(%(expressions)s) + 1]"
    output_field = TextField()


CATEGORY = Concat(
    Coalesce(Cast("theme_id", CharField()), Value("0")), Value(":"), F("kind"),
    output_field=CharField(),
)  # fmt: skip
SHAPE_PROPERTIES = {
    "id": Cast("id", TextField()),
    "letter": Coalesce("theme__letter", Value("")),
    "shape": Coalesce("theme__shape", Value("")),
    "colour": Coalesce("theme__colour", Value("")),
    "kind": F("kind"),
    "form": Form("geometry"),
}
POINT_PROPERTIES = SHAPE_PROPERTIES | {
    "title": Left("title", LONGEST_TITLE),
    "comments": F("comment_count"),
}
LABEL = Case(
    When(theme=None, then=Value(NO_THEME)),
    default=Concat("theme__letter", Value("-"), "theme__shape"),
    output_field=CharField(),
)


def shown():
    """What stands in tiles. Whether the consultation may be read is asked before."""
    return Contribution.objects.filter(visibility=PUBLIC)


@lru_cache(maxsize=100)
def statements_for(filters: Filters) -> clusters.Statements:
    """The SQL under these filters: made once, the same for all consultations and tiles."""
    points = PointSet(
        points=filters.apply(shown()),
        owner="consultation_id",
        place="anchor",
        shape="geometry",
        label=LABEL,
        properties=POINT_PROPERTIES,
        shape_properties=SHAPE_PROPERTIES,
        named=("id", "title", "letter", "shape", "colour"),
    )
    return clusters.Statements.of(points, is_counted=not filters.words, is_usual=not filters.is_any)


def labels(consultation, filters: Filters):
    """The categories that `filters` lets through, and the property under which each is counted."""
    if filters.place == "none":
        return {}
    names = {} if filters.themes else {"0": NO_THEME}
    for theme in consultation.themes.all():
        if not filters.themes or theme.letter in filters.themes:
            names[str(theme.pk)] = f"{theme.letter}-{theme.shape}"
    kinds = filters.kinds or [kind for kind, _label in KINDS]
    return {f"{theme}:{kind}": name for theme, name in names.items() for kind in kinds}


def drawn_tile(consultation, filters: Filters, z, x, y) -> bytes:
    """One tile of what everybody may see."""
    statements = statements_for(filters)
    wanted = labels(consultation, filters) if statements.reads_counts(z) else {}
    return clusters.tile(statements, consultation.pk, wanted, z, x, y)


@require_safe
def tile(request, consultation_id, data_version, z, x, y):
    """The newest state whichever version is asked for; caches keep only the right address."""
    if not exists(z, x, y):
        raise Http404
    consultation = readable(request, consultation_id, "data_version")
    is_current = consultation.is_published and data_version == consultation.data_version
    etag = etag_of(request, consultation) if is_current else None
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    body = drawn_tile(consultation, filters_in(request, consultation), z, x, y)
    response = HttpResponse(body, content_type=MEDIA_TYPE)
    response["Cache-Control"] = f"public, max-age={SECONDS_KEPT}" if is_current else "no-store"
    if etag:
        response["ETag"] = etag
    return response


def etag_of(request, consultation):
    """Of this address at this version: MapLibre keeps what it drew where the ETag stays the same.

    It compares the tile under new filters with the one that it shows, whatever their addresses.
    """
    address = blake2s(request.get_full_path().encode(), digest_size=8).hexdigest()
    return f'"{consultation.data_version}-{address}"'


def filters_in(request, consultation):
    """Those of the list, but for their order and warnings; most tiles are asked without any."""
    if not request.GET:
        return Filters()
    prefetch_related_objects([consultation], "themes")
    chosen = read_filters(request.GET, consultation)
    return Filters(chosen.themes, chosen.kinds, chosen.words, place=chosen.place)


@transaction.atomic
def recount(consultation_id, numbers):
    """Bring the counts behind the tiles up to date with these contributions, as they stand now.

    Every verb that changes visibility, place, theme or kind calls it in its transaction, after
    saving. A number that is not public (any more) ends uncounted; a second call changes nothing.
    """
    locked(consultation_id)
    pyramid.recount(consultation_id, counted(consultation_id), "anchor", CATEGORY, numbers)


@transaction.atomic
def recount_all(consultation_id):
    """Count a consultation anew: after a bulk load, or to repair."""
    locked(consultation_id)
    pyramid.recount_all(consultation_id, counted(consultation_id), "anchor", CATEGORY)


def counted(consultation_id):
    """What stands on the map; what has no place is counted where lists are (tallies.py)."""
    return shown().filter(consultation_id=consultation_id, geometry__isnull=False)


def locked(consultation_id):
    """One recount of a consultation at a time; inserts that refer to it go on."""
    Consultation.objects.select_for_update(no_key=True).get(pk=consultation_id)
