"""What goes into a crossing, as plain arrays: the area, what was measured, what people answered."""

import datetime
from dataclasses import dataclass

import numpy as np
import shapely
from django.db.models import FloatField, Func
from django.db.models.functions import Extract
from django.utils import timezone

from geo.analysis.bands import Bands
from geo.analysis.crossing import AIR, RAIL, ROAD, Rules
from geo.analysis.exposure_response import HIGHLY_ANNOYED
from geo.analysis.levels import SCHEMES
from geo.analysis.measuring import KINDS, WHOLE_DAY, Instrument, Measurements
from geo.analysis.pipeline import Answers, Method
from geo.crs import DEGREES, reproject, transformer
from geo.measurements.indicators import Indicator
from geo.measurements.models import AREAS, Dataset, MeasuredArea, Measurement
from geo.measurements.reading_back import UNKNOWN, bands_of, samples_of
from geo.perimeters.conversion import from_django
from participation.consultations.models import Consultation
from participation.contributions.models import Contribution
from participation.crossings.models import Crossing
from participation.perception.coarsening import KEPT
from participation.perception.models import HOME, Perception
from participation.perception.origins import SurveyImport
from participation.perception.scales import SCALES

CHUNK = 5000
EPOCH = datetime.date(1970, 1, 1).toordinal()
RULES = {"road": ROAD, "rail": RAIL, "air": AIR}
ANSWER = np.dtype([("lon", "f8"), ("lat", "f8"), ("value", "f8"), ("moment", "f8")])


@dataclass(frozen=True, slots=True)
class Felt:
    """What people answered. values: as they were given; people: ids of participants, by the
    numbers that `answers.respondents` holds."""

    answers: Answers
    values: np.ndarray
    people: list


def area_of(consultation: Consultation) -> shapely.Geometry:
    """Return the perimeter in force, in metres of its own system."""
    perimeter = consultation.perimeter
    area = from_django(perimeter.current.area)
    return reproject(area, DEGREES, perimeter.metric_srid)


def method_of(crossing: Crossing) -> Method:
    """Return the rules by which it is computed."""
    dataset = crossing.dataset
    indicator = dataset.indicator if dataset else None
    rules = RULES.get(crossing.curve, Rules())
    u_max = rules.u_max_db if indicator is None or _is_energetic(indicator) else np.inf
    return Method(
        curve=HIGHLY_ANNOYED.get(crossing.curve),
        is_relative=crossing.is_relative,
        rules=Rules(k_min=crossing.k_min, u_max_db=u_max, thresholds=()),
        edge_m=float(crossing.cell_edge_m),
        instrument=_instrument(dataset) if dataset else Instrument(),
        interpolation=crossing.interpolation,
        thresholds=_thresholds(dataset) if dataset else {},
    )


def _is_energetic(indicator: Indicator) -> bool:
    return indicator.averaging == Indicator.Averaging.ENERGETIC


def _instrument(dataset: Dataset) -> Instrument:
    return Instrument(
        indicator=dataset.indicator.key,
        is_energetic=_is_energetic(dataset.indicator),
        calibration=dataset.calibration_db,
        periods=SCHEMES[dataset.period_scheme],
    )


def _thresholds(dataset: Dataset) -> dict[str, tuple[float, ...]]:
    """Return the thresholds of each kind of level that may come out, as the indicators say them."""
    keys = {dataset.indicator.key: dataset.indicator}
    if _is_energetic(dataset.indicator):
        keys |= {one.key: one for one in Indicator.objects.filter(key__in=[WHOLE_DAY, *KINDS])}
    return {
        KINDS.get(key, key): tuple(one.thresholds_for(dataset.source)) for key, one in keys.items()
    }


def measured_of(crossing: Crossing) -> Measurements | Bands | None:
    """Return what was measured in the perimeter, in its metres; None where nothing was."""
    version = crossing.dataset and crossing.dataset.current
    if not version:
        return None
    perimeter = crossing.consultation.perimeter
    area = perimeter.current.area
    if version.form == AREAS:
        bands = bands_of(MeasuredArea.objects.filter(version=version).within(area))
        shapes = reproject(bands.geometry, DEGREES, perimeter.metric_srid)
        return Bands(shapes, bands.low, bands.high) if len(shapes) else None
    rows = Measurement.objects.counted(version).within(area)
    samples = samples_of(rows, crossing.dataset.time_zone)
    if not samples.value.size:
        return None
    hours = np.where(
        samples.hour == UNKNOWN, UNKNOWN, (samples.day.astype(int) - EPOCH) * 24 + samples.hour
    )
    return Measurements(
        in_metres(samples.lon, samples.lat, perimeter.metric_srid), samples.value,
        samples.seconds, samples.session, samples.device, hours,
    )  # fmt: skip


def in_metres(lon: np.ndarray, lat: np.ndarray, srid: int) -> np.ndarray:
    """Return places in degrees as places in metres, shape (n, 2)."""
    return np.column_stack(transformer(DEGREES, srid).transform(lon, lat))


def felt_of(crossing: Crossing) -> Felt:
    """Return what counts of what people answered, or of where they put pins on the theme."""
    return _ratings(crossing) if crossing.question_id else _pins(crossing)


def counted_ratings(crossing: Crossing):
    """The ratings that count: of the question, and felt where it asks (at home, or in passing)."""
    question = crossing.question
    rows = Perception.objects.filter(question=question, context=question.context)
    return rows.counted()


def _ratings(crossing: Crossing) -> Felt:
    rows = counted_ratings(crossing).order_by("given_at", "pk")
    table, people, scales = _read(rows, "place", "value", "given_at", "scale")
    hits = np.zeros(len(table))
    for name in np.unique(scales):
        own = scales == name
        grades, at = np.unique(table["value"][own], return_inverse=True)
        hits[own] = np.array([SCALES[name].highly(grade) for grade in grades])[at]
    return _felt(crossing, table, people, hits)


def _pins(crossing: Crossing) -> Felt:
    """Return all remarks; those on the theme count as yes, and one of them is enough."""
    rows = Contribution.objects.filter(
        consultation=crossing.consultation, visibility="published", geometry__isnull=False
    )
    table, people, themes = _read(rows.order_by("pk"), "anchor", None, None, "theme_id")
    hits = (themes == str(crossing.theme_id)).astype(float)
    table["moment"] = hits
    table["value"] = hits
    return _felt(crossing, table, people, hits)


def _read(rows, place: str, value: str | None, moment: str | None, kind: str):
    """Return a table of places, values and instants, the participants, and one more column."""
    epoch = Extract(moment or "created_at", "epoch")
    read = rows.values_list(
        Func(place, function="ST_X", output_field=FloatField()),
        Func(place, function="ST_Y", output_field=FloatField()),
        value or "number", epoch, "participant_id", kind,
    )  # fmt: skip
    people, kinds = [], []

    def plain():
        for lon, lat, number, instant, person, other in read.iterator(chunk_size=CHUNK):
            people.append(person)
            kinds.append(str(other))
            yield lon, lat, number, instant

    table = np.fromiter(plain(), dtype=ANSWER)
    return table, people, np.array(kinds, dtype=str)


def _felt(crossing: Crossing, table, people: list, hits: np.ndarray) -> Felt:
    numbers: dict = {}
    who = np.array([numbers.setdefault(one, len(numbers)) for one in people], dtype=int)
    places = in_metres(table["lon"], table["lat"], crossing.consultation.perimeter.metric_srid)
    answers = Answers(places, who, hits, table["moment"])
    return Felt(answers, table["value"].copy(), list(numbers))


def row_by_row(crossing: Crossing) -> dict | None:
    """Return what the file of its survey says of ratings and levels in the same rows, if just one does."""
    rows = SurveyImport.objects.standing().filter(question=crossing.question)
    told = [
        one for report in rows.values_list("report", flat=True) if (one := report.get("levels"))
    ]
    return told[0] if len(told) == 1 and told[0]["r"] is not None else None


def are_homes_coarse(crossing: Crossing, now: datetime.datetime | None = None) -> bool:
    """Whether the homes behind its answers are known to 100 m only: cells would shift."""
    if not crossing.question_id or crossing.question.context != HOME:
        return False
    closed = closed_at(crossing.consultation)
    return bool(closed and closed < (now or timezone.now()) - KEPT)


def closed_at(consultation: Consultation) -> datetime.datetime | None:
    """Return when its last phase closed or will close; None without any."""
    return consultation.phases.order_by("-closes_at").values_list("closes_at", flat=True).first()
