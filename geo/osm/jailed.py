"""What the child does with an extract: read it and answer features in batches. In the jail."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import shapely

from geo.files.refusals import FileCode
from geo.osm.boundaries import suffix_of
from geo.osm.extracts import (
    ExtractReport,
    HistoryExtract,
    OsmFeature,
    UnreadableExtract,
    read_extract,
)
from geo.osm.markings import TooLargeUnpacked, check_size, said_at_the_top
from geo.osm.presets import matches

BATCH = 500
TOLD = 20  # numbers of objects that were left out; of a country there are thousands


def read_features(path: Path, arguments: dict) -> Iterator[bytes]:
    """Yield batches of features as JSON, each with its WKB, then the report or why there is none.

    arguments: conditions; box, which features have to touch; most, the bytes of XML that are read.
    """
    with path.open("rb") as file:
        named = path.rename(path.with_name(f"extract{suffix_of(file.read(8))}"))
    try:
        yield from _answer(named, arguments)
    except TooLargeUnpacked:
        yield _refusal(FileCode.XML_TOO_LARGE, limit=arguments["most"])
    except HistoryExtract:
        yield _refusal(FileCode.NO_EXTRACT)
    except UnreadableExtract:
        yield _refusal(FileCode.DAMAGED)


def _answer(path: Path, arguments: dict) -> Iterator[bytes]:
    if arguments["most"]:
        check_size(path, arguments["most"])
    conditions, box = arguments["conditions"], shapely.box(*arguments["box"])
    shapely.prepare(box)
    report, outside, found = ExtractReport(), 0, 0
    features = read_extract(path, report, keep=lambda tags: matches(tags, conditions))
    while batch := list(islice(features, BATCH)):
        shapes = np.array([one.geometry for one in batch], dtype=object)
        near = shapely.intersects(box, shapes)
        outside += len(batch) - int(near.sum())
        found += int(near.sum())
        written = shapely.to_wkb(shapes, hex=True)
        rows = zip(batch, written, near, strict=True)
        yield json.dumps([_row(one, wkb) for one, wkb, is_near in rows if is_near]).encode()
    words = said_at_the_top(path)
    facts = _facts(report) | {"outside": outside, "features": found}
    facts |= {"licence": words.licence, "attribution": words.attribution}
    yield json.dumps({"report": facts}).encode()


def _row(feature: OsmFeature, wkb: str) -> list:
    moment = feature.osm_timestamp
    return [
        feature.element,
        feature.osm_id,
        feature.osm_version,
        moment.isoformat() if moment else None,
        feature.tags,
        wkb,
    ]


def _facts(report: ExtractReport) -> dict:
    relations = [f"r{number}" for number in report.incomplete_relations]
    date = report.osm_date or report.newest
    return {
        "osm_date": date.isoformat() if date else None,
        "undated": {"count": int(report.osm_date is None)},
        "incomplete": {"count": len(relations), "objects": relations[:TOLD]},
        "broken": {"count": len(report.broken), "objects": report.broken[:TOLD]},
        "deleted": {"count": report.deleted},
        "unsent": {"count": report.unsent},
        "repeated": {"count": report.repeated},
    }


def _refusal(code: FileCode, **facts) -> bytes:
    return json.dumps({"refused": code, "facts": facts}).encode()
