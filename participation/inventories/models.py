"""The town's own inventory beside OpenStreetMap: what is in both, and what is in one alone."""

import uuid

from django.contrib.gis.db import models
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geo.layers.models import Feature, LayerVersion
from geo.osm.matching import POINTS_M
from participation.carto_parties.models import CartoParty

NEAREST_M, FARTHEST_M = 5, 200
MATCHED, MISSING, ONLY_OSM = "matched", "missing", "only_osm"
KINDS = [
    (MATCHED, _("in both")),
    (MISSING, _("missing in OpenStreetMap")),
    (ONLY_OSM, _("only in OpenStreetMap")),
]
UNDECIDED, CONFIRMED, REJECTED = "undecided", "confirmed", "rejected"
DECISIONS = [
    (UNDECIDED, pgettext_lazy("finding", "to be looked at")),
    (CONFIRMED, pgettext_lazy("finding", "confirmed")),
    (REJECTED, pgettext_lazy("finding", "rejected")),
]


class Inventory(models.Model):
    """One list of the town, compared with one state of the map of a carto-party."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party = models.ForeignKey(
        CartoParty, models.CASCADE, related_name="inventories", verbose_name=_("carto-party")
    )
    title = models.CharField(_("title"), max_length=200)
    rows = models.ForeignKey(
        LayerVersion, models.PROTECT, related_name="+", verbose_name=_("objects of the town")
    )
    osm = models.ForeignKey(
        LayerVersion, models.PROTECT, related_name="+", verbose_name=_("objects of OpenStreetMap")
    )
    sort = models.CharField(_("what they are"), max_length=40)  # a key of geo.osm.presets.PRESETS
    reach_m = models.PositiveSmallIntegerField(
        _("how far apart the same object may stand, in metres"),
        default=int(POINTS_M),
        validators=[MinValueValidator(NEAREST_M), MaxValueValidator(FARTHEST_M)],
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("inventory of the town")
        verbose_name_plural = _("inventories of the town")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reach_m__gte=NEAREST_M, reach_m__lte=FARTHEST_M),
                name="inventory_reach_within_bounds",
            ),
        ]

    def __str__(self):
        return self.title


class Finding(models.Model):
    """One pair, or one object that has none; `decision` is what a person says of it."""

    id = models.BigAutoField(primary_key=True)
    inventory = models.ForeignKey(
        Inventory, models.CASCADE, related_name="findings", verbose_name=_("inventory of the town")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    row = models.ForeignKey(
        Feature, models.CASCADE, null=True, related_name="+", verbose_name=_("object of the town")
    )
    element = models.CharField(
        _("element"), max_length=1, null=True, choices=Feature.Element.choices
    )
    osm_id = models.BigIntegerField(_("number in OpenStreetMap"), null=True)
    distance_m = models.FloatField(_("metres apart"), null=True)
    similarity = models.FloatField(_("likeness of the names"), null=True)
    decision = models.CharField(_("decision"), max_length=10, choices=DECISIONS, default=UNDECIDED)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["inventory", "kind", "pk"]
        default_permissions = ()  # read and decided with its inventory
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=MATCHED, row__isnull=False, osm_id__isnull=False)
                | Q(kind=MISSING, row__isnull=False, osm_id__isnull=True)
                | Q(kind=ONLY_OSM, row__isnull=True, osm_id__isnull=False),
                name="finding_has_the_sides_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(osm_id__isnull=True, element__isnull=True)
                | Q(osm_id__isnull=False, element__isnull=False),
                name="finding_names_an_element",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=[value for value, _label in DECISIONS]),
                name="finding_decision_known",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"
