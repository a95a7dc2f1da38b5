"""What staff decided to show or to hide, and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.contributions.models import Contribution, among
from participation.discussion.models import Comment

ACTIONS = [("publish", _("Publish")), ("hide", _("Hide"))]


class ModerationDecision(models.Model):
    """One decision about one contribution or one comment; never changed afterwards."""

    contribution = models.ForeignKey(
        Contribution,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("contribution"),
    )
    comment = models.ForeignKey(
        Comment,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("comment"),
    )
    action = models.CharField(_("action"), max_length=7, choices=ACTIONS)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    made_at = models.DateTimeField(_("decided"), default=timezone.now)

    class Meta:
        verbose_name = _("moderation decision")
        verbose_name_plural = _("moderation decisions")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contribution__isnull=False, comment__isnull=True)
                | Q(contribution__isnull=True, comment__isnull=False),
                name="decision_about_one_thing",
            ),
            models.CheckConstraint(
                condition=among("action", ACTIONS), name="decision_action_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="decision_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.get_action_display()}: {self.reason[:80]}"
