"""Carto-parties: people go out together and complete the map, each team its cells."""

import uuid

from django.contrib.gis.db import models
from django.core.validators import MinValueValidator, RegexValidator
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geo.layers.models import Layer, LayerVersion
from geo.osm.cells import SIDES_M
from participation.accounts.models import Participant
from participation.carto_parties.querysets import CartoPartyQuerySet, CellQuerySet
from participation.consultations.models import Consultation

TEAM_LENGTH = 40
NOTE_LENGTH = 500
HASHTAG = r"^[0-9A-Za-z][0-9A-Za-z_-]{1,59}\Z"
FREE, TAKEN, DONE, CHECKED = "free", "taken", "done", "checked"
TO_REDO, IMPOSSIBLE = "to_redo", "impossible"
SIDES = [(m, f"{m}\u00a0m" if m < 1000 else f"{m // 1000}\u00a0km") for m in SIDES_M]
STATES = [
    (FREE, _("free")),
    (TAKEN, _("taken")),
    (DONE, _("done")),
    (CHECKED, _("checked")),
    (TO_REDO, _("to be redone")),
    (IMPOSSIBLE, _("impossible")),
]


class CartoParty(models.Model):
    """One meeting: where and when, what is looked for, and the map before and after it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(
        Consultation,
        on_delete=models.PROTECT,
        related_name="carto_parties",
        verbose_name=_("consultation"),
    )
    slug = models.SlugField(_("short name in addresses"), max_length=50, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    meeting_place = models.CharField(_("meeting place"), max_length=200, blank=True)
    audience = models.CharField(_("for whom"), max_length=400, blank=True)
    preparation = models.TextField(_("how to prepare"), blank=True)
    hashtag = models.CharField(
        _("hashtag"),
        max_length=60,
        validators=[RegexValidator(HASHTAG, _("Write letters and digits, without #."))],
    )
    comment = models.CharField(_("comment of the edits"), max_length=180, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    presets = models.JSONField(_("what is looked for"), default=list, blank=True)
    conditions = models.JSONField(_("other tags looked for"), default=list, blank=True)
    area = models.MultiPolygonField(_("area"), srid=4326)
    cell_side_m = models.PositiveSmallIntegerField(
        _("side of the cells"), choices=SIDES, default=250
    )
    objects_per_km = models.PositiveSmallIntegerField(
        _("objects expected along a kilometre of street"), default=20
    )
    layer = models.ForeignKey(
        Layer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("layer"),
    )
    before = models.ForeignKey(
        LayerVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the map before"),
    )
    after = models.ForeignKey(
        LayerVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the map after"),
    )
    baseline = models.JSONField(default=dict, editable=False)  # see known.summary_of
    mapcomplete_theme = models.CharField(
        _("MapComplete theme"),
        max_length=60,
        blank=True,
        validators=[RegexValidator(r"^[a-z0-9_-]+\Z", _("Write the theme as in its address."))],
    )
    streetcomplete_link = models.CharField(
        _("StreetComplete link"),
        max_length=500,
        blank=True,
        validators=[
            RegexValidator(
                r"^https://streetcomplete\.app/s\?[^\s<>\"]+\Z",
                _("Paste the link that StreetComplete shares."),
            )
        ],
    )
    is_published = models.BooleanField(_("published"), default=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = CartoPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("carto-party")
        verbose_name_plural = _("carto-parties")
        ordering = ["starts_at", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="cartoparty_ends_after_it_begins",
                violation_error_message=_("A carto-party ends after it begins."),
            ),
            models.CheckConstraint(condition=Q(area__isvalid=True), name="cartoparty_area_valid"),
            models.CheckConstraint(
                condition=Q(area__isempty=False), name="cartoparty_area_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(cell_side_m__in=SIDES_M), name="cartoparty_cell_side_known"
            ),
            models.CheckConstraint(
                condition=Q(hashtag__regex=r"^[0-9A-Za-z][0-9A-Za-z_-]{1,59}$"),
                name="cartoparty_hashtag_is_one",
            ),
        ]

    def __str__(self):
        return self.title or self.slug


class Cell(models.Model):
    """A part of the area, for one team at a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party = models.ForeignKey(
        CartoParty, on_delete=models.CASCADE, related_name="cells", verbose_name=_("carto-party")
    )
    code = models.CharField(_("code"), max_length=8)
    geometry = models.MultiPolygonField(_("geometry"), srid=4326)
    status = models.CharField(_("state"), max_length=10, choices=STATES, default=FREE)
    team = models.CharField(_("team"), max_length=TEAM_LENGTH, blank=True)
    participant = models.ForeignKey(
        Participant,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("participant"),
    )
    lock_until = models.DateTimeField(_("taken until"), null=True, blank=True)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    note = models.CharField(_("note"), max_length=NOTE_LENGTH, blank=True)
    known = models.PositiveIntegerField(_("objects known before"), default=0)
    street_m = models.FloatField(
        _("length of streets"), null=True, blank=True, validators=[MinValueValidator(0.0)]
    )
    streets = models.JSONField(_("streets"), default=list, blank=True)
    expected = models.PositiveIntegerField(_("objects expected"), default=0)
    minutes = models.PositiveIntegerField(_("minutes"), default=0)

    objects = CellQuerySet.as_manager()

    class Meta:
        verbose_name = _("cell")
        verbose_name_plural = _("cells")
        ordering = ["party", "code"]
        constraints = [
            models.UniqueConstraint(fields=["party", "code"], name="cell_code_once_per_party"),
            models.CheckConstraint(
                condition=Q(status__in=[value for value, _label in STATES]),
                name="cell_state_known",
            ),
            models.CheckConstraint(
                condition=Q(status=TAKEN, lock_until__isnull=False)
                | (~Q(status=TAKEN) & Q(lock_until__isnull=True)),
                name="cell_taken_until_some_time",
            ),
            models.CheckConstraint(condition=Q(geometry__isvalid=True), name="cell_geometry_valid"),
            models.CheckConstraint(
                condition=Q(geometry__isempty=False), name="cell_geometry_not_empty"
            ),
        ]

    def __str__(self):
        return self.code
