"""What can be measured: indicators, with their units and what is a lot of each."""

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("fr", "it", "en")


class Indicator(models.Model):
    """A quantity: what it is called, its unit, how its values are averaged, what is a lot of it.

    names, sources: {"fr", "it", "en"}; thresholds: source of noise ("" for any) → the two values at which
    the middle and the high class begin; none where nobody set any.
    """

    class Averaging(models.TextChoices):
        ENERGETIC = "energetic", _("of energy, as decibels need it")
        ARITHMETIC = "arithmetic", _("arithmetic")

    key = models.SlugField(_("short name"), unique=True)
    names = models.JSONField(_("name"), default=dict)
    unit = models.CharField(_("unit"), max_length=20)
    averaging = models.CharField(_("mean"), max_length=10, choices=Averaging.choices)
    least = models.FloatField(_("least possible value"))
    most = models.FloatField(_("greatest possible value"))
    thresholds = models.JSONField(_("thresholds"), default=dict, blank=True)
    sources = models.JSONField(_("where the thresholds come from"), default=dict, blank=True)
    is_higher_worse = models.BooleanField(_("more of it is worse"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["order", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(averaging__in=["energetic", "arithmetic"]),
                name="indicator_averaging_is_known",
            ),
            models.CheckConstraint(
                condition=Q(least__lt=F("most")),
                name="indicator_least_below_most",
                violation_error_message=_("The least value must be below the greatest."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """Its name in the active language, or in one that it has."""
        return in_own_language(self.names) or self.key

    @property
    def source(self) -> str:
        """Where its thresholds come from, in the active language, or in one in which it is said."""
        return in_own_language(self.sources)

    @property
    def is_in_decibels(self) -> bool:
        """Whether it is a sound level: with a source, and with day, evening and night."""
        return self.averaging == self.Averaging.ENERGETIC

    def thresholds_for(self, source: str) -> list[float]:
        """Return where the middle and the high class begin for a source; [] where nobody says."""
        return self.thresholds.get(source) or self.thresholds.get("") or []


def in_own_language(texts: dict[str, str]) -> str:
    """Return the text in the active language, or else in one that there is."""
    language = (get_language() or "")[:2]
    known = (texts.get(one) for one in (language, "en", "fr", "it"))
    return next((text for text in known if text), "")
