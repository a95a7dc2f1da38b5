"""What somebody said about a place."""

import uuid

from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import PointOnSurface
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Exact, GreaterThan
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geo.perimeters.models import PerimeterVersion
from geo.places import references
from participation.accounts.models import Participant
from participation.consultations.models import KINDS, LANGUAGES, Consultation, Theme
from participation.contributions.origins import ContributionImport
from participation.contributions.querysets import OWN, ContributionQuerySet

TITLE_LENGTH = 120
TEXT_LENGTH = 2000
NAME_LENGTH = 60
PLACE_LENGTH = 300
VISIBILITIES = [
    ("pending", _("Pending")),
    ("published", _("Published")),
    ("hidden", _("Hidden")),
    ("merged", _("Merged")),
    ("withdrawn", _("Withdrawn")),
]
COURSES = [
    ("received", _("Received")),
    ("under_study", _("Under study")),
    ("accepted", _("Accepted")),
    ("partly", _("Accepted in part")),
    ("not_retained", _("Not retained")),
    ("done", _("Done")),
]
UNPLACED = "unplaced"
OUTCOMES = [("inside", _("Inside")), ("clipped", _("Clipped")), (UNPLACED, _("Without a place"))]
PLACE_COLUMNS = ("drawn", "geometry", "share_kept", "perimeter_version")
CHANNELS = [
    ("web", _("Web")),
    ("kiosk", _("Kiosk")),
    ("paper", _("Paper")),
    ("import", pgettext_lazy("channel", "Import")),
    ("api", _("API")),
]


def among(field, choices):
    return Q(**{f"{field}__in": [value for value, _label in choices]})


def all_null(fields, value):
    return Q(**{f"{field}__isnull": value for field in fields})


def is_point(field):
    form = Func(F(field), function="GeometryType", output_field=models.TextField())
    return Q(Exact(form, Value("POINT"))) & Q(**{f"{field}__isnull": False})


IS_LINE_OR_AREA = Q(
    GreaterThan(Func(F("geometry"), function="ST_Dimension", output_field=models.IntegerField()), 0)
)


class Contribution(models.Model):
    """A proposal or a report on one place, kept as it was drawn and as it was cut.

    One that was taken over from elsewhere may have no place, or only words for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(
        Consultation,
        on_delete=models.PROTECT,
        related_name="contributions",
        verbose_name=_("consultation"),
    )
    number = models.PositiveIntegerField(_("number"))
    client_id = models.UUIDField(editable=False)
    payload_hash = models.CharField(max_length=64, editable=False)
    theme = models.ForeignKey(
        Theme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("theme"),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=KINDS)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    text = models.TextField(_("text"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    drawn = models.GeometryField(_("drawing as sent"), srid=4326, spatial_index=False, null=True)
    geometry = models.GeometryField(
        _("geometry as kept"), srid=4326, spatial_index=False, null=True
    )
    anchor = models.GeneratedField(
        expression=PointOnSurface("geometry"),
        output_field=models.PointField(srid=4326, spatial_index=False),
        db_persist=True,
        verbose_name=_("place of the pin"),
    )
    place_name = models.CharField(_("name of the place"), max_length=PLACE_LENGTH, blank=True)
    share_kept = models.FloatField(_("share kept"), null=True)
    outcome = models.CharField(_("verdict"), max_length=8, choices=OUTCOMES)
    perimeter_version = models.ForeignKey(
        PerimeterVersion,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("version of the perimeter"),
    )
    about = models.CharField(
        _("objects that it is about"),
        max_length=references.LONGEST,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )
    about_version = models.UUIDField(
        _("version of their layer"), null=True, blank=True, editable=False
    )
    found_outside_at = models.DateTimeField(_("found outside"), null=True, blank=True)
    participant = models.ForeignKey(
        Participant,
        on_delete=models.PROTECT,
        related_name="contributions",
        verbose_name=_("participant"),
    )
    display_name = models.CharField(_("display name"), max_length=NAME_LENGTH, blank=True)
    origin = models.ForeignKey(
        ContributionImport,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        editable=False,
        related_name="contributions",
        verbose_name=_("import"),
    )
    channel = models.CharField(_("channel"), max_length=6, choices=CHANNELS, default="web")
    visibility = models.CharField(_("visibility"), max_length=9, choices=VISIBILITIES)
    course = models.CharField(_("course"), max_length=12, choices=COURSES, default="received")
    comment_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    receipt_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    searchable = models.GeneratedField(
        expression=Func(F("title"), F("text"), function="placette_fold"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["-created_at"]
        permissions = [("export_contributions", "Can download every column of contributions")]
        indexes = [
            # Points are found by their anchor; this is for lines and areas that cross a tile.
            # An expression, because GeoDjango forgets the condition where a field is named.
            GistIndex(F("geometry"), name="contribution_shapes", condition=IS_LINE_OR_AREA),
            GistIndex(fields=["anchor"], name="contribution_anchor"),
            GinIndex(OpClass("searchable", "gin_trgm_ops"), name="contribution_searchable"),
            # Lists in their order, whoever reads: authors see their own pending ones in between.
            models.Index(
                fields=["consultation", "-created_at", "-id"],
                name="contribution_listed",
                condition=Q(visibility__in=OWN),
            ),
            models.Index(
                fields=["consultation", "-comment_count", "-created_at", "-id"],
                name="contribution_most_commented",
                condition=Q(visibility__in=OWN),
            ),
            models.Index(
                fields=["consultation", "theme", "kind"],
                name="contribution_pending",
                condition=Q(visibility="pending"),
            ),
            models.Index(
                fields=["origin"], name="contribution_origin", condition=Q(origin__isnull=False)
            ),
            # What has no place is few among many, and counted whenever a list is shown.
            models.Index(
                fields=["consultation", "visibility", "-created_at", "-id"],
                include=["theme", "kind"],
                name="contribution_unplaced",
                condition=Q(geometry=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "client_id"], name="contribution_sent_once"
            ),
            models.UniqueConstraint(
                fields=["consultation", "number"], name="contribution_number_once"
            ),
            models.CheckConstraint(
                condition=Q(drawn__isvalid=True, drawn__isempty=False),
                name="contribution_drawn_valid",
            ),
            models.CheckConstraint(
                condition=Q(geometry__isvalid=True, geometry__isempty=False),
                name="contribution_geometry_valid",
            ),
            models.CheckConstraint(
                condition=Q(share_kept__gt=0.0) & Q(share_kept__lte=1.0),
                name="contribution_share_kept_from_0_to_1",
            ),
            models.CheckConstraint(
                condition=(all_null(PLACE_COLUMNS, False) & ~Q(outcome=UNPLACED))
                | (all_null(PLACE_COLUMNS, True) & Q(outcome=UNPLACED)),
                name="contribution_placed_or_not",
            ),
            # What is shared alike is referred to and never copied: only a point on it is here.
            models.CheckConstraint(
                condition=Q(about="", about_version=None)
                | (
                    Q(about__regex=f"^{references.PATTERN}$", about_version__isnull=False)
                    & is_point("drawn")
                    & is_point("geometry")
                ),
                name="contribution_about_objects_by_a_point",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="contribution_has_a_title"),
            models.CheckConstraint(condition=Q(number__gte=1), name="contribution_number_from_1"),
            models.CheckConstraint(
                condition=~Q(visibility="published") | Q(published_at__isnull=False),
                name="contribution_published_at_some_time",
            ),
            models.CheckConstraint(
                condition=among("visibility", VISIBILITIES), name="contribution_visibility_known"
            ),
            models.CheckConstraint(
                condition=among("course", COURSES), name="contribution_course_known"
            ),
            models.CheckConstraint(
                condition=among("outcome", OUTCOMES), name="contribution_outcome_known"
            ),
            models.CheckConstraint(condition=among("kind", KINDS), name="contribution_kind_known"),
            models.CheckConstraint(
                condition=among("language", LANGUAGES), name="contribution_language_known"
            ),
            models.CheckConstraint(
                condition=among("channel", CHANNELS), name="contribution_channel_known"
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    @property
    def reference(self):
        """The number that people quote: PV-0492. Needs the consultation."""
        return f"{self.consultation.reference_prefix}-{self.number:04d}"

    @property
    def is_published(self):
        return self.visibility == "published"

    @property
    def is_placed(self):
        return self.outcome != UNPLACED

    @property
    def hiding(self):
        """The latest decision that hid it, while it is hidden; its author is told the reason."""
        return self.decisions.filter(action="hide").first() if self.visibility == "hidden" else None

    @property
    def removed(self):
        """GeoJSON text of the part that is not kept, for its author and for staff; or empty."""
        is_cut = self.outcome == "clipped" and not self.about
        return self.drawn.difference(self.geometry).geojson if is_cut else ""
