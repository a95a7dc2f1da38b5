"""JSON files that hold places and are not plain GeoJSON: uMap's are read, the others named."""

import json
from dataclasses import replace

from geo.drawings.features import Collection, Feature
from geo.drawings.geojson import FILE_BYTES, parse, read_collection
from geo.drawings.reasons import Code, InvalidDrawing
from geo.files.formats import Format
from geo.files.refusals import FileCode, UnreadableFile

OPTIONS = "_umap_options"
ANOTHER_KIND = {Code.NOT_A_DRAWING, Code.COLLECTION}


def read_json(source: bytes, layer: str = "") -> Collection:
    """Return what a GeoJSON file holds, or one layer of a uMap; raise what `read_file` raises."""
    try:
        return _noted(read_collection(source))
    except InvalidDrawing as error:
        if error.reason.code not in ANOTHER_KIND:
            raise
        document = parse(source, FILE_BYTES)
        if document.get("type") == "umap":
            return _noted(_read_umap(document, layer))
        _refuse_other(document)
        raise


def _noted(collection: Collection) -> Collection:
    """Return a collection that also tells how many of its features have no place."""
    count = sum(one.geometry is None for one in collection.features)
    return replace(collection, notes=({"code": "placeless", "count": count},) * bool(count))


def _refuse_other(document: dict) -> None:
    """Say which of the other ways to write places in JSON this is, if any."""
    if isinstance(document.get("elements"), list):
        raise UnreadableFile(FileCode.OSM_EXTRACT)
    kind = "TopoJSON" if document.get("type") == "Topology" else ""
    kind = "Esri JSON" if not document.keys().isdisjoint({"geometryType", "rings"}) else kind
    if kind:
        facts = {"found": Format.UNKNOWN, "root": kind, "claimed": ""}
        raise UnreadableFile(FileCode.NOT_READ_HERE, **facts)


def _read_umap(document: dict, layer: str) -> Collection:
    """Return one layer of a uMap: there each is a FeatureCollection with a name."""
    found = document.get("layers")
    found = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    layers = {_name(one, at): one for at, one in enumerate(found, 1) if one.get("features")}
    chosen = layer or (next(iter(layers)) if len(layers) == 1 else "")
    if not layers:
        raise UnreadableFile(FileCode.NO_LAYER)
    if chosen not in layers:
        raise UnreadableFile(FileCode.WHICH_LAYER, layers=list(layers))
    plain = {"type": "FeatureCollection", "features": layers[chosen]["features"]}
    collection = read_collection(json.dumps(plain).encode())
    features = [
        Feature(one.number, {k: v for k, v in one.properties.items() if k != OPTIONS}, one.geometry)
        for one in collection.features
    ]
    return replace(collection, features=features, format="uMap", layer=chosen, layers=tuple(layers))


def _name(layer: dict, number: int) -> str:
    options = layer.get(OPTIONS) or layer.get("properties") or layer.get("_storage")
    name = options.get("name") if isinstance(options, dict) else ""
    return name if isinstance(name, str) and name else str(number)
