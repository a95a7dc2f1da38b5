"""Perimeters and their versions. A version never changes; accepting one makes it current."""

import uuid
from datetime import datetime

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from geo.crs import DEGREES


def moment(instant: datetime) -> str:
    """Return a moment of the service's time zone in the words of the active language."""
    return date_format(localtime(instant), "SHORT_DATETIME_FORMAT")


class Perimeter(models.Model):
    """The area of a project. Its measures are taken in one metric system."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200)
    metric_srid = models.IntegerField(
        _("metric system"),
        help_text=_("EPSG code of the system in which lengths and areas are measured."),
    )
    current = models.ForeignKey(
        "PerimeterVersion",
        models.RESTRICT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("version in force"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("perimeter")
        verbose_name_plural = _("perimeters")
        ordering = ["name"]

    def __str__(self):
        return self.name


class PerimeterVersionQuerySet(models.QuerySet):
    """Reading versions."""

    def accepted(self):
        """Those that staff accepted: the public may see them."""
        return self.filter(accepted_at__isnull=False)


class PerimeterVersion(models.Model):
    """One state of a perimeter: the area, where it came from, what was repaired in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    perimeter = models.ForeignKey(
        Perimeter, models.CASCADE, related_name="versions", verbose_name=_("perimeter")
    )
    area = models.MultiPolygonField(_("area"), srid=DEGREES)
    area_m2 = models.FloatField(_("area in square metres"))
    origin = models.TextField(_("origin"), help_text=_("The file and the conditions."))
    report = models.JSONField(_("report of the import"), default=list)
    created_at = models.DateTimeField(_("imported"), auto_now_add=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True, editable=False)

    objects = PerimeterVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a perimeter")
        verbose_name_plural = _("versions of perimeters")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(area__isvalid=True), name="perimeterversion_area_valid"
            ),
            models.CheckConstraint(
                condition=Q(area__isempty=False), name="perimeterversion_area_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(area_m2__gt=0), name="perimeterversion_area_m2_positive"
            ),
        ]

    def __str__(self):
        return f"{self.perimeter} ({moment(self.created_at)})"


class PerimeterDraft(models.Model):
    """A perimeter in the making, for who makes it alone; see `drafts`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.CharField(_("owner"), max_length=40)  # the key of a user: geo knows no users
    perimeter = models.ForeignKey(
        Perimeter, models.CASCADE, null=True, related_name="+", verbose_name=_("perimeter")
    )
    name = models.CharField(_("name"), max_length=200)
    countries = models.JSONField(_("countries"), default=list)
    uploads = models.JSONField(_("uploaded files"), default=list)  # ids, in their order
    answers = models.JSONField(_("answers"), default=dict)  # by upload: encoding, layer, srid
    left_out = models.JSONField(_("left out"), default=list)  # keys of features not chosen
    where = models.TextField(_("conditions"), blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("draft of a perimeter")
        verbose_name_plural = _("drafts of perimeters")
        default_permissions = ()  # whoever may add or change perimeters may draft them

    def __str__(self):
        return self.name
