"""What others answer to a contribution."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import Participant
from participation.consultations.models import LANGUAGES
from participation.contributions.models import NAME_LENGTH, Contribution, among
from participation.discussion.querysets import CommentQuerySet

VISIBILITIES = [
    ("pending", _("Pending")),
    ("published", _("Published")),
    ("hidden", _("Hidden")),
    ("withdrawn", _("Withdrawn")),
]
TEXT_LENGTH = 1000


class Comment(models.Model):
    """One remark under a contribution."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contribution = models.ForeignKey(
        Contribution,
        on_delete=models.CASCADE,
        related_name="comments",
        verbose_name=_("contribution"),
    )
    client_id = models.UUIDField(editable=False)
    payload_hash = models.CharField(max_length=64, editable=False)
    participant = models.ForeignKey(
        Participant,
        on_delete=models.PROTECT,
        related_name="comments",
        verbose_name=_("participant"),
    )
    display_name = models.CharField(_("display name"), max_length=NAME_LENGTH, blank=True)
    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    visibility = models.CharField(_("visibility"), max_length=9, choices=VISIBILITIES)
    created_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contribution", "client_id"], name="comment_sent_once"),
            models.CheckConstraint(condition=~Q(text=""), name="comment_has_a_text"),
            models.CheckConstraint(
                condition=among("visibility", VISIBILITIES), name="comment_visibility_known"
            ),
            models.CheckConstraint(
                condition=among("language", LANGUAGES), name="comment_language_known"
            ),
        ]

    def __str__(self):
        return self.text[:80]
