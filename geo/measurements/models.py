"""What was measured: sets of values in versions, one of which is in force."""

import uuid
import zoneinfo

from django.contrib.gis.db import models
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geo.analysis.levels import INSTRUMENTS
from geo.measurements.indicators import Indicator
from geo.measurements.words import FORMS, INSTRUMENT_NAMES, SCHEME_NAMES, SOURCES
from geo.perimeters.models import moment

POINTS, AREAS = "points", "areas"


def must_be_a_time_zone(name: str) -> None:
    """Raise ValidationError for what is no time zone, such as Europe/Paris."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("No such time zone. Write it like Europe/Paris."))


class Dataset(models.Model):
    """Values of one indicator, from one hand, whatever version is in force.

    source: what makes the noise, "" for all of it; period_scheme: a key of `levels.SCHEMES`;
    instrument: a key of `levels.INSTRUMENTS`, "" for any other; uncertainty_db: where somebody
    knows better than its class; in the unit of the indicator.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("short name in addresses"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="datasets"
    )
    source = models.CharField(_("what makes the noise"), max_length=10, blank=True, choices=SOURCES)
    period_scheme = models.CharField(
        _("day, evening and night"), max_length=2, choices=SCHEME_NAMES, default="FR"
    )
    time_zone = models.CharField(
        _("time zone"), max_length=50, default="Europe/Paris", validators=[must_be_a_time_zone]
    )
    licence = models.CharField(_("licence"), max_length=100)
    attribution = models.CharField(_("attribution"), max_length=300)
    instrument = models.CharField(
        _("instrument"), max_length=20, blank=True, choices=INSTRUMENT_NAMES
    )
    uncertainty_db = models.FloatField(
        _("uncertainty"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("One standard deviation, in the unit of the indicator, where it is known."),
    )
    current = models.ForeignKey(
        "DatasetVersion",
        verbose_name=_("version in force"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("set of measurements")
        verbose_name_plural = _("measurements")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__in=[key for key, _name in SOURCES]),
                name="dataset_source_is_known",
            ),
            models.CheckConstraint(
                condition=Q(period_scheme__in=["EU", "FR", "IT"]), name="dataset_scheme_is_known"
            ),
            models.CheckConstraint(
                condition=Q(instrument__in=[key for key, _name in INSTRUMENT_NAMES]),
                name="dataset_instrument_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(instrument="") | Q(uncertainty_db__isnull=False),
                name="dataset_says_how_sure_it_is",
                violation_error_message=_("Say how sure this instrument is."),
            ),
            models.CheckConstraint(
                condition=Q(uncertainty_db__isnull=True) | Q(uncertainty_db__gte=0),
                name="dataset_uncertainty_is_positive",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def calibration_db(self) -> float:
        """How sure one instrument is: what is known of it, or else what its class says."""
        known = self.uncertainty_db
        return INSTRUMENTS[self.instrument].u_db if known is None else known


class DatasetVersion(models.Model):
    """One file of a dataset; its values are only ever written before it is complete.

    report: {"read", "kept", "rejected", "rejected_by", "flagged", "flagged_by", "repaired",
    "repaired_by", "rows"}: counts, counts by code, and the first rows of each kind.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dataset = models.ForeignKey(
        Dataset,
        verbose_name=_("set of measurements"),
        on_delete=models.CASCADE,
        related_name="versions",
    )
    form = models.CharField(_("form"), max_length=10, choices=FORMS)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    licence = models.CharField(_("licence"), max_length=100)
    attribution = models.CharField(_("attribution"), max_length=300)
    measured_from = models.DateField(_("measured from"), null=True, blank=True)
    measured_to = models.DateField(_("measured until"), null=True, blank=True)
    count = models.PositiveIntegerField(_("number of values"), default=0)
    report = models.JSONField(_("report"), default=dict)
    is_complete = models.BooleanField(_("complete"), default=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("version of a set of measurements")
        verbose_name_plural = _("versions of sets of measurements")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(form__in=[POINTS, AREAS]), name="dataset_version_form_is_known"
            ),
            models.CheckConstraint(
                condition=Q(is_complete=False) | Q(count__gt=0), name="dataset_version_is_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(measured_from__isnull=True)
                | Q(measured_to__isnull=True)
                | Q(measured_from__lte=F("measured_to")),
                name="dataset_version_ends_after_it_begins",
            ),
        ]

    def __str__(self):
        return f"{self.dataset} ({self.moment})"

    @property
    def moment(self) -> str:
        """When its file was read, in words."""
        return moment(self.created_at)

    @property
    def days(self) -> str:
        """When it was measured, in words; empty where nobody knows."""
        known = [day for day in (self.measured_from, self.measured_to) if day]
        return " – ".join(dict.fromkeys(date_format(day, "SHORT_DATE_FORMAT") for day in known))


class MeasurementQuerySet(models.QuerySet):
    """Reading measurements, always of one version."""

    def counted(self, version):
        """Those of a version that are possible; flagged ones stay in the report alone."""
        return self.filter(version=version, is_flagged=False)

    def within(self, area):
        """Those in an area in degrees, its edge included."""
        return self.filter(place__intersects=area)


class Measurement(models.Model):
    """One value at one place; flagged ones are kept, and never counted.

    seconds: how long it lasted; session: one device on one walk, "" where nobody knows;
    background: the level exceeded 90 % of the time (L90); reason: codes of its flags.
    """

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(
        DatasetVersion,
        verbose_name=_("version"),
        on_delete=models.CASCADE,
        related_name="measurements",
    )
    place = models.PointField(_("place"), srid=4326)
    value = models.FloatField(_("value"))
    started_at = models.DateTimeField(_("measured at"), null=True, blank=True)
    seconds = models.FloatField(_("seconds"), null=True, blank=True)
    session = models.CharField(_("session"), max_length=100, blank=True)
    background = models.FloatField(_("background (L90)"), null=True, blank=True)
    is_flagged = models.BooleanField(_("not counted"), default=False)
    reason = models.CharField(_("reason"), max_length=100, blank=True)

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measured values")
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gt=float("-inf")) & Q(value__lt=float("inf")),
                name="measurement_value_is_a_number",
            ),
            models.CheckConstraint(
                condition=Q(seconds__isnull=True) | Q(seconds__gt=0),
                name="measurement_takes_time",
            ),
            models.CheckConstraint(
                condition=Q(is_flagged=False, reason="") | (Q(is_flagged=True) & ~Q(reason="")),
                name="measurement_is_flagged_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(place__isempty=False), name="measurement_place_is_not_empty"
            ),
        ]

    def __str__(self):
        return str(self.value)


class MeasuredAreaQuerySet(models.QuerySet):
    """Reading bands of noise maps, always of one version."""

    def within(self, area):
        """Those that touch an area in degrees."""
        return self.filter(geometry__intersects=area)


class MeasuredArea(models.Model):
    """A band of a noise map: from `low` to `high`, or open above."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(
        DatasetVersion, verbose_name=_("version"), on_delete=models.CASCADE, related_name="areas"
    )
    geometry = models.MultiPolygonField(_("geometry"), srid=4326)
    low = models.FloatField(pgettext_lazy("level", "from"))
    high = models.FloatField(pgettext_lazy("level", "to"), null=True, blank=True)

    objects = MeasuredAreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("band of a noise map")
        verbose_name_plural = _("bands of noise maps")
        constraints = [
            models.CheckConstraint(
                condition=Q(high__isnull=True) | Q(low__lt=F("high")),
                name="measured_area_low_below_high",
            ),
            models.CheckConstraint(
                condition=Q(geometry__isvalid=True), name="measured_area_is_valid"
            ),
            models.CheckConstraint(
                condition=Q(geometry__isempty=False), name="measured_area_is_not_empty"
            ),
        ]

    def __str__(self):
        return f"{self.low:g}–{'' if self.high is None else format(self.high, 'g')}"
