"""What stays of an import beside its contributions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from participation.contributions.origins import ContributionImport


class RefusedRow(models.Model):
    """A row that was not taken over: its number and the reason, so that somebody can correct it.

    Of what it said only the value at fault is kept, where the reason names it.
    """

    id = models.BigAutoField(primary_key=True)
    origin = models.ForeignKey(
        ContributionImport,
        on_delete=models.CASCADE,
        related_name="refused_rows",
        db_index=False,
        verbose_name=_("import of contributions"),
    )
    number = models.PositiveIntegerField(_("row"))
    reason = models.CharField(_("reason"), max_length=40)
    facts = models.JSONField(_("facts"), default=dict)

    class Meta:
        verbose_name = _("row not taken over")
        verbose_name_plural = _("rows not taken over")
        ordering = ["origin", "number"]
        indexes = [models.Index(fields=["origin", "number"], name="refused_row_in_order")]

    def __str__(self):
        return str(self.number)
