"""What leaves of the contributions: the columns for everybody, and those for staff."""

from dataclasses import replace

from django.db.models import CharField, DecimalField
from django.db.models.expressions import Value
from django.db.models.functions import Cast, Coalesce, NullIf, TruncDate
from modeltranslation.utils import build_localized_fieldname

from geo.exports.collection import Collection, Column, Terms
from participation.consultations.reading import readable
from participation.contributions.filters import Filters, read_filters
from participation.contributions.models import Contribution
from participation.contributions.origins import attribution_of
from participation.contributions.querysets import PUBLIC

PUBLIC_COLUMNS = (
    Column("id", "code"),
    Column("kind", "code"),
    Column("theme", "text", "theme_title"),
    Column("title", "text"),
    Column("text", "text"),
    Column("language", "code"),
    Column("course", "code"),
    Column("day", "day"),
    Column(
        "share_kept", "number", Cast("share_kept", DecimalField(max_digits=5, decimal_places=4))
    ),
    Column("comments", "number", "comment_count"),
    Column("about", "text", NullIf("about", Value(""))),
)
STAFF_COLUMNS = (
    *PUBLIC_COLUMNS,
    Column("drawn", "geometry"),
    Column("verdict", "code", "outcome"),
    Column("perimeter_version", "code", "perimeter_version_id"),
    Column("display_name", "text"),
    Column("channel", "code"),
    Column("time", "time", "created_at"),
    Column("visibility", "code"),
)


def title_in(languages, thing):
    """The title of a theme or a question in the first of the languages that has one."""
    titles = [
        NullIf(f"{thing}__{build_localized_fieldname('title', language)}", Value(""))
        for language in dict.fromkeys([*languages, "fr", "it", "en"])
    ]
    return Coalesce(*titles, output_field=CharField())


def asked(request, consultation_id):
    """The consultation, with the filters of the address: the same as those of the list."""
    consultation = readable(request, consultation_id)
    consultation.filters = read_filters(request.GET, consultation) if request.GET else Filters()
    return consultation


def everything(consultation):
    """All contributions under the filters, in whatever state: for staff."""
    rows = consultation.filters.apply(Contribution.objects.filter(consultation=consultation))
    return rows.annotate(
        theme_title=title_in(consultation.languages, "theme"),
        day=TruncDate("created_at", tzinfo=consultation.zone),
    )


def published(consultation):
    return everything(consultation).filter(visibility=PUBLIC)


def public_terms(consultation):
    return Terms(
        file_name=f"{consultation.slug}-contributions",
        licence=consultation.licence,
        attribution=attribution_of(consultation),
        version=consultation.data_version,
        is_public=consultation.is_published,
    )


def staff_terms(consultation):
    terms = public_terms(consultation)
    return replace(terms, file_name=f"{terms.file_name}-staff", is_public=False)


def anybody(request, consultation):
    return True


def may_export(request, consultation):
    return request.user.has_perm("participation.export_contributions", consultation)


PUBLIC_CONTRIBUTIONS = Collection(
    name="contributions",
    path="consultations/<uuid:consultation_id>/contributions",
    columns=PUBLIC_COLUMNS,
    find=asked,
    may_read=anybody,
    queryset=published,
    terms=public_terms,
    order="number",
    place="anchor",
)
STAFF_CONTRIBUTIONS = Collection(
    name="contributions-staff",
    path="consultations/<uuid:consultation_id>/staff/contributions",
    columns=STAFF_COLUMNS,
    find=asked,
    may_read=may_export,
    queryset=everything,
    terms=staff_terms,
    order="number",
    place="anchor",
)
COLLECTIONS = [PUBLIC_CONTRIBUTIONS, STAFF_CONTRIBUTIONS]
