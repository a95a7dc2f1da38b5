"""Which layers the map of a consultation shows, under which name, and how their objects look."""

import hashlib
import json
import uuid

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from geo.layers.models import Layer
from participation.consultations.models import Consultation, Theme
from participation.consultations.organisations import is_colour

COLOURS = [
    ("#1f4f8f", _("Blue")),
    ("#0b5d66", _("Sea green")),
    ("#2f6b1f", _("Green")),
    ("#7a4a00", _("Brown")),
    ("#a3211b", _("Red")),
    ("#6a2580", _("Violet")),
    ("#46525e", _("Grey")),
]
"""Each has at least 6:1 on white, under which every mark of a layer is drawn, light or dark."""
LETTERS = r"^[a-z0-9]$"


class PublishedLayerQuerySet(models.QuerySet):
    """Reading the layers of maps."""

    def shown(self):
        """Those that have something to show, with what a page needs of them."""
        rows = self.filter(layer__current__isnull=False).select_related("layer__current")
        return rows.prefetch_related("classes")


class PublishedLayer(models.Model):
    """A layer on the map of a consultation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(
        Consultation,
        on_delete=models.CASCADE,
        related_name="map_layers",
        verbose_name=_("consultation"),
    )
    layer = models.ForeignKey(
        Layer, on_delete=models.CASCADE, related_name="+", verbose_name=_("layer")
    )
    title = models.CharField(_("title"), max_length=100)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_on_at_start = models.BooleanField(
        _("shown at once"),
        default=False,
        help_text=_("Otherwise readers switch it on in the legend."),
    )
    tags_shown = ArrayField(
        models.CharField(max_length=255),
        verbose_name=_("tags shown"),
        default=list,
        blank=True,
        help_text=_(
            "Keys with commas between them, such as backrest, material. Empty: all that people "
            "can read."
        ),
    )

    objects = PublishedLayerQuerySet.as_manager()

    class Meta:
        verbose_name = _("layer on a map")
        verbose_name_plural = _("layers on maps")
        ordering = ["order", "layer__slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "layer"],
                name="layer_once_per_map",
                violation_error_message=_("This layer is on this map already."),
            )
        ]

    def __str__(self):
        return self.title or self.layer.name

    @property
    def conditions(self) -> list:
        """The conditions of its classes, in their order: the first that fits decides."""
        return [one.conditions for one in self.classes.all()]

    @property
    def style_key(self) -> str:
        """Changes whenever the tiles of the same version change."""
        return hashlib.sha256(json.dumps(self.conditions).encode()).hexdigest()[:12]


class LayerClass(models.Model):
    """Objects that look alike: told apart by shape, then letter, then colour."""

    LINES = [("solid", _("Continuous")), ("dashed", _("Dashed")), ("dotted", _("Dotted"))]
    FILLS = [("plain", _("Plain")), ("hatched", _("Hatched"))]

    published = models.ForeignKey(
        PublishedLayer,
        on_delete=models.CASCADE,
        related_name="classes",
        verbose_name=_("layer on a map"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    label = models.CharField(_("label"), max_length=100)
    conditions = models.JSONField(_("which objects"), default=list, blank=True)
    letter = models.CharField(
        _("letter"),
        max_length=1,
        validators=[RegexValidator(LETTERS, _("Write one small letter or a digit."))],
    )
    shape = models.CharField(_("shape"), max_length=8, choices=Theme.SHAPES, default="circle")
    colour = models.CharField(
        _("colour"), max_length=7, choices=COLOURS, default="#1f4f8f", validators=[is_colour]
    )
    line = models.CharField(_("line"), max_length=6, choices=LINES, default="solid")
    fill = models.CharField(_("filling"), max_length=7, choices=FILLS, default="plain")

    class Meta:
        verbose_name = _("class of objects")
        verbose_name_plural = _("classes of objects")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["published", "letter", "shape"],
                name="class_letter_and_shape_once",
                violation_error_message=_("Another class has this letter and this shape."),
            ),
            models.CheckConstraint(
                condition=Q(shape__in=["circle", "square", "triangle", "lozenge"]),
                name="class_shape_known",
            ),
            models.CheckConstraint(
                condition=Q(letter__regex=LETTERS), name="class_letter_is_small_or_a_digit"
            ),
            models.CheckConstraint(
                condition=Q(colour__regex=r"^#[0-9a-f]{6}$"), name="class_colour_is_a_colour"
            ),
            models.CheckConstraint(
                condition=Q(line__in=["solid", "dashed", "dotted"])
                & Q(fill__in=["plain", "hatched"]),
                name="class_line_and_fill_known",
            ),
        ]

    def __str__(self):
        return self.label or self.letter
