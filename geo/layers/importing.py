"""Publishes a new version of a layer: written whole, then shown in one step."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

import numpy as np
import shapely
from django.db import connection, transaction
from django.db.models import ProtectedError, RestrictedError

from geo.copying import copy_rows
from geo.layers.kinds import kind_of
from geo.layers.models import Feature, Layer, LayerVersion
from geo.names.gathering import gather_places

BATCH = 2000  # features
VERSIONS_KEPT = 2  # the one shown, and the one before, whose tiles a page may still be asking for
NAMED_AREAS = frozenset({"wood", "park", "water", "market", "land"})
COLUMNS = (
    "version_id", "geometry", "anchor", "tags", "kind", "element", "osm_id", "osm_version",
    "osm_timestamp",
)  # fmt: skip


class EmptyVersion(Exception):
    """A source without a single feature never replaces what is shown."""


class FeatureRow(NamedTuple):
    """What a reader hands over: a shapely geometry in 4326, its tags, its identity in OSM.

    Anything with these attributes will do, the OsmFeature of an extract too.
    """

    geometry: shapely.Geometry
    tags: dict[str, str]
    element: str | None = None
    osm_id: int | None = None
    osm_version: int | None = None
    osm_timestamp: object | None = None


def publish_version(
    layer: Layer,
    features: Iterable[FeatureRow],
    *,
    source: str,
    is_kept: bool = False,
    may_be_empty: bool = False,
) -> LayerVersion:
    """Write every feature as a new version; show it only when it is whole.

    Licence and attribution are those of the layer on this day. is_kept: later imports do not
    forget this version. If anything fails, nothing changes for those who look at the map.
    """
    with transaction.atomic():
        version = LayerVersion.objects.create(
            layer=layer,
            source=source,
            licence=layer.licence,
            attribution=layer.attribution,
            is_kept=is_kept,
        )
        version.feature_count = _copy(version, features)
        if not version.feature_count and not may_be_empty:
            raise EmptyVersion(source)
        gather_places(version.pk, Feature.objects)
        version.is_complete = True
        version.save(update_fields=["feature_count", "is_complete"])
        Layer.objects.filter(pk=layer.pk).update(current=version)
    layer.current = version
    _forget_old_versions(layer)
    return version


def _copy(version: LayerVersion, features: Iterable[FeatureRow]) -> int:
    """Write features in batches: between two, their reader may use the connection too."""
    left, count = iter(features), 0
    while batch := list(islice(left, BATCH)):
        count += copy_rows(Feature, COLUMNS, _rows(version, batch))
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {Feature._meta.db_table}")
    return count


def _rows(version: LayerVersion, features: list[FeatureRow]) -> Iterator[tuple]:
    shapes = _ewkb([feature.geometry for feature in features])
    for feature, shape in zip(features, shapes, strict=True):
        kind = kind_of(feature.tags, feature.geometry.geom_type)
        anchor = _anchor(feature, kind)
        yield (
            version.pk,
            shape,
            None if anchor is None else _ewkb([anchor])[0],
            json.dumps(feature.tags, ensure_ascii=False),
            kind,
            feature.element,
            feature.osm_id,
            feature.osm_version,
            feature.osm_timestamp,
        )


def _ewkb(geometries: list[shapely.Geometry]) -> list[str]:
    marked = shapely.set_srid(np.array(geometries, dtype=object), 4326)
    return shapely.to_wkb(marked, hex=True, include_srid=True).tolist()


def _anchor(feature: FeatureRow, kind: str) -> shapely.Point | None:
    """Where the name of an area is written: the middle of its widest part."""
    if kind not in NAMED_AREAS or "name" not in feature.tags:
        return None
    parts = shapely.get_parts(feature.geometry)
    largest = parts[shapely.area(parts).argmax()]
    return shapely.Point(shapely.maximum_inscribed_circle(largest, tolerance=1e-5).coords[0])


def _forget_old_versions(layer: Layer) -> None:
    """Delete all but the most recent; a version that something points to (PROTECT) stays too."""
    passing = layer.versions.filter(is_kept=False).order_by("-created_at")
    for version in passing[VERSIONS_KEPT:]:
        with suppress(ProtectedError, RestrictedError):
            version.delete()
