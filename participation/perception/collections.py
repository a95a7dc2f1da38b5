"""What leaves of the ratings: one file for staff with the right to it, none for anybody else."""

from django.contrib.gis.db.models import PointField
from django.db.models import Case, F, When
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from geo.exports.collection import Collection, Column, Terms
from participation.consultations.reading import readable
from participation.contributions.collections import title_in
from participation.contributions.origins import attribution_of
from participation.perception.models import HOME, Perception

COLUMNS = (
    Column("id", "code"),
    Column("question", "text", "question_title"),
    Column("source", "code", "question__source"),
    Column("context", "code"),
    Column("scale", "code"),
    Column("value", "number"),
    Column("day", "day"),
    Column("channel", "code"),
    Column("visibility", "code"),
)
MEANINGS = {
    "id": _("Identifier, the same in every file."),
    "question": _("What was asked."),
    "source": _("Source of the noise; empty: all of them, or no noise."),
    "context": _("home: where one lives, over twelve months; passing: here and now."),
    "scale": _("The scale of the number: 0-10, 1-5, 1-7 or 1-11."),
    "value": _("The number as it was given."),
    "day": _("Day on which it was given."),
    "channel": _("How it came: web, walk, import, kiosk, paper or api."),
    "visibility": _("published (it counts) or hidden."),
}
GEOMETRY = _("The place, or the middle of its square of 100 m: longitude, latitude (WGS 84).")


def asked(request, consultation_id):
    """The consultation, and whether who asks may know where the homes are."""
    consultation = readable(request, consultation_id)
    locate = "participation.locate_perceptions"
    consultation.may_locate = request.user.has_perm(locate, consultation)
    return consultation


def may_export(request, consultation):
    return request.user.has_perm("participation.export_perceptions", consultation)


def everything(consultation):
    """Every rating but those withdrawn; homes at their 100 m unless `may_locate`.

    Neither who rated nor the hour is a column: they would show the way of one person.
    """
    rows = Perception.objects.filter(consultation=consultation).exclude(visibility="withdrawn")
    coarse = [] if consultation.may_locate else [When(context=HOME, then=F("public_place"))]
    place = Case(*coarse, default=F("place"), output_field=PointField(srid=4326))
    return rows.annotate(
        shown_place=place,
        question_title=title_in(consultation.languages, "question"),
        day=TruncDate("given_at", tzinfo=consultation.zone),
    )


def terms(consultation):
    return Terms(
        file_name=f"{consultation.slug}-ratings-staff",
        licence=str(_("For the staff only, not to be published")),
        attribution=attribution_of(consultation),
        version=consultation.data_version,
        is_public=False,
    )


RATINGS = Collection(
    name="ratings-staff",
    path="consultations/<uuid:consultation_id>/staff/ratings",
    columns=COLUMNS,
    find=asked,
    may_read=may_export,
    queryset=everything,
    terms=terms,
    geometry="shown_place",
    place="shown_place",
)


def files_of(consultation):
    """The files of a consultation with their columns, for the page of its data."""
    columns = [{"name": column.name, "meaning": MEANINGS[column.name]} for column in COLUMNS]
    names = [
        (
            f"{consultation.slug}-ratings-staff.{kind}",
            reverse(f"data:ratings-staff-{kind}", args=[consultation.pk]),
        )
        for kind in ("geojson", "csv")
    ]
    return {
        "files": [{"name": name, "url": url} for name, url in names],
        "columns": [*columns, {"name": "geometry", "meaning": GEOMETRY}],
    }
