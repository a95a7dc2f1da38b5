"""A crossing to try things on: a square town, a survey at home, a noise map in two bands."""

import datetime
import uuid

import numpy as np
import shapely
from django.contrib.gis.geos import Point
from django.utils import timezone

from geo.crs import DEGREES, reproject, transformer
from geo.measurements.reading.checks import IMPOSSIBLE_VALUE
from geo.measurements.records import Band, Measured
from geo.measurements.storing import FileDetails, store_dataset_version
from participation.accounts.models import Participant
from participation.crossings.cells import public_rows
from participation.crossings.models import Crossing
from participation.perception.models import Perception
from tests.factories import (
    make_consultation,
    make_contribution,
    make_dataset,
    make_felt_question,
    make_indicator,
    make_perimeter,
    make_phase,
    serial,
)

SRID = 32632
SIDE_M = 1_500
WEST_M, SOUTH_M = 447_000, 4_810_000  # some place of the island
TOWN = shapely.box(WEST_M, SOUTH_M, WEST_M + SIDE_M, SOUTH_M + SIDE_M)
DAY = datetime.timedelta(days=1)


def to_degrees(places):
    return np.column_stack(transformer(SRID, DEGREES).transform(*np.asarray(places, float).T))


def make_town(**changes):
    """A consultation whose perimeter is a square of 1.5 km."""
    perimeter = make_perimeter(reproject(TOWN, SRID, DEGREES), metric_srid=SRID)
    return make_consultation(perimeter=perimeter, **changes)


def make_crossing(consultation=None, **changes):
    """A published crossing of a question at home, without measurements unless told otherwise."""
    consultation = consultation or make_town()
    values = {
        "slug": f"bruit-{next(serial)}",
        "title_fr": "Le bruit de la route, mesuré et ressenti",
        "consultation": consultation,
        "is_published": True,
    }
    if "theme" not in changes:
        values["question"] = changes.pop("question", None) or make_felt_question(consultation)
    return Crossing.objects.create(**values | changes)


def make_people(count):
    return Participant.objects.bulk_create(Participant() for _ in range(count))


def answer(question, places, values, people=None, **changes):
    """Ratings at places in metres of the town, from its south-west corner; one person each."""
    places = np.asarray(places, float).reshape(-1, 2)
    people = people or make_people(len(places))
    degrees = to_degrees(places + (WEST_M, SOUTH_M))
    rows = [
        Perception(
            question=question, consultation=question.consultation, participant=person,
            place=Point(*place, srid=DEGREES), public_place=Point(*place, srid=DEGREES),
            context=question.context, scale=question.scale, value=value, client_id=uuid.uuid4(),
            **changes,
        )
        for place, value, person in zip(degrees, np.broadcast_to(values, len(places)), people, strict=True)
    ]  # fmt: skip
    return Perception.objects.bulk_create(rows)


def pin(consultation, place, participant, theme):
    """A published remark at a place in metres of the town."""
    lon, lat = to_degrees([np.add(place, (WEST_M, SOUTH_M))])[0]
    point = f"POINT({lon} {lat})"
    return make_contribution(consultation, point, participant, theme=theme)


def make_noise_map(west=52.5, east=72.5):
    """Lden of two bands: quiet in the west, loud in the east."""
    middle = WEST_M + SIDE_M / 2
    sides = ((WEST_M - 50, middle, west), (middle, WEST_M + SIDE_M + 50, east))
    bands = []
    for at, (left, right, level) in enumerate(sides):
        shape = shapely.box(left, SOUTH_M - 50, right, SOUTH_M + SIDE_M + 50)
        shape = reproject(shapely.segmentize(shape, 50), SRID, DEGREES)
        bands.append(Band(at + 1, shape, level - 2.5, level + 2.5))
    dataset = make_dataset(indicator=make_indicator("lden"), source="road", instrument="modelled")
    store_dataset_version(dataset, bands, FileDetails("carte.geojson"))
    return dataset


def make_walks(places, values, sessions, started_at=None):
    """LAeq of phones, a minute each; flagged beyond 140 dB, as whoever reads a file does."""
    degrees = to_degrees(np.asarray(places, float) + (WEST_M, SOUTH_M))
    started_at = started_at or timezone.now().replace(hour=10)
    rows = [
        Measured(
            at + 1,
            *place,
            value,
            started_at=started_at,
            seconds=60.0,
            session=session,
            flags=(IMPOSSIBLE_VALUE,) if value > 140 else (),
        )  # fmt: skip
        for at, (place, value, session) in enumerate(zip(degrees, values, sessions, strict=True))
    ]
    dataset = make_dataset(source="road")
    store_dataset_version(dataset, rows, FileDetails("marche.csv"))
    return dataset


def close(consultation, at):
    """Let the last phase of a consultation end at an instant."""
    consultation.phases.all().delete()
    return make_phase(consultation, opens_at=at - 30 * DAY, closes_at=at)


def cell_at(release, x, y):
    """The cell of a place in metres of the town."""
    lon, lat = to_degrees([(x + WEST_M, y + SOUTH_M)])[0]
    return release.cells.get(geometry__covers=Point(lon, lat, srid=DEGREES))


def told(release):
    """What anyone reads of a release: its cells, and what they add up to."""
    rows = [{k: v for k, v in row.items() if k != "geometry"} for row in public_rows(release)]
    return rows, release.totals
