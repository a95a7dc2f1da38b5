"""Brings OpenStreetMap into a layer of one consultation, within its perimeter."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import BinaryIO

from django.utils.text import slugify

from geo.layers.models import Layer
from geo.osm.importing import Imported, Wanted, import_extract
from geo.osm.live import import_live
from geo.osm.storing import ATTRIBUTION, LICENCE, Progress
from participation.consultations.models import Consultation

NAME = "OpenStreetMap"
LONGEST_SLUG = 50


def layer_slug(consultation: Consultation, name: str = "") -> str:
    """Return the slug of a consultation's layer: `…-osm`, or another where it has a name."""
    end = slugify(name)[:20] if name and name != NAME else "osm"
    return f"{consultation.slug[: LONGEST_SLUG - len(end) - 1].rstrip('-')}-{end or 'osm'}"


def layer_name(consultation: Consultation, name: str) -> str:
    """Return what the layer is called among those of other consultations."""
    return f"{name} ({consultation.title})"[:200] if name == NAME else name


def asked_name(layer: Layer) -> tuple[Consultation | None, str]:
    """Return whose layer it is and the name under which it was asked for."""
    name = NAME if layer.slug.endswith("-osm") else layer.name
    named = (one for one in Consultation.objects.all() if layer_slug(one, name) == layer.slug)
    return next(named, None), name


def import_for(
    slug: str,
    name: str,
    file: BinaryIO,
    wanted: Wanted,
    *,
    file_name: str,
    trusted: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Make an extract the next version of the layer `slug`, which is made where it is new.

    Raises as `geo.osm.importing.import_extract` does; a layer that was made for it is gone then.
    """
    with _layer(slug, name) as layer:
        return import_extract(
            file, layer, wanted, name=file_name, trusted=trusted, progress=progress
        )


def import_live_for(
    slug: str,
    name: str,
    wanted: Wanted,
    *,
    at: datetime | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Make what a live server knows the next version of the layer `slug`, made where it is new.

    Raises as `geo.osm.live.import_live` does; a layer that was made for it is gone then.
    """
    with _layer(slug, name) as layer:
        return import_live(layer, wanted, at=at, progress=progress)


@contextmanager
def _layer(slug: str, name: str) -> Iterator[Layer]:
    words = {"name": name, "licence": LICENCE, "attribution": ATTRIBUTION}
    layer, is_new = Layer.objects.get_or_create(slug=slug, defaults=words)
    try:
        yield layer
    except BaseException:
        if is_new:
            Layer.objects.filter(pk=layer.pk, current=None).delete()
        raise
