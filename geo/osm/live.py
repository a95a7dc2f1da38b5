"""Brings OpenStreetMap as it is now, or was on a day, into a layer: asked, cut, stored."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import numpy as np

from geo.layers.models import Layer
from geo.osm.clipping import clipped, touching
from geo.osm.extracts import OsmFeature
from geo.osm.importing import Imported, Wanted
from geo.osm.overpass import Answer, fetch
from geo.osm.presets import conditions_of
from geo.osm.storing import Progress, SnapshotDetails, store_snapshot
from geo.perimeters.ground import Ground
from geo.perimeters.grounds import ground_of

TOLD = 20  # numbers of objects that were left out


def import_live(
    layer: Layer,
    wanted: Wanted,
    *,
    at: datetime | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Make what a live server knows within a perimeter the next version of a layer.

    at: a moment of the past; progress: called each second with (0, 0) while the server thinks,
    then with features; what it raises stops the import. Raises SnapshotRefused or one of
    `failure_sentences.LIVE_FAILURES`; the layer shows what it showed then.
    """
    ground = ground_of(wanted.perimeter_version)
    conditions = conditions_of(wanted.presets, wanted.free)
    answer = fetch(ground.grown, conditions, at=at, progress=progress)
    details = SnapshotDetails(
        source="overpass",
        name=answer.server,
        sha256=answer.sha256,
        osm_date=answer.osm_date,
        presets=wanted.presets,
        free=wanted.free,
        perimeter_version=wanted.perimeter_version,
        is_clipped=wanted.is_clipped,
        accept_fewer=wanted.accept_fewer,
    )
    shown = layer.current_id
    version = store_snapshot(layer, _cut(answer, ground, details), details, progress=progress)
    return Imported(version, is_new=version.pk != shown)


def _cut(answer: Answer, ground: Ground, details: SnapshotDetails) -> list[OsmFeature]:
    """Return what belongs to the ground; what was cut or left out becomes remarks."""
    whole = np.array([one.geometry for one in answer.features], dtype=object)
    kept = (clipped if details.is_clipped else touching)(whole, ground)
    pairs = list(zip(answer.features, kept, strict=True))
    cut = sum(after is not None and after is not one.geometry for one, after in pairs)
    details.remarks += [
        {"code": code} | facts for code, facts in _told(answer, cut) if facts["count"]
    ]
    return [replace(one, geometry=after) for one, after in pairs if after is not None]


def _told(answer: Answer, cut: int) -> Iterator[tuple[str, dict]]:
    relations = [f"r{number}" for number in answer.report.incomplete_relations]
    yield "clipped", {"count": cut}
    yield "incomplete", {"count": len(relations), "objects": relations[:TOLD]}
    broken = answer.report.broken
    yield "broken", {"count": len(broken), "objects": broken[:TOLD]}
