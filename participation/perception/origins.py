"""Where ratings came from that were given elsewhere: the file of one survey, taken over at once."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.consultations.models import Consultation
from participation.perception import scales


class SurveyImportQuerySet(models.QuerySet):
    """Reading imports."""

    def standing(self):
        """Those that nobody took back."""
        return self.filter(taken_back_at=None)


class SurveyImport(models.Model):
    """One file of ratings that staff took over, how it was read, and what became of its rows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(
        Consultation,
        on_delete=models.CASCADE,
        related_name="surveys",
        verbose_name=_("consultation"),
    )
    question = models.ForeignKey(
        "participation.FeltQuestion",
        on_delete=models.PROTECT,
        related_name="surveys",
        verbose_name=_("felt question"),
    )
    file_name = models.CharField(_("name of the file"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    mapping = models.JSONField(_("how it was read"), default=dict)
    scale = models.CharField(_("scale"), max_length=8, choices=scales.CHOICES)
    are_means = models.BooleanField(_("ratings are means of several people"), default=False)
    licence = models.CharField(_("licence of the source"), max_length=80, blank=True)
    attribution = models.CharField(_("attribution"), max_length=200, blank=True)
    report = models.JSONField(_("what became of its rows"), default=dict)
    actor = models.CharField(_("imported by"), max_length=150, blank=True)
    created_at = models.DateTimeField(_("taken over"), default=timezone.now)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    taken_back_by = models.CharField(_("taken back by"), max_length=150, blank=True)

    objects = SurveyImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of a survey")
        verbose_name_plural = _("imports of surveys")
        ordering = ["-created_at"]

    def __str__(self):
        return self.file_name

    @property
    def is_taken_back(self):
        return self.taken_back_at is not None
