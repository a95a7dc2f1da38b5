"""Measurements as plain arrays, for the algorithms of `geo.analysis`.

    rows = Measurement.objects.counted(dataset.current).within(perimeter.current.area)
    samples = samples_of(rows, dataset.time_zone)   # nine flat arrays, some 50 bytes for each row
    bands = bands_of(MeasuredArea.objects.filter(version=dataset.current).within(area))

A million rows take 50 MB here and no more on the way: rows are read through a server-side cursor.
"""

import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.db.models import FloatField, Func
from django.db.models.functions import ExtractHour, TruncDate

from geo.measurements.models import MeasuredAreaQuerySet, MeasurementQuerySet
from geo.perimeters.conversion import from_django

CHUNK = 5000
UNKNOWN = -1
ROW = np.dtype(
    [
        ("lon", "f8"),
        ("lat", "f8"),
        ("value", "f8"),
        ("background", "f8"),
        ("seconds", "f8"),
        ("hour", "i1"),
        ("day", "i4"),
        ("session", "i4"),
        ("device", "i4"),
    ]
)


@dataclass(frozen=True, slots=True)
class Samples:
    """Measured values, one array for each thing known of them, all of one length.

    lon, lat: degrees; value, background: in the unit of the indicator, NaN where there is no
    background; seconds: NaN where nobody knows; hour: 0 to 23 in local time, -1 where nobody
    knows; day: the local date as its ordinal (`date.toordinal`), -1 where nobody knows; session:
    numbers from 0 of devices and walks, the same for the same, -1 where nobody knows; device:
    numbers in the same way of what stands before the stroke in "device/walk".
    """

    lon: np.ndarray
    lat: np.ndarray
    value: np.ndarray
    background: np.ndarray
    seconds: np.ndarray
    hour: np.ndarray
    day: np.ndarray
    session: np.ndarray
    device: np.ndarray


def samples_of(rows: MeasurementQuerySet, time_zone: str) -> Samples:
    """Return measurements as arrays, in the order in which they were written."""
    zone = zoneinfo.ZoneInfo(time_zone)
    read = rows.order_by("pk").values_list(
        Func("place", function="ST_X", output_field=FloatField()),
        Func("place", function="ST_Y", output_field=FloatField()),
        "value",
        "background",
        "seconds",
        ExtractHour("started_at", tzinfo=zone),
        TruncDate("started_at", tzinfo=zone),
        "session",
    )
    table = np.fromiter(_plain(read.iterator(chunk_size=CHUNK)), dtype=ROW)
    return Samples(**{name: np.ascontiguousarray(table[name]) for name in ROW.names})


def _plain(rows) -> Iterator[tuple]:
    sessions: dict[str, int] = {"": UNKNOWN}
    devices: dict[str, int] = {"": UNKNOWN}
    for lon, lat, value, background, seconds, hour, day, session in rows:
        number = sessions.setdefault(session, len(sessions) - 1)
        device = session.rpartition("/")[0]
        yield (
            lon,
            lat,
            value,
            np.nan if background is None else background,
            np.nan if seconds is None else seconds,
            UNKNOWN if hour is None else hour,
            UNKNOWN if day is None else day.toordinal(),
            number,
            devices.setdefault(device, len(devices) - 1),
        )


@dataclass(frozen=True, slots=True)
class Bands:
    """Bands of a noise map: shapely multipolygons in degrees, low and high in dB; NaN: open above."""

    geometry: np.ndarray
    low: np.ndarray
    high: np.ndarray


def bands_of(rows: MeasuredAreaQuerySet) -> Bands:
    """Return bands as arrays, in the order in which they were written."""
    read = rows.order_by("pk").values_list("geometry", "low", "high")
    found = [
        (from_django(shape), low, high) for shape, low, high in read.iterator(chunk_size=CHUNK)
    ]
    shapes = np.empty(len(found), dtype=object)
    shapes[:] = [shape for shape, _low, _high in found]
    return Bands(
        shapes,
        np.array([low for _shape, low, _high in found], dtype=float),
        np.array([high for _shape, _low, high in found], dtype=float),
    )
