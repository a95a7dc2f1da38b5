"""What the page of the data says: files, their columns and what each column means."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participation.contributions.collections import PUBLIC_COLUMNS, STAFF_COLUMNS

FORMATS = [("geojson", "GeoJSON"), ("csv", "CSV")]
COLUMN_SETS = {"public": PUBLIC_COLUMNS, "staff": STAFF_COLUMNS}
MEANINGS = {
    "id": _("Identifier, the same in every file and address."),
    "kind": _("proposal or report."),
    "theme": _("Title of the theme."),
    "title": _("The contribution in one sentence."),
    "text": _("The whole message."),
    "language": _("Language of the text: fr, it or en."),
    "course": _("Where it stands: received, under_study, accepted, partly, not_retained or done."),
    "day": _("Day on which it was received."),
    "share_kept": _("Share of the drawing that lies in the perimeter, from 0 to 1."),
    "comments": _("Number of published comments."),
    "about": _(
        "Objects of OpenStreetMap that it is about: the layer, then n, w or r (node, way, relation) "
        "and the number; for a part of a street, then the two streets between which it lies."
    ),
    "drawn": _("The drawing as it was sent."),
    "verdict": _("inside or clipped."),
    "perimeter_version": _("Identifier of the version of the perimeter that judged it."),
    "display_name": _("The name that the author gave, if any."),
    "channel": _("How it came: web, kiosk, paper, import or api."),
    "time": _("Instant at which it was received."),
    "visibility": _("pending, published, hidden, merged or withdrawn."),
}
GEOMETRY = _("The place or the part of the drawing in the perimeter: longitude, latitude (WGS 84).")


def columns_of(collection):
    """The columns of the public or the staff files, in their order, with their meaning."""
    columns = [
        {"name": column.name, "meaning": MEANINGS[column.name]}
        for column in COLUMN_SETS[collection]
    ]
    return [*columns, {"name": "geometry", "meaning": GEOMETRY}]


def downloads_of(consultation, is_staff):
    collections = [("contributions", False)]
    if is_staff:
        collections.append(("contributions-staff", True))
    return [
        {
            "name": f"{consultation.slug}-contributions.{extension}",
            "format": label,
            "url": reverse(f"data:{name}-{extension}", args=[consultation.pk]),
            "is_staff": for_staff,
        }
        for name, for_staff in collections
        for extension, label in FORMATS
    ]
