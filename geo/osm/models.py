"""What a version of an OpenStreetMap layer was taken from: a snapshot."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from geo.layers.models import LayerVersion


class OsmSnapshot(models.Model):
    """One state of OpenStreetMap within a perimeter: what was asked for, of when, from where."""

    class Source(models.TextChoices):
        OVERPASS = "overpass", _("live server (Overpass)")
        FILE = "file", _("file")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.OneToOneField(
        LayerVersion,
        models.CASCADE,
        related_name="snapshot",
        verbose_name=_("version of a layer"),
    )
    source = models.CharField(_("source"), max_length=10, choices=Source.choices)
    presets = models.JSONField(_("presets"), default=list)  # keys of geo.osm.presets.PRESETS
    conditions = models.JSONField(_("conditions"), default=list)  # one is enough; presets' too
    osm_date = models.DateTimeField(_("date of the data"), null=True, blank=True)
    taken_at = models.DateTimeField(_("taken on"), auto_now_add=True)
    perimeter_version = models.UUIDField(_("version of the perimeter"), null=True, blank=True)
    is_clipped = models.BooleanField(_("clipped to the perimeter"), default=False)
    is_complete = models.BooleanField(_("complete"), default=True)  # the source answered in full
    counts = models.JSONField(_("numbers of objects"), default=dict)  # by preset or condition
    remarks = models.JSONField(_("remarks"), default=list)  # {"code", "count", …}: see remarks.py
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = _("OpenStreetMap snapshot")
        verbose_name_plural = _("OpenStreetMap snapshots")
        ordering = ["-taken_at"]
        default_permissions = ()  # read with its layer, made by imports
        constraints = [
            models.CheckConstraint(
                condition=models.Q(source__in=["overpass", "file"]),
                name="osmsnapshot_source_known",
            ),
        ]

    def __str__(self):
        return str(self.version)
