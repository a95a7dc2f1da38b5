"""Sets of features in versions: a layer shows one complete version until the next one is whole."""

import uuid

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LayerQuerySet(models.QuerySet):
    """Reading layers."""

    def seen_by(self, user):
        """Without the working papers of others: layers that are not findable may be some."""
        private = self.filter(is_findable=False)
        others = [one.pk for one in private if not user.has_perm("geo.view_layer", one)]
        return self.exclude(pk__in=others)


class Layer(models.Model):
    """What a map shows under one name, whatever version is current."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("short name in addresses"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    licence = models.CharField(_("licence"), max_length=100)
    attribution = models.CharField(_("attribution"), max_length=300)
    is_findable = models.BooleanField(
        _("its names can be found by everybody"),
        default=True,
        help_text=_("By the search for places, and by whoever writes about one of its objects."),
    )
    current = models.ForeignKey(
        "LayerVersion",
        verbose_name=_("version shown"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = LayerQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("layer")
        verbose_name_plural = _("layers")

    def __str__(self):
        return self.name


class LayerVersionQuerySet(models.QuerySet):
    """Reading versions."""

    def complete(self):
        """Those that were written to their end."""
        return self.filter(is_complete=True)


class LayerVersion(models.Model):
    """One reading of a layer's source; features are only ever written before it is complete."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    layer = models.ForeignKey(
        Layer, verbose_name=_("layer"), on_delete=models.CASCADE, related_name="versions"
    )
    source = models.CharField(_("source"), max_length=500)
    licence = models.CharField(_("licence"), max_length=100)
    attribution = models.CharField(_("attribution"), max_length=300)
    is_complete = models.BooleanField(_("complete"), default=False)
    feature_count = models.PositiveIntegerField(_("number of features"), default=0)
    is_kept = models.BooleanField(_("kept when others follow"), default=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = LayerVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("version of a layer")
        verbose_name_plural = _("versions of layers")

    def __str__(self):
        return f"{self.layer} ({self.created_at:%Y-%m-%d %H:%M})"


class FeatureQuerySet(models.QuerySet):
    """Reading features, always of one version."""

    def shown(self, slug):
        """The features of a layer's current version."""
        return self.filter(version__layer__slug=slug, version=models.F("version__layer__current"))


class Feature(models.Model):
    """One thing on the ground, with its tags as they came."""

    class Element(models.TextChoices):
        NODE = "n", _("node")
        WAY = "w", _("way")
        RELATION = "r", _("relation")

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(
        LayerVersion, verbose_name=_("version"), on_delete=models.CASCADE, related_name="features"
    )
    geometry = models.GeometryField(_("geometry"), srid=4326)
    anchor = models.PointField(
        _("place of its name"), srid=4326, null=True, blank=True, spatial_index=False
    )
    tags = models.JSONField(_("tags"), default=dict)
    kind = models.CharField(_("kind for drawing"), max_length=30, blank=True)
    element = models.CharField(
        _("element"), max_length=1, null=True, blank=True, choices=Element.choices
    )
    osm_id = models.BigIntegerField(_("number in OpenStreetMap"), null=True, blank=True)
    osm_version = models.IntegerField(_("version in OpenStreetMap"), null=True, blank=True)
    osm_timestamp = models.DateTimeField(_("last change in OpenStreetMap"), null=True, blank=True)

    objects = FeatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("feature")
        verbose_name_plural = _("features")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "element", "osm_id"], name="feature_once_per_version"
            ),
            models.CheckConstraint(
                condition=Q(geometry__isvalid=True), name="feature_geometry_is_valid"
            ),
            models.CheckConstraint(
                condition=Q(geometry__isempty=False), name="feature_geometry_is_not_empty"
            ),
        ]
        indexes = [
            models.Index(fields=["version", "kind"], name="feature_version_kind"),
            GinIndex(fields=["tags"], name="feature_tags", opclasses=["jsonb_path_ops"]),
        ]

    def __str__(self):
        return self.tags.get("name") or f"{self.element or ''}{self.osm_id or self.pk}"
