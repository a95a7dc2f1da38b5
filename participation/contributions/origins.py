"""Where contributions came from that were said elsewhere: one file, taken over at once."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.consultations.models import Consultation


class ContributionImportQuerySet(models.QuerySet):
    """Reading imports."""

    def standing(self):
        """Those that nobody took back."""
        return self.filter(undone_at=None)


class ContributionImport(models.Model):
    """One file of contributions that staff took over, how it was read, and what became of its rows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(
        Consultation,
        on_delete=models.CASCADE,
        related_name="imports",
        verbose_name=_("consultation"),
    )
    file_name = models.CharField(_("name of the file"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    mapping = models.JSONField(_("how it was read"), default=dict)
    licence = models.CharField(_("licence of the source"), max_length=80, blank=True)
    attribution = models.CharField(_("attribution"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("imported by"),
    )
    made_at = models.DateTimeField(_("taken over"), default=timezone.now)
    added = models.PositiveIntegerField(_("added"), default=0)
    restored = models.PositiveIntegerField(_("shown again"), default=0)
    already_there = models.PositiveIntegerField(_("already there"), default=0)
    rejected = models.PositiveIntegerField(_("rejected"), default=0)
    reasons = models.JSONField(_("reasons"), default=dict)
    notes = models.JSONField(_("remarks"), default=dict)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )
    removed = models.PositiveIntegerField(_("removed"), default=0)
    withdrawn = models.PositiveIntegerField(_("withdrawn"), default=0)

    objects = ContributionImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of contributions")
        verbose_name_plural = _("imports of contributions")
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=False) | Q(removed=0, withdrawn=0),
                name="import_undone_before_counts",
            ),
        ]

    def __str__(self):
        return self.file_name

    @property
    def is_taken_back(self):
        return self.undone_at is not None

    @property
    def read(self):
        """How many rows the file had."""
        return self.added + self.restored + self.already_there + self.rejected


def attribution_of(consultation):
    """Who is to be named: the consultation, then the sources of what it took over."""
    own = consultation.attribution or consultation.organisation.name
    sources = ContributionImport.objects.standing().filter(consultation=consultation)
    named = sources.exclude(attribution="").order_by("made_at", "pk")
    words = [
        f"{attribution} ({licence})" if licence else attribution
        for attribution, licence in named.values_list("attribution", "licence")
    ]
    return "; ".join(dict.fromkeys([own, *words]))
