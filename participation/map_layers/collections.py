"""The layers on maps as files: apart from contributions, each under the licence of its layer."""

from django.db.models import Case, CharField, QuerySet, TextField, Value, When
from django.db.models.expressions import RawSQL
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from geo.exports.collection import Collection, Column, Terms
from geo.tiles.objects import REFERENCE
from participation.consultations.reading import readable
from participation.map_layers import objects
from participation.map_layers.models import PublishedLayer
from participation.map_layers.reading import ShownLayer, layers_of, shown

COLUMNS = (
    Column("id", "code", RawSQL(REFERENCE, [], output_field=TextField())),  # noqa: S611 - ours
    Column("class", "text", "class_label"),
    Column("osm_version", "number"),
    Column("osm_timestamp", "time"),
    Column("tags", "tags"),
)
MEANINGS = (
    ("id", _("n, w or r with the number in OpenStreetMap; else a number of this version.")),
    ("class", _("What it is called on the map.")),
    ("osm_version, osm_timestamp", _("Version and last change in OpenStreetMap.")),
    ("tags", _("What is known of it: in GeoJSON a property each, in CSV one column of JSON.")),
    ("geometry", _("Its shape: longitude, latitude (WGS 84).")),
)


def asked(request, published_id) -> PublishedLayer:
    """The layer on a map that may be read, else Http404."""
    published = PublishedLayer.objects.filter(pk=published_id).shown().first()
    if published is None:
        raise Http404
    published.consultation = readable(request, published.consultation_id)
    return published


def anybody(request, published) -> bool:
    return True


def rows_of(published: PublishedLayer) -> QuerySet:
    """What the map shows of a layer, each object with the name of its class."""
    layer = shown(published)
    called = Case(
        *(
            When(class_number=position, then=Value(one.style.label))
            for position, one in enumerate(layer.classes)
        ),
        default=Value(""),
        output_field=CharField(),
    )
    return objects.located(objects.of(layer)).annotate(class_label=called)


def terms_of(published: PublishedLayer) -> Terms:
    version, consultation = published.layer.current, published.consultation
    return Terms(
        file_name=f"{consultation.slug}-{published.layer.slug}",
        licence=version.licence,
        attribution=version.attribution,
        version=f"{version.pk}-{published.style_key}-{consultation.data_version}",
        is_public=consultation.is_published,
    )


MAP_LAYERS = Collection(
    name="map-layer",
    path="map-layers/<uuid:published_id>",
    columns=COLUMNS,
    find=asked,
    may_read=anybody,
    queryset=rows_of,
    terms=terms_of,
    place="inside",
)


def layer_files(consultation) -> list[dict]:
    """What the page of the data says of the layers: their files, and their terms."""
    return [{"layer": layer, "files": files_of(layer)} for layer in layers_of(consultation)]


def files_of(layer: ShownLayer) -> list[dict]:
    name = terms_of(layer.published).file_name
    return [
        {
            "name": f"{name}.{extension}",
            "format": label,
            "url": reverse(f"data:map-layer-{extension}", args=[layer.published.pk]),
        }
        for extension, label in (("geojson", "GeoJSON"), ("csv", "CSV"))
    ]
