"""What is asked, where, when and under which rules."""

import uuid
import zoneinfo

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from basemaps.models import TileSource
from geo.layers.models import Layer
from geo.perimeters.models import Perimeter
from participation.consultations.organisations import Membership, Organisation, is_colour
from participation.consultations.querysets import ConsultationQuerySet

__all__ = ["Consultation", "Membership", "OldSlug", "Organisation", "Phase", "Theme"]

LANGUAGES = [("fr", "Français"), ("it", "Italiano"), ("en", "English")]
COUNTERS = {"data_version", "last_number"}  # raised in the database only
KINDS = [("proposal", _("Proposal")), ("report", _("Report"))]
GEOMETRY_KINDS = [("point", _("Point")), ("line", _("Line")), ("area", _("Area"))]


def check_time_zone(name):
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("This time zone is not known."))


def one_of(field, values, name):
    condition = Q(**{f"{field}__in": values})
    return models.CheckConstraint(condition=condition, name=f"consultation_{name}_known")


def some_of(field, values):
    condition = Q(**{f"{field}__contained_by": values}) & Q(**{f"{field}__len__gt": 0})
    return models.CheckConstraint(condition=condition, name=f"consultation_{field}_known")


def both_kinds():
    return ["proposal", "report"]


def all_geometry_kinds():
    return ["point", "line", "area"]


def french():
    return ["fr"]


class Consultation(models.Model):
    """One project put to discussion: its area, its languages and its rules."""

    PUBLISHING = [
        ("at_once", _("Published at once")),
        ("after_moderation", _("Published after moderation")),
    ]
    STRADDLING = [
        ("clip", _("Keep the part inside the perimeter")),
        ("refuse", _("Refuse the drawing")),
    ]
    WHO = [("everyone", _("Everyone")), ("accounts", _("People with an account"))]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="consultations",
        verbose_name=_("organisation"),
    )
    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    description = models.TextField(_("description"), blank=True)
    perimeter = models.ForeignKey(
        Perimeter, on_delete=models.PROTECT, related_name="+", verbose_name=_("perimeter")
    )
    languages = ArrayField(
        models.CharField(max_length=2, choices=LANGUAGES),
        verbose_name=_("languages"),
        default=french,
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/Paris", validators=[check_time_zone]
    )
    kinds = ArrayField(
        models.CharField(max_length=8, choices=KINDS),
        verbose_name=_("kinds of contribution"),
        default=both_kinds,
    )
    geometry_kinds = ArrayField(
        models.CharField(max_length=5, choices=GEOMETRY_KINDS),
        verbose_name=_("kinds of drawing"),
        default=all_geometry_kinds,
    )
    publishing = models.CharField(
        _("publishing"), max_length=16, choices=PUBLISHING, default="at_once"
    )
    straddling = models.CharField(
        _("drawings across the edge"), max_length=6, choices=STRADDLING, default="clip"
    )
    least_share_kept = models.FloatField(
        _("least share kept"),
        default=0.0,
        validators=[MinValueValidator(0.0), MaxValueValidator(1.0)],
        help_text=_("A drawing of which less than this share (0 to 1) is inside is refused."),
    )
    who_may_contribute = models.CharField(
        _("who may contribute"), max_length=8, choices=WHO, default="everyone"
    )
    licence = models.CharField(
        _("licence of the contributions"), max_length=80, default="Licence Ouverte 2.0"
    )
    attribution = models.CharField(_("attribution"), max_length=200, blank=True)
    answer_within_days = models.PositiveSmallIntegerField(
        _("answer within (days)"), null=True, blank=True
    )
    anonymity_threshold = models.PositiveSmallIntegerField(
        _("least number of answers shown together"), default=5, validators=[MinValueValidator(1)]
    )
    basemap = models.ForeignKey(
        TileSource,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("basemap"),
    )
    places_layer = models.ForeignKey(
        Layer,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("areas chosen by name"),
        help_text=_("A layer of communes or districts, under a licence that allows copies."),
    )
    reference_prefix = models.CharField(
        _("prefix of the references"),
        max_length=6,
        default="C",
        validators=[RegexValidator(r"^[A-Z]{1,6}\Z", _("Write one to six capital letters."))],
    )
    is_published = models.BooleanField(_("published"), default=False)
    data_version = models.PositiveBigIntegerField(default=1, editable=False)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["-created_at"]
        constraints = [
            one_of("publishing", ["at_once", "after_moderation"], "publishing"),
            one_of("straddling", ["clip", "refuse"], "straddling"),
            one_of("who_may_contribute", ["everyone", "accounts"], "who"),
            models.CheckConstraint(
                condition=Q(least_share_kept__gte=0.0) & Q(least_share_kept__lte=1.0),
                name="consultation_least_share_from_0_to_1",
            ),
            some_of("kinds", ["proposal", "report"]),
            some_of("geometry_kinds", ["point", "line", "area"]),
            some_of("languages", ["fr", "it", "en"]),
            models.CheckConstraint(
                condition=Q(anonymity_threshold__gte=1),
                name="consultation_anonymity_threshold_positive",
            ),
            models.CheckConstraint(
                condition=Q(data_version__gte=1), name="consultation_data_version_positive"
            ),
        ]

    def __str__(self):
        return self.title or self.slug

    def save(self, *args, **kwargs):
        """A change is a new version for readers; an old slug still leads here."""
        if self._state.adding:
            super().save(*args, **kwargs)
            return
        row = Consultation.objects.filter(pk=self.pk)
        old = row.values_list("slug", flat=True).first()
        names = {field.name for field in self._meta.concrete_fields if not field.primary_key}
        kwargs.setdefault("update_fields", names - COUNTERS)
        with transaction.atomic():
            row.update(data_version=F("data_version") + 1)
            super().save(*args, **kwargs)
            if old != self.slug:
                OldSlug.objects.update_or_create(slug=old, defaults={"consultation": self})

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(self.time_zone)


class OldSlug(models.Model):
    """A slug that a consultation had; its address redirects."""

    slug = models.SlugField(max_length=80, unique=True)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="old_slugs"
    )

    class Meta:
        verbose_name = _("old short name")
        verbose_name_plural = _("old short names")

    def __str__(self):
        return self.slug


class Phase(models.Model):
    """A stretch of time and what it opens: contributing, commenting, or nothing."""

    consultation = models.ForeignKey(
        Consultation,
        on_delete=models.CASCADE,
        related_name="phases",
        verbose_name=_("consultation"),
    )
    title = models.CharField(_("title"), max_length=100)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    opens_contributing = models.BooleanField(_("opens contributing"), default=False)
    opens_commenting = models.BooleanField(_("opens commenting"), default=False)

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["opens_at", "closes_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="phase_closes_after_it_opens",
                violation_error_message=_("A phase closes after it opens."),
            )
        ]

    def __str__(self):
        return self.title or ""


class Theme(models.Model):
    """A subject, told apart by shape, then letter, then colour."""

    SHAPES = [
        ("circle", _("Circle")),
        ("square", _("Square")),
        ("triangle", _("Triangle")),
        ("lozenge", _("Lozenge")),
    ]

    consultation = models.ForeignKey(
        Consultation,
        on_delete=models.CASCADE,
        related_name="themes",
        verbose_name=_("consultation"),
    )
    title = models.CharField(_("title"), max_length=100)
    short_title = models.CharField(_("short title"), max_length=40)
    letter = models.CharField(
        _("letter"),
        max_length=1,
        validators=[RegexValidator(r"^[A-Z]\Z", _("Write one capital letter."))],
    )
    shape = models.CharField(_("shape"), max_length=8, choices=SHAPES, default="circle")
    colour = models.CharField(_("colour"), max_length=7, validators=[is_colour])
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "letter", "shape"],
                name="theme_letter_and_shape_once",
                violation_error_message=_("Another theme has this letter and this shape."),
            ),
            models.CheckConstraint(
                condition=Q(shape__in=["circle", "square", "triangle", "lozenge"]),
                name="theme_shape_known",
            ),
            models.CheckConstraint(
                condition=Q(letter__regex=r"^[A-Z]$"), name="theme_letter_is_a_capital"
            ),
            models.CheckConstraint(
                condition=Q(colour__regex=r"^#[0-9a-f]{6}$"), name="theme_colour_is_a_colour"
            ),
        ]

    def __str__(self):
        return self.title or self.letter
