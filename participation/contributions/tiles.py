"""The contributions of a consultation as vector tiles: what everybody may see, and no more."""

from dataclasses import replace
from functools import lru_cache
from hashlib import blake2s

from django.contrib.gis.db.models.functions import GeoFunc
from django.db import transaction
from django.db.models import Case, CharField, F, IntegerField, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Left
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from geo.tiles import clusters, pyramid
from geo.tiles.cluster_sql import PointSet
from geo.tiles.mercator import MEDIA_TYPE, exists
from geo.tiles.prepared import one_row
from participation.consultations.models import KINDS, Consultation
from participation.consultations.reading import published_version, readable
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
    # Its shape is asked for apart, when it is chosen: it never stands in a tile of contributions.
    "object": Case(When(about="", then=None), default=Value(1), output_field=IntegerField()),
}
LABEL = Case(
    When(theme=None, then=Value(NO_THEME)),
    default=Concat("theme__letter", Value("-"), "theme__shape"),
    output_field=CharField(),
)


def shown():
    """What stands in tiles. Whether the consultation may be read is asked besides."""
    return Contribution.objects.filter(visibility=PUBLIC)


THEMES = """
SELECT coalesce(array_agg(ARRAY[id::text, letter, shape]), '{}')
FROM participation_theme WHERE consultation_id = $1"""


@lru_cache(maxsize=100)
def statements_for(filters: Filters, of_drafts: bool) -> clusters.Statements:
    """The SQL under these filters: made once, the same for all consultations and tiles."""
    consultations = Consultation.objects
    points = PointSet(
        sets=consultations.all() if of_drafts else consultations.published(),
        version="data_version",
        points=filters.apply(shown()),
        owner="consultation_id",
        place="anchor",
        shape="geometry",
        label=LABEL,
        properties=POINT_PROPERTIES,
        shape_properties=SHAPE_PROPERTIES,
        named=("id", "title", "letter", "shape", "colour"),
    )
    return clusters.Statements.of(
        points, is_counted=not filters.is_searched, is_usual=not filters.is_any
    )


def labels(consultation_id, filters: Filters):
    """The categories that `filters` lets through, and the property under which each is counted."""
    if filters.place == "none":
        return {}
    names = {} if filters.themes else {"0": NO_THEME}
    for pk, letter, shape in one_row(THEMES, [consultation_id])[0]:
        if not filters.themes or letter in filters.themes:
            names[pk] = f"{letter}-{shape}"
    kinds = filters.kinds or [kind for kind, _label in KINDS]
    return {f"{theme}:{kind}": name for theme, name in names.items() for kind in kinds}


def drawn_tile(consultation_id, filters: Filters, z, x, y, of_drafts=False):
    """The version of a consultation and one tile of what everybody may see; None of a draft."""
    statements = statements_for(filters, of_drafts)
    wanted = labels(consultation_id, filters) if statements.reads_counts(z) else {}
    return clusters.tile(statements, consultation_id, wanted, z, x, y)


@require_safe
def tile(request, consultation_id, data_version, z, x, y):
    """What anyone may see; of a draft, for those who prepare it."""
    response = public_tile(request, consultation_id, data_version, z, x, y)
    if response is None:
        readable(request, consultation_id)
        filters = filters_in(request, consultation_id)
        _version, body = drawn_tile(consultation_id, filters, z, x, y, of_drafts=True)
        response = kept_by_nobody(body)
    return response


def public_tile(request, consultation_id, data_version, z, x, y):
    """The newest state whichever version is asked for; caches keep only the right address."""
    if not exists(z, x, y):
        raise Http404
    etag = etag_of(request, data_version)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None and published_version(consultation_id) == data_version:
        return unchanged
    found = drawn_tile(consultation_id, filters_in(request, consultation_id), z, x, y)
    if found is None:
        return None
    version, body = found
    response = kept_by_nobody(body)
    if version == data_version:
        response["ETag"] = etag
        response["Cache-Control"] = f"public, max-age={SECONDS_KEPT}"
    return response


def kept_by_nobody(body):
    return HttpResponse(body, content_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})


def etag_of(request, data_version):
    """Of this address at this version: MapLibre keeps what it drew where the ETag stays the same.

    It compares the tile under new filters with the one that it shows, whatever their addresses.
    """
    address = blake2s(request.get_full_path().encode(), digest_size=8).hexdigest()
    return f'"{data_version}-{address}"'


def filters_in(request, consultation_id):
    """Those of the list, but for their order and warnings; most tiles are asked without any."""
    if not request.GET:
        return Filters()
    known = Consultation.objects.only("pk").prefetch_related("themes")
    consultation = get_object_or_404(known, pk=consultation_id)
    chosen = read_filters(request.GET, consultation)
    return replace(chosen, sort="recent", warnings=(), near_name="")


@transaction.atomic(savepoint=False)
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
    rows = Consultation.objects.select_for_update(no_key=True)
    rows.values_list("pk").get(pk=consultation_id)
