"""Files between two steps of a page: kept for their owner, for a day at most."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class UploadQuerySet(models.QuerySet):
    """Reading uploads; the bytes of one are asked for alone (`content_of`)."""

    def of(self, owner, purpose: str):
        """Those of one person for one purpose, the oldest first, without their bytes."""
        return self.filter(owner=str(owner), purpose=purpose).defer("content")


class Upload(models.Model):
    """A file that somebody sent and that is not used yet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.CharField(_("owner"), max_length=40)  # the key of a user: geo knows no users
    purpose = models.CharField(_("purpose"), max_length=40)
    name = models.CharField(_("name of the file"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    content = models.BinaryField(_("content"))
    created_at = models.DateTimeField(_("sent"), auto_now_add=True, db_index=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        ordering = ["created_at"]

    def __str__(self):
        return self.name
