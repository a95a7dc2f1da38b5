"""Who speaks: accounts of staff and residents, and participants without an account."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def today():
    return timezone.now().date()


class User(AbstractUser):
    """Somebody with an account; custom from the first migration."""

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")
        verbose_name_plural = _("users")


class Participant(models.Model):
    """Somebody who wrote something; made at the first write, never on reading."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # A day, not an instant: an instant would tie a participant to a line of the access log.
    created_on = models.DateField(_("day of creation"), default=today)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="participants",
    )

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")

    def __str__(self):
        return str(self.id)
