"""Where somebody lives, to 100 m: the same point each time, whoever asks and however often."""

import datetime

import numpy as np
from django.contrib.gis.geos import Point
from django.db.models import F, Max
from django.utils import timezone

from geo.crs import DEGREES, transformer
from geo.perimeters.conversion import DECIMALS
from participation.consultations.models import Consultation
from participation.perception.models import HOME, Perception

GRID_M = 100
KEPT = datetime.timedelta(days=183)  # half a year after the consultation closed


def coarse(lonlat: np.ndarray, metric_srid: int) -> np.ndarray:
    """Return for places (n × 2, degrees) the middles of their squares of 100 m.

    The squares stand on the origin of the metric system, so that neighbours share one, and the
    middle of a square is its own: nothing is drawn by lot, averages tell nothing more.
    """
    x, y = transformer(DEGREES, metric_srid).transform(lonlat[:, 0], lonlat[:, 1])
    middles = (np.floor(np.column_stack([x, y]) / GRID_M) + 0.5) * GRID_M
    lon, lat = transformer(metric_srid, DEGREES).transform(middles[:, 0], middles[:, 1])
    return np.column_stack([lon, lat]).round(DECIMALS)


def public_place_of(place: Point, metric_srid: int) -> Point:
    """Return the point that may be known of a place."""
    lon, lat = coarse(np.array([[place.x, place.y]]), metric_srid)[0]
    return Point(lon, lat, srid=DEGREES)


def forget_homes(now: datetime.datetime | None = None) -> int:
    """Keep of homes only the 100 m, half a year after the last phase; returns of how many."""
    over = Consultation.objects.annotate(closed_at=Max("phases__closes_at")).filter(
        closed_at__lt=(now or timezone.now()) - KEPT
    )
    homes = Perception.objects.filter(context=HOME, consultation__in=over.order_by())
    return homes.exclude(place=F("public_place")).update(place=F("public_place"))
