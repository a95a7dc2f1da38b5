"""A job that waits in the middle of its work until a test lets it go on."""

import time
from pathlib import Path

from django.contrib.gis.geos import Point

from geo.jobs.ending import Outcome
from geo.layers.models import Feature, Layer, LayerVersion

HALF, WHOLE = 50, 100


def replace_layer(arguments, progress):
    """Make a new version of a layer; after its first half, wait for the file named "gate"."""
    layer = Layer.objects.get(slug="bancs")
    version = LayerVersion.objects.create(layer=layer, source="bancs.osm")
    add(version, HALF)
    while not Path(arguments["gate"]).exists():
        progress(HALF, WHOLE)
        time.sleep(0.02)
    add(version, HALF)
    LayerVersion.objects.filter(pk=version.pk).update(is_complete=True, feature_count=WHOLE)
    Layer.objects.filter(pk=layer.pk).update(current=version)
    progress(WHOLE, WHOLE)
    return Outcome("100 benches.")


def add(version, number):
    Feature.objects.bulk_create(
        Feature(version=version, geometry=Point(8.35, 43.45), tags={}) for _ in range(number)
    )
