"""The authority or association that asks, and who works for it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from geo.countries import COUNTRIES

is_colour = RegexValidator(r"^#[0-9a-f]{6}\Z", _("Write a colour as #rrggbb, in small letters."))


def france():
    return ["FR"]


class Organisation(models.Model):
    """The authority or association that asks."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    countries = ArrayField(
        models.CharField(max_length=2, choices=COUNTRIES),
        verbose_name=_("countries"),
        default=france,
    )
    accent = models.CharField(
        _("accent colour"), max_length=7, default="#0b5d66", validators=[is_colour]
    )
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="Membership",
        related_name="organisations",
        verbose_name=_("staff"),
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accent__regex=r"^#[0-9a-f]{6}$"), name="organisation_accent_is_a_colour"
            ),
            models.CheckConstraint(
                condition=Q(countries__contained_by=["FR", "IT"]) & Q(countries__len__gt=0),
                name="organisation_countries_known",
            ),
        ]

    def __str__(self):
        return self.name


class Membership(models.Model):
    """What a member of staff may do in one organisation."""

    ROLES = [("organiser", _("Organiser")), ("moderator", _("Moderator"))]

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("organisation"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("user"),
    )
    role = models.CharField(_("role"), max_length=10, choices=ROLES, default="moderator")

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("members of staff")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="one_membership_each"),
            models.CheckConstraint(
                condition=Q(role__in=["organiser", "moderator"]), name="membership_role_known"
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.get_role_display()}"
