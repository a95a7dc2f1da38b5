"""What a carto-party changed, kept: it is compared once, and read by whoever visits."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geo.layers.models import LayerVersion
from participation.carto_parties.models import CartoParty


class RecapQuerySet(models.QuerySet):
    def of(self, party):
        """The one that still says what changed between the two states of the map; or none."""
        return self.filter(
            party=party, before=party.before_id, after=party.after_id, is_current=True
        )


class Recap(models.Model):
    """The comparison of the map before and after one carto-party.

    Tags and shapes are not copied: they are read from the two versions. items: see `kept.line_of`;
    sorts: by key, {"before": {"count", "filled"}, "after": …}.
    """

    party = models.OneToOneField(
        CartoParty, models.CASCADE, related_name="recap", verbose_name=_("carto-party")
    )
    before = models.ForeignKey(
        LayerVersion, models.CASCADE, related_name="+", verbose_name=_("the map before")
    )
    after = models.ForeignKey(
        LayerVersion, models.CASCADE, related_name="+", verbose_name=_("the map after")
    )
    is_current = models.BooleanField(_("up to date"), default=True)
    made_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)
    items = models.JSONField(_("objects"), default=list, editable=False)
    sorts = models.JSONField(_("sorts of objects"), default=dict, editable=False)
    rechecked = models.PositiveIntegerField(_("checked on the ground"), default=0)
    elsewhere = models.PositiveIntegerField(_("changed elsewhere"), default=0)
    remaining = models.PositiveIntegerField(_("what remains to be done"), default=0)

    objects = RecapQuerySet.as_manager()

    class Meta:
        verbose_name = _("recap")
        verbose_name_plural = _("recaps")
        default_permissions = ()  # read with its carto-party

    def __str__(self):
        return str(self.party)
