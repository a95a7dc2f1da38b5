"""Layers that belong to drafts: their names are found by nobody before the draft is published."""

from uuid import UUID

from django.db.models import Q

from geo.layers.models import Layer
from geo.osm.models import OsmSnapshot
from participation.consultations.models import Consultation
from participation.map_layers.models import PublishedLayer


def hidden_in(consultation: Consultation) -> list[UUID]:
    """Return the layers of other consultations' drafts, which whoever reads this one does not see.

    A layer belongs to a consultation by its map, its basemap, its areas by name, its carto-parties,
    or because it was imported from OpenStreetMap within its perimeter. One that also belongs to
    something published, or to nothing, is seen.
    """
    others = Consultation.objects.filter(is_published=False).exclude(pk=consultation.pk)
    shown = Consultation.objects.filter(Q(is_published=True) | Q(pk=consultation.pk))
    of_drafts = Layer.objects.filter(_belongs_to(others)).order_by()
    return list(of_drafts.exclude(_belongs_to(shown)).values_list("pk", flat=True))


def _belongs_to(consultations) -> Q:
    maps = PublishedLayer.objects.filter(consultation__in=consultations)
    basemaps = consultations.filter(basemap__kind="local").values("basemap__address")
    parties = consultations.filter(carto_parties__layer__isnull=False)
    grounds = consultations.values("perimeter__versions")
    taken = OsmSnapshot.objects.filter(perimeter_version__in=grounds)
    return (
        Q(pk__in=maps.values("layer"))
        | Q(slug__in=basemaps)
        | Q(pk__in=consultations.filter(places_layer__isnull=False).values("places_layer"))
        | Q(pk__in=parties.values("carto_parties__layer"))
        | Q(pk__in=taken.values("version__layer"))
    )
