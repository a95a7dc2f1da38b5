"""Stores what a reader yields as a new version: written whole, then in force in one step."""

import datetime
import zoneinfo
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

import shapely
from django.db import connection, transaction
from django.db.models import ProtectedError, RestrictedError

from geo.copying import copy_rows
from geo.measurements.models import (
    AREAS,
    POINTS,
    Dataset,
    DatasetVersion,
    MeasuredArea,
    Measurement,
)
from geo.measurements.reading.checks import NO_DURATION
from geo.measurements.records import Band, Measured, NextFile, Record, Rejected
from geo.measurements.reporting import Report

BATCH = 2000  # rows
VERSIONS_KEPT = 2  # the one in force, and the one before
POINT_COLUMNS = (
    "version_id", "place", "value", "started_at", "seconds", "session", "background", "is_flagged",
    "reason",
)  # fmt: skip
AREA_COLUMNS = ("version_id", "geometry", "low", "high")
LONGEST_SESSION = 100


class NothingMeasured(Exception):
    """A file without a single row that counts never replaces what is in force; see `report`."""

    def __init__(self, report: dict):
        super().__init__(report)
        self.report = report


@dataclass(frozen=True, slots=True)
class FileDetails:
    """What is known of a file beside its rows.

    licence, attribution: those of the dataset where they are empty; measured_from, measured_to:
    where its rows do not say when; expected: how many rows there may be, 0 where nobody knows.
    """

    file_name: str
    sha256: str = ""
    licence: str = ""
    attribution: str = ""
    measured_from: datetime.date | None = None
    measured_to: datetime.date | None = None
    expected: int = 0


def store_dataset_version(
    dataset: Dataset,
    records: Iterable[Record | NextFile],
    details: FileDetails,
    progress: Callable | None = None,
) -> DatasetVersion:
    """Write every row as a new version of `dataset`, and put it in force when it is whole.

    records: of one form, points or bands; they are read once, in batches, so that memory stays
    flat; where there are several files, a NextFile before those of each. progress: called as `progress(done, total)`. If anything fails, nothing changes. Raises
    NothingMeasured where no row counts.
    """
    with transaction.atomic():
        Dataset.objects.select_for_update().get(pk=dataset.pk)
        version = DatasetVersion.objects.create(
            dataset=dataset,
            form=POINTS,
            file_name=details.file_name[-200:],
            sha256=details.sha256,
            licence=details.licence or dataset.licence,
            attribution=details.attribution or dataset.attribution,
        )
        writing = _Writing(version, details, progress or _silence)
        writing.write(records)
        writing.finish()
        Dataset.objects.filter(pk=dataset.pk).update(current=version)
    dataset.current = version
    forget_old_versions(dataset)
    return version


def _silence(done: int, total: int = 0, message: str = "") -> None:
    pass


class _Writing:
    """One version on its way: the report, the days, and what is copied."""

    def __init__(self, version: DatasetVersion, details: FileDetails, progress: Callable):
        self.version, self.details, self.progress = version, details, progress
        self.zone = zoneinfo.ZoneInfo(version.dataset.time_zone)
        self.report = Report([details.file_name])
        self.first: datetime.datetime | None = None
        self.last: datetime.datetime | None = None

    def write(self, records: Iterable[Record | NextFile]) -> None:
        """Copy batch after batch: between two, their reader may use the connection too."""
        coming = self._kept(records)
        while batch := list(islice(coming, BATCH)):
            is_map = isinstance(batch[0], Band)
            self.version.form = AREAS if is_map else POINTS
            (self._copy_areas if is_map else self._copy_points)(batch)
        self.progress(self.report.read, self.details.expected)

    def _kept(self, records: Iterable[Record | NextFile]) -> Iterator[Measured | Band]:
        """Yield the records that are stored; all of them are counted on their way."""
        for record in records:
            if isinstance(record, NextFile):
                self.report.begin(record.name)
                continue
            if self._keeps(record):
                yield record
            if self.report.read % BATCH == 0:
                self.progress(self.report.read, self.details.expected)

    def finish(self) -> None:
        """Complete the version. Raises NothingMeasured."""
        report, version = self.report, self.version
        version.count = report.kept
        version.report = report.as_json()
        if not report.kept:
            raise NothingMeasured(version.report)
        days = [when and when.astimezone(self.zone).date() for when in (self.first, self.last)]
        version.measured_from = days[0] or self.details.measured_from
        version.measured_to = days[1] or self.details.measured_to
        version.is_complete = True
        version.save()
        model = MeasuredArea if version.form == AREAS else Measurement
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {model._meta.db_table}")

    def _keeps(self, record: Record) -> bool:
        """Count a record, and return whether it is stored."""
        report = self.report
        report.read += 1
        if isinstance(record, Rejected):
            report.add("rejected", record.row, [record.reason_code], record.values)
            return False
        if isinstance(record, Band):
            if record.repairs:
                report.add("repaired", record.row, record.repairs)
            report.kept += 1
            return True
        if record.flags:
            report.add("flagged", record.row, record.flags, _told(record))
        else:
            report.kept += 1
            self._see(record.started_at)
        return True

    def _see(self, moment: datetime.datetime | None) -> None:
        if moment is not None:
            self.first = min(self.first or moment, moment)
            self.last = max(self.last or moment, moment)

    def _copy_points(self, records: list[Measured]) -> None:
        places = shapely.points([(record.lon, record.lat) for record in records])
        rows = zip(records, _ewkb(places), strict=True)
        copy_rows(Measurement, POINT_COLUMNS, (self._point_row(*row) for row in rows))

    def _point_row(self, record: Measured, place: str) -> tuple:
        return (
            self.version.pk,
            place,
            record.value,
            record.started_at,
            None if NO_DURATION in record.flags else record.seconds,
            record.session.replace("\x00", "")[:LONGEST_SESSION],
            record.background,
            bool(record.flags),
            ",".join(record.flags),
        )

    def _copy_areas(self, records: list[Band]) -> None:
        shapes = _ewkb([_multi(record.geometry) for record in records])
        rows = zip(records, shapes, strict=True)
        copy_rows(
            MeasuredArea,
            AREA_COLUMNS,
            ((self.version.pk, shape, record.low, record.high) for record, shape in rows),
        )


def _told(record: Measured) -> dict[str, str]:
    """Return what the report says of a row that is flagged."""
    told = {"value": f"{record.value:g}"}
    if record.background is not None:
        told["background"] = f"{record.background:g}"
    return told


def _multi(shape: shapely.Geometry) -> shapely.MultiPolygon:
    return shape if shape.geom_type == "MultiPolygon" else shapely.multipolygons([shape])


def _ewkb(shapes) -> list[str]:
    return shapely.to_wkb(shapely.set_srid(shapes, 4326), hex=True, include_srid=True).tolist()


def forget_old_versions(dataset: Dataset) -> None:
    """Delete all but the most recent and the one in force; what something points to stays too."""
    older = dataset.versions.exclude(pk=dataset.current_id).order_by("-created_at")
    for version in older[VERSIONS_KEPT - 1 :]:
        with suppress(ProtectedError, RestrictedError):
            version.delete()
