"""What is done in the background: who started it, how far it is, how it ended."""

import datetime
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JobQuerySet(models.QuerySet):
    """Reading jobs."""

    def unfinished(self):
        return self.filter(state__in=[Job.State.WAITING, Job.State.RUNNING])

    def of(self, owner):
        """Those that one person started; an account that may do everything sees all."""
        return self if owner.is_superuser else self.filter(owner=str(owner.pk))

    def forgettable(self, now=None):
        """Those that ended so long ago that nobody asks any more."""
        return self.filter(ended_at__lt=(now or timezone.now()) - Job.KEPT)


class Job(models.Model):
    """One piece of work that takes longer than a page may."""

    KEPT = datetime.timedelta(days=90)

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("under way")
        DONE = "done", _("finished")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)  # a key of settings.JOBS
    title = models.CharField(_("title"), max_length=200)
    # As text: geo knows no users. The name is shown to staff only.
    actor = models.CharField(_("started by"), max_length=150, blank=True)
    owner = models.CharField(max_length=40, blank=True, editable=False)
    language = models.CharField(max_length=8, editable=False)
    arguments = models.JSONField(default=dict, editable=False)  # emptied when it ends
    lock = models.CharField(max_length=100, blank=True, editable=False)
    back = models.CharField(max_length=500, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)  # 0: not known
    message = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True, db_index=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    heartbeat = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-created_at"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"], ended_at=None)
                | Q(state__in=["done", "failed", "cancelled"], ended_at__isnull=False),
                name="job_state_known",
            ),
            models.UniqueConstraint(
                fields=["lock"],
                condition=Q(ended_at=None) & ~Q(lock=""),
                name="one_unfinished_job_per_lock",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_over(self):
        return self.ended_at is not None

    @property
    def percent(self):
        """How much is done, in whole percents; None where nobody knows."""
        if self.state == self.State.DONE:
            return 100
        return min(self.done * 100 // self.total, 100) if self.total else None
