"""What a carto-party changed, kept: it is compared once, and read by whoever visits."""

from enum import StrEnum

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geo.layers.models import LayerVersion
from participation.carto_parties.models import CartoParty


class Gone(StrEnum):
    """What became of an object that the map after does not hold."""

    DELETED = "deleted"
    RETAGGED = "retagged"  # it is there, and no longer what was looked for
    MOVED = "moved"  # it is what it was, elsewhere
    UNKNOWN = "unknown"


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
    # What OpenStreetMap itself said, when staff asked: {"n4": "deleted"}; one of Gone.
    gone = models.JSONField(_("no longer there"), default=dict, editable=False)
    gone_at = models.DateTimeField(_("asked on"), null=True, editable=False)
    changesets = models.PositiveIntegerField(_("changesets"), null=True, editable=False)
    changesets_at = models.DateTimeField(_("counted on"), null=True, editable=False)

    objects = RecapQuerySet.as_manager()

    class Meta:
        verbose_name = _("recap")
        verbose_name_plural = _("recaps")
        default_permissions = ()  # read with its carto-party

    def __str__(self):
        return str(self.party)

    @property
    def sure(self):
        """Of how many objects no longer there OpenStreetMap said what became of them."""
        return sum(state != Gone.UNKNOWN for state in self.gone.values())
