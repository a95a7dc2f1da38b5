"""Small files of measurements, as instruments, phones and offices write them."""

import json
import zipfile
from pathlib import Path

META = """#NoiseCapture export header file
uuid=102cf6cd-77ff-4133-9637-29e1a98be946
record_utc=1465474618170
time_length=3
leq_mean=72,94
pleasantness=69
gain_calibration=0.00
user_profile=NONE
tags=test,silent
device_manufacturer=Placette
device_model=One
"""


def write(folder: Path, name: str, content: str | bytes, encoding="utf-8") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def feature(geometry, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def point(*coordinates):
    return {"type": "Point", "coordinates": list(coordinates)}


def square(x, y, side):
    ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def bow_tie(x, y, side):
    ring = [[x, y], [x + side, y + side], [x + side, y], [x, y + side], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def geojson(folder: Path, *features, srid=0, name="file.geojson") -> Path:
    document = {"type": "FeatureCollection", "features": features}
    if srid:
        system = f"urn:ogc:def:crs:EPSG::{srid}"
        document["crs"] = {"type": "name", "properties": {"name": system}}
    return write(folder, name, json.dumps(document))


def second(number, place=(8.35, 43.45, 12), **more):
    said = {"leq_mean": 60 + number, "accuracy": 5, "leq_utc": 1465474619226 + 1000 * number}
    return feature(point(*place) if place else None, **said | more)


def archive(folder: Path, name="file.zip", **files) -> Path:
    """An archive; files: names with __ for the dot, and what stands in them."""
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for inner, content in files.items():
            packed.writestr(inner.replace("__", "."), content)
    return path


def track(folder: Path, *seconds, meta=META) -> Path:
    document = {"type": "FeatureCollection", "features": seconds}
    return archive(folder, meta__properties=meta, track__geojson=json.dumps(document))
