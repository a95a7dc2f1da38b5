"""Rights as small predicates; Django asks them through `user.has_perm`."""

import rules
from django.db.models import Q

from basemaps.models import TileSource
from geo.layers.models import Layer
from geo.measurements.indicators import Indicator
from geo.measurements.models import Dataset, DatasetVersion
from geo.osm.models import OsmSnapshot
from participation.carto_parties.models import CartoParty, Cell
from participation.consultations.models import Consultation, Membership, Organisation, Phase, Theme
from participation.contributions.models import Contribution
from participation.contributions.origins import ContributionImport
from participation.crossings.models import Crossing, Release
from participation.discussion.models import Comment
from participation.inventories.models import Inventory
from participation.map_layers.models import LayerClass, PublishedLayer
from participation.moderation.models import ModerationDecision
from participation.perception.models import FeltQuestion, Perception
from participation.perception.origins import SurveyImport


def organisation_of(thing):
    """The organisation that answers for `thing`, or None where it has none."""
    if isinstance(thing, Organisation):
        return thing
    for step in ("contribution", "published", "party", "crossing", "consultation", "comment"):
        nearer = getattr(thing, step, None)
        if nearer is not None:
            return organisation_of(nearer)
    return getattr(thing, "organisation", None)


def serves(memberships, thing):
    """One of `memberships` is in the organisation of `thing`; without a thing, in any."""
    if thing is None:
        return memberships.exists()
    organisation = organisation_of(thing)
    return organisation is not None and memberships.filter(organisation=organisation).exists()


def standing_on(thing):
    """The consultations that use a perimeter, a layer, or measurements."""
    rows = Consultation.objects.order_by()
    if isinstance(thing, DatasetVersion):
        return standing_on(thing.dataset)
    if isinstance(thing, Dataset):
        return rows.filter(crossings__dataset=thing)
    if isinstance(thing, Indicator):
        return rows.filter(crossings__dataset__indicator=thing)
    if isinstance(thing, Layer):
        local = TileSource.objects.filter(kind=TileSource.Kind.LOCAL, address=thing.slug)
        grounds = OsmSnapshot.objects.filter(version__layer=thing).values("perimeter_version")
        return rows.filter(
            Q(places_layer=thing)
            | Q(basemap__in=local)
            | Q(map_layers__layer=thing)
            | Q(carto_parties__layer=thing)
            | Q(perimeter__versions__in=grounds)
        )
    return rows.filter(perimeter=thing)


@rules.predicate
def is_staff(user):
    return user.is_active and user.is_staff


@rules.predicate
def works_there(user, thing=None):
    return serves(user.memberships.all(), thing)


@rules.predicate
def organises_there(user, thing=None):
    return serves(user.memberships.filter(role="organiser"), thing)


@rules.predicate
def organises_somewhere(user):
    return user.memberships.filter(role="organiser").exists()


@rules.predicate
def carries_no_others(user, thing=None):
    """No consultation of another organisation stands on it: its ground would change unasked."""
    organised = user.memberships.filter(role="organiser").values("organisation")
    return thing is None or not standing_on(thing).exclude(organisation__in=organised).exists()


@rules.predicate
def is_no_paper_of_others(user, thing=None):
    """An inventory of a town is a working paper: its layer is for those who work there."""
    layer = getattr(thing, "layer", thing)
    if not isinstance(layer, Layer) or layer.is_findable:
        return True
    papers = Inventory.objects.filter(rows__layer=layer)
    own = papers.filter(party__consultation__organisation__memberships__user=user)
    return own.exists() or not papers.exists()


may_read = is_staff & works_there
may_moderate = is_staff & works_there
may_organise = is_staff & organises_there
may_prepare = is_staff & organises_somewhere


def allow(app, model, **rights):
    for action, predicate in rights.items():
        rules.add_perm(f"{app}.{action}_{model}", predicate)


def allow_here(model, **rights):
    allow("participation", model._meta.model_name, **rights)


allow_here(Organisation, view=may_read, change=may_organise)
allow_here(Consultation, view=may_read, add=may_organise, change=may_organise)
for part in (Phase, Theme, PublishedLayer, LayerClass):
    allow_here(part, view=may_read, add=may_organise, change=may_organise, delete=may_organise)
for meeting in (CartoParty, Cell, Inventory):
    allow_here(meeting, view=may_read, add=may_organise, change=may_organise, delete=may_organise)
for words in (Contribution, Comment):
    allow_here(words, view=may_read, change=may_moderate, moderate=may_moderate)
for record in (ModerationDecision, Membership):
    allow_here(record, view=may_read)
allow_here(FeltQuestion, view=may_read, add=may_organise, change=may_organise, delete=may_organise)
allow_here(SurveyImport, view=may_read, add=may_organise)
allow_here(Perception, view=may_read, change=may_moderate)
allow_here(Crossing, view=may_read, add=may_organise, change=may_organise, delete=may_organise)
allow_here(Release, view=may_read)
rules.add_perm("participation.export_perceptions", may_read)
rules.add_perm("participation.locate_perceptions", may_organise)
allow_here(ContributionImport, view=may_read, add=may_organise)
rules.add_perm("participation.export_contributions", may_read)
# Perimeters and layers belong to no organisation: organisers prepare them for their own.
for shared in ("perimeter", "perimeterversion", "layer", "layerversion"):
    may_see = may_prepare & is_no_paper_of_others
    may_change = may_see & carries_no_others
    allow("geo", shared, view=may_see, add=may_prepare, change=may_change)
# Measurements and indicators likewise: those that organisers brought, all of them can use.
for measured in ("indicator", "dataset", "datasetversion"):
    may_change = may_prepare & carries_no_others
    allow("geo", measured, view=may_prepare, add=may_prepare, change=may_change, delete=may_change)
allow("geo", "job", view=is_staff)  # those that they started
allow("basemaps", "tilesource", view=may_prepare)
# The administration asks for an app before it asks for what is in it.
for app in ("participation", "geo", "basemaps"):
    rules.add_perm(app, is_staff)
