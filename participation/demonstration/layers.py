"""The map of the island and its communes, as layers that any import would make."""

import hashlib

import shapely

from basemaps.catalogue import add_local, install_catalogue
from geo.layers.importing import FeatureRow, publish_version
from geo.layers.models import Layer
from geo.osm.extracts import ExtractReport, read_extract
from participation.demonstration.files import FOLDER, read_json

MAP, COMMUNES = "valdora", "valdora-communes"
MAP_NAME = {"fr": "Carte de Valdora", "it": "Mappa di Valdora", "en": "Map of Valdora"}
ATTRIBUTION = {
    "fr": "Données de démonstration\u00a0: île de Valdora",
    "it": "Dati dimostrativi: isola di Valdora",
    "en": "Demonstration data: island of Valdora",
}
LICENCE = "CC0-1.0"


class DamagedExtract(Exception):
    """The extract of the island is not whole."""


def load_layers():
    """Publish what is new; returns how many features are drawn then, 0 where nothing was."""
    publish(layer(COMMUNES, "Communes de Valdora"), "communes.geojson", read_areas)
    island = layer(MAP, MAP_NAME["fr"])
    is_new = publish(island, "valdora.osm.bz2", read_osm)
    install_catalogue()
    add_local(MAP, MAP, MAP_NAME, ATTRIBUTION)
    return island.current.feature_count if is_new else 0


def layer(slug, name):
    words = {"name": name, "licence": LICENCE, "attribution": ATTRIBUTION["fr"]}
    return Layer.objects.update_or_create(slug=slug, defaults=words)[0]


def publish(layer, name, read):
    """Whether a new version was made: only when the file is another one than last time."""
    digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:16]
    source = f"fixtures/valdora/{name} (sha256 {digest})"
    if layer.current and layer.current.source == source:
        return False
    publish_version(layer, read(name), source=source)
    return True


def read_areas(name):
    for feature in read_json(name)["features"]:
        tags = {key: str(value) for key, value in feature["properties"].items()}
        tags["boundary"] = "administrative"
        yield FeatureRow(shapely.geometry.shape(feature["geometry"]), tags)


def read_osm(name):
    report = ExtractReport()
    yield from read_extract(FOLDER / name, report)
    if report.incomplete_relations or report.broken:
        raise DamagedExtract(f"{name}: {report.incomplete_relations or report.broken}")
