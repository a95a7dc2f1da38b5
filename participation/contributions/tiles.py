"""The contributions of a consultation as vector tiles: what everybody may see, and no more."""

from django.contrib.gis.db.models.functions import GeoFunc
from django.db import transaction
from django.db.models import CharField, F, TextField, Value, prefetch_related_objects
from django.db.models.functions import Cast, Coalesce, Concat, Left
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from geo.tiles import clusters, pyramid
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


def shown(consultation_id):
    """What stands in tiles. Whether the consultation may be read is asked before."""
    return Contribution.objects.filter(consultation_id=consultation_id, visibility=PUBLIC)


def labels(consultation, filters: Filters):
    """The categories that `filters` lets through, and the property under which each is counted."""
    names = {} if filters.themes else {"0": NO_THEME}
    for theme in consultation.themes.all():
        if not filters.themes or theme.letter in filters.themes:
            names[str(theme.pk)] = f"{theme.letter}-{theme.shape}"
    kinds = filters.kinds or [kind for kind, _label in KINDS]
    return {f"{theme}:{kind}": name for theme, name in names.items() for kind in kinds}


def points_of(consultation, filters: Filters) -> clusters.PointSet:
    return clusters.PointSet(
        id=consultation.pk,
        points=filters.apply(shown(consultation.pk)),
        place="anchor",
        shape="geometry",
        category=CATEGORY,
        labels=labels(consultation, filters),
        properties=POINT_PROPERTIES,
        shape_properties=SHAPE_PROPERTIES,
        is_counted=not filters.words,
    )


@require_safe
def tile(request, consultation_id, data_version, z, x, y):
    """The newest state whichever version is asked for; caches keep only the right address."""
    if not clusters.exists(z, x, y):
        raise Http404
    consultation = readable(request, consultation_id)
    is_current = consultation.is_published and data_version == consultation.data_version
    etag = f'"{consultation.data_version}"' if is_current else None
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    prefetch_related_objects([consultation], "themes")
    points = points_of(consultation, read_filters(request.GET, consultation))
    response = HttpResponse(
        clusters.tile(points, z, x, y), content_type="application/vnd.mapbox-vector-tile"
    )
    response["Cache-Control"] = f"public, max-age={SECONDS_KEPT}" if is_current else "no-store"
    if etag:
        response["ETag"] = etag
    return response


@transaction.atomic
def recount(consultation_id, numbers):
    """Bring the counts behind the tiles up to date with these contributions, as they stand now.

    Every verb that changes visibility, place, theme or kind calls it in its transaction, after
    saving. A number that is not public (any more) ends uncounted; a second call changes nothing.
    """
    locked(consultation_id)
    pyramid.recount(consultation_id, shown(consultation_id), "anchor", CATEGORY, numbers)


@transaction.atomic
def recount_all(consultation_id):
    """Count a consultation anew: after a bulk load, or to repair."""
    locked(consultation_id)
    pyramid.recount_all(consultation_id, shown(consultation_id), "anchor", CATEGORY)


def locked(consultation_id):
    """One recount of a consultation at a time; inserts that refer to it go on."""
    Consultation.objects.select_for_update(no_key=True).get(pk=consultation_id)
