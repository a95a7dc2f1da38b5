"""What is measured crossed with what is felt: what is crossed, and what was released of it."""

import uuid

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geo.measurements.models import Dataset
from participation.consultations.models import Consultation, Theme
from participation.crossings.querysets import CrossingQuerySet, ReleaseQuerySet
from participation.perception.models import FeltQuestion

LEAST_EDGE_M, MOST_EDGE_M = 25, 1000
LEAST_K = 5
CURVES = [
    ("road", _("road traffic")),
    ("rail", _("trains")),
    ("air", _("aircraft")),
]
INTERPOLATIONS = [
    ("idw", _("from the nearest measurements, by their distance")),
    ("kriging", _("kriging, from 30 places with measurements on")),
]
LIVE, PUBLIC = "live", "public"
KINDS = [(LIVE, _("for the staff")), (PUBLIC, pgettext_lazy("release", "public"))]
NO_ANSWER, TOO_FEW, UNCERTAIN, PUBLISHED = "no_answer", "too_few", "uncertain", "published"
STATUSES = [
    (NO_ANSWER, _("nobody answered")),
    (TOO_FEW, _("too few answers")),
    (UNCERTAIN, pgettext_lazy("cell", "uncertain")),
    (PUBLISHED, pgettext_lazy("cell", "published")),
]


def one_of(field, values, name):
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


class Crossing(models.Model):
    """One map that says where people feel otherwise than the measurements lead to expect."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(
        Consultation,
        on_delete=models.PROTECT,
        related_name="crossings",
        verbose_name=_("consultation"),
    )
    slug = models.SlugField(_("short name in addresses"), max_length=50)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    question = models.ForeignKey(
        FeltQuestion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("question on what is felt"),
    )
    theme = models.ForeignKey(
        Theme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("theme"),
    )
    dataset = models.ForeignKey(
        Dataset,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("measurements"),
    )
    curve = models.CharField(_("expected share"), max_length=4, choices=CURVES, blank=True)
    is_relative = models.BooleanField(
        _("relative to what the whole survey declares"),
        default=False,
        help_text=_(
            "People whom noise annoys answer more often: the whole survey then declares more than "
            "expected. With this, only places that stand out from the survey itself are coloured."
        ),
    )
    cell_edge_m = models.PositiveSmallIntegerField(
        _("edge of the cells in metres"),
        default=100,
        validators=[MinValueValidator(LEAST_EDGE_M), MaxValueValidator(MOST_EDGE_M)],
    )
    k_min = models.PositiveSmallIntegerField(
        _("least number of people shown together"),
        default=LEAST_K,
        validators=[MinValueValidator(LEAST_K)],
    )
    interpolation = models.CharField(
        _("where nobody measured"), max_length=8, choices=INTERPOLATIONS, blank=True
    )
    is_published = models.BooleanField(_("published"), default=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = CrossingQuerySet.as_manager()

    class Meta:
        verbose_name = _("crossing of measured and felt")
        verbose_name_plural = _("crossings of measured and felt")
        ordering = ["consultation", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "slug"],
                name="crossing_slug_once_in_a_consultation",
                violation_error_message=_(
                    "Another crossing of this consultation has this short name: choose another."
                ),
            ),
            models.CheckConstraint(
                condition=Q(question=None, theme__isnull=False)
                | Q(question__isnull=False, theme=None),
                name="crossing_of_a_question_or_a_theme",
            ),
            models.CheckConstraint(
                condition=Q(curve="") | Q(question__isnull=False, dataset__isnull=False),
                name="crossing_curve_needs_answers_and_levels",
            ),
            one_of("curve", ["", "road", "rail", "air"], "crossing_curve_known"),
            one_of("interpolation", ["", "idw", "kriging"], "crossing_interpolation_known"),
            models.CheckConstraint(
                condition=Q(cell_edge_m__gte=LEAST_EDGE_M, cell_edge_m__lte=MOST_EDGE_M),
                name="crossing_edge_within_bounds",
            ),
            models.CheckConstraint(condition=Q(k_min__gte=LEAST_K), name="crossing_k_enough"),
        ]

    def __str__(self):
        return self.title or self.slug

    @property
    def shown(self):
        """The release that the public sees; None before the first one."""
        return self.releases.public().first()


class Release(models.Model):
    """The cells as they stood at one moment; a public one never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    crossing = models.ForeignKey(
        Crossing, on_delete=models.CASCADE, related_name="releases", verbose_name=_("crossing")
    )
    number = models.PositiveIntegerField(_("number"))  # from 1 on; 0: the live one
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    kind = models.CharField(_("for whom"), max_length=6, choices=KINDS)
    method_version = models.CharField(_("version of the method"), max_length=20)
    parameters = models.JSONField(_("parameters"), default=dict)
    totals = models.JSONField(_("totals"), default=dict)
    is_complete = models.BooleanField(_("complete"), default=False)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release of cells")
        verbose_name_plural = _("releases of cells")
        ordering = ["crossing", "-number"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["crossing", "number"], name="release_number_once"),
            models.CheckConstraint(
                condition=Q(kind=LIVE, number=0) | Q(kind=PUBLIC, number__gt=0),
                name="release_live_or_numbered",
            ),
        ]

    def __str__(self):
        return f"{self.crossing} · {self.number}" if self.number else str(self.crossing)


class ReleasedCell(models.Model):
    """One cell; nothing where nothing may be said.

    What is `held` went into the computation and leaves through no door: it may not be published,
    and the rule of the next release needs it. `respondents` are keyed hashes.
    """

    id = models.BigAutoField(primary_key=True)
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="cells")
    i = models.IntegerField()
    j = models.IntegerField()
    geometry = models.MultiPolygonField(srid=4326)
    status = models.CharField(max_length=10, choices=STATUSES)
    n = models.PositiveIntegerField(null=True)
    k = models.FloatField(null=True)  # a whole number, except on scales whose grades weigh less
    share = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    level = models.FloatField(null=True)
    u = models.FloatField(null=True)
    level_least = models.FloatField(null=True)
    level_most = models.FloatField(null=True)
    over_limit = models.FloatField(null=True)  # share of its area at the upper threshold or above
    coverage = models.FloatField(null=True)
    expected = models.FloatField(null=True)
    expected_low = models.FloatField(null=True)
    expected_high = models.FloatField(null=True)
    residual_pp = models.FloatField(null=True)
    relative_pp = models.FloatField(null=True)  # the same, beside what the whole survey declares
    flag = models.CharField(max_length=10, blank=True)
    found = models.CharField(max_length=10, blank=True)
    q = models.FloatField(null=True)
    ratio = models.FloatField(null=True)
    column = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=2, blank=True)
    cluster = models.CharField(max_length=4, blank=True)  # "hot", "cold" (Gi*) or neither
    needed = models.PositiveIntegerField(null=True)  # for the staff: tells how many answered
    is_interpolated = models.BooleanField(default=False)
    place_name = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=12, blank=True)  # what the level is: lden, day, laeq …
    taken_on = models.DateField(null=True)  # the day of the release that took n and k
    held_n = models.PositiveIntegerField(default=0)
    held_k = models.FloatField(default=0.0)
    respondents = ArrayField(models.CharField(max_length=22), default=list, blank=True)

    class Meta:
        verbose_name = _("released cell")
        verbose_name_plural = _("released cells")
        ordering = ["release", "i", "j"]
        default_permissions = ()  # read with its release
        constraints = [
            models.UniqueConstraint(fields=["release", "i", "j"], name="releasedcell_once"),
            one_of(
                "status",
                [NO_ANSWER, TOO_FEW, UNCERTAIN, PUBLISHED],
                "releasedcell_status_known",
            ),
            models.CheckConstraint(
                condition=Q(geometry__isvalid=True), name="releasedcell_geometry_valid"
            ),
            models.CheckConstraint(
                condition=Q(geometry__isempty=False), name="releasedcell_geometry_not_empty"
            ),
        ]

    def __str__(self):
        return f"{self.i}.{self.j}"
