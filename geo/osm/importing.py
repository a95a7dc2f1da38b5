"""Imports an extract of OpenStreetMap from a file: read in the jail, cut, stored as a snapshot."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

import shapely

from geo.files.formats import HEAD_BYTES, Format, recognise
from geo.files.frames import Spooled
from geo.files.jail import Limits, spooled_in_jail
from geo.files.refusals import FileCode, UnreadableFile
from geo.layers.models import Layer, LayerVersion
from geo.osm.clipping import clipped, touching
from geo.osm.extracts import OsmFeature
from geo.osm.storing import Progress, SnapshotDetails, is_same, shown_snapshot, store_snapshot
from geo.perimeters.ground import Ground
from geo.perimeters.grounds import ground_of

UPLOAD_XML_BYTES = 60 * 1024**2  # unpacked; a .pbf of the same place is some 20 times smaller
LIMITS = Limits(seconds=120, file_bytes=0)
REMARKS = ("undated", "incomplete", "broken", "deleted", "unsent", "repeated")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is taken of an extract: presets (keys), free conditions, within which perimeter.

    is_clipped: cut at the perimeter, else whole what touches it; accept_fewer: little or nothing
    is right, staff say.
    """

    perimeter_version: UUID
    presets: Sequence[str] = ()
    free: Sequence[dict] = ()
    is_clipped: bool = False
    accept_fewer: bool = False


@dataclass(slots=True)
class Imported:
    """What became of a file: the version shown, and whether it is a new one."""

    version: LayerVersion
    is_new: bool


class _Cut:
    """The features of an answer within a ground; what is left out or cut becomes remarks."""

    def __init__(self, answer: Spooled, report: dict, ground: Ground, details: SnapshotDetails):
        self.answer = answer
        self.report = report
        self.ground = ground
        self.details = details
        self.cut = 0
        self.outside = report["outside"]

    def __len__(self) -> int:
        return self.report["features"]

    def __iter__(self) -> Iterator[OsmFeature]:
        for at in range(len(self.answer) - 1):
            yield from self.batch(json.loads(self.answer[at]))
        told = {"outside": {"count": self.outside}, "clipped": {"count": self.cut}}
        told |= {code: self.report[code] for code in REMARKS}
        self.details.remarks += [
            {"code": code} | facts for code, facts in told.items() if facts["count"]
        ]

    def batch(self, rows: list[list]) -> Iterator[OsmFeature]:
        """Yield what belongs to the ground of one batch."""
        whole = shapely.from_wkb([row[5] for row in rows])
        kept = (clipped if self.details.is_clipped else touching)(whole, self.ground)
        for row, before, after in zip(rows, whole, kept, strict=True):
            if after is None:
                self.outside += 1
                continue
            self.cut += after is not before
            moment = datetime.fromisoformat(row[3]) if row[3] else None
            yield OsmFeature(row[0], row[1], row[2], moment, row[4], after)


def import_extract(
    file: BinaryIO,
    layer: Layer,
    wanted: Wanted,
    *,
    name: str,
    trusted: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Make what an extract holds within a perimeter the next version of a layer.

    file: .osm, .osm.gz, .osm.bz2 or .osm.pbf, open in binary mode; trusted: the operator's own,
    of any size. progress: called each second with (0, 0) while the file is read, then with
    features; what it raises stops the import, and the layer shows what it showed.
    Raises UnreadableFile or SnapshotRefused; nothing is stored then.
    """
    _check_kind(file, name)
    details = _details(file, wanted, name)
    shown = shown_snapshot(layer)
    if shown and is_same(shown, details):
        return Imported(shown.version, is_new=False)
    ground = ground_of(wanted.perimeter_version)
    with spooled_in_jail(
        "geo.osm.jailed:read_features",
        file,
        _arguments(details, ground, trusted),
        limits=LIMITS,
        trusted=trusted,
        waiting=lambda: progress(0, 0) if progress else None,
    ) as answer:
        report = _report(answer)
        _complete(details, report)
        features = _Cut(answer, report, ground, details)
        version = store_snapshot(layer, features, details, progress=progress)
    return Imported(version, is_new=shown is None or version.pk != shown.version_id)


def _check_kind(file: BinaryIO, name: str) -> None:
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if not head.strip(b" \t\r\n\0"):
        raise UnreadableFile(FileCode.EMPTY)
    kind = recognise(head, name)
    if kind.format != Format.OSM or kind.root == "osmChange":
        raise UnreadableFile(FileCode.NO_EXTRACT)


def _details(file: BinaryIO, wanted: Wanted, name: str) -> SnapshotDetails:
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return SnapshotDetails(
        source="file",
        name=name,
        sha256=sha256,
        presets=wanted.presets,
        free=wanted.free,
        perimeter_version=wanted.perimeter_version,
        is_clipped=wanted.is_clipped,
        accept_fewer=wanted.accept_fewer,
    )


def _arguments(details: SnapshotDetails, ground: Ground, trusted: bool) -> dict:
    return {
        "conditions": details.conditions(),
        "box": ground.grown.bounds,
        "most": 0 if trusted else UPLOAD_XML_BYTES,
    }


def _complete(details: SnapshotDetails, report: dict) -> None:
    """Add what the file itself says; its licence only where it is not OpenStreetMap's."""
    details.osm_date = report["osm_date"] and datetime.fromisoformat(report["osm_date"])
    licence, attribution = report["licence"], report["attribution"]
    is_osm = "odbl" in licence.lower() or "openstreetmap" in attribution.lower()
    if licence and attribution and not is_osm:
        details.licence, details.attribution = licence[:100], attribution[:300]


def _report(answer: Spooled) -> dict:
    """Return what the child said last. Raises UnreadableFile."""
    last = json.loads(answer[-1]) if len(answer) else {}
    if "report" in last:
        return last["report"]
    if "refused" in last:
        raise UnreadableFile(FileCode(last["refused"]), **last["facts"])
    is_memory = last.get("status") == "memory"
    raise UnreadableFile(FileCode.TOO_COSTLY if is_memory else FileCode.DAMAGED)
