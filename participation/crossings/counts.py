"""Where people wrote or answered, as a surface: for the staff, who know what it does not show."""

from dataclasses import dataclass

import numpy as np
import shapely
from django.utils.formats import number_format

from geo.analysis.kernels import Raster, bandwidth, intensity, raster_over
from geo.crs import DEGREES, reproject
from geo.perimeters.grounds import ground_of
from geo.perimeters.outlines import Frame, frame_around, path_of
from geo.templatetags.figures import landscape_of
from participation.contributions.models import Contribution
from participation.crossings.models import Crossing
from participation.perception.models import Perception

WIDTH = 960
CLASSES = 5
FEWEST = 10  # points under which a surface says nothing
ESTIMATED_FROM = 2_000  # points, so that their distances fit in memory
MOST_ACROSS = 400  # squares of the raster
PER_KM2 = 1e6


@dataclass(frozen=True, slots=True)
class Band:
    """One class of density: the outline of its squares, from how many to the square kilometre."""

    path: str
    words: str


@dataclass(frozen=True, slots=True)
class Counts:
    """count: points; bandwidth_m: of the kernels; bands: the thinnest first; [] of too few;
    edge: the outline of the perimeter."""

    count: int
    bandwidth_m: int
    bands: list[Band]
    edge: str
    ground: list
    width: int
    height: int


def counts_of(crossing: Crossing) -> Counts:
    points = points_of(crossing)
    consultation = crossing.consultation
    srid = consultation.perimeter.metric_srid
    area = ground_of(consultation.perimeter.current_id).area
    frame = frame_around(area.bounds, WIDTH)
    ground = landscape_of(consultation.basemap, frame)
    if len(points) < FEWEST:
        return Counts(len(points), 0, [], "", ground, frame.width, frame.height)
    flat = shapely.get_coordinates(reproject(shapely.multipoints(points), DEGREES, srid))
    h = bandwidth(_some(flat))
    raster = raster_of(reproject(area, DEGREES, srid), h)
    density = intensity(flat, raster, h) * PER_KM2
    bands = bands_of(density, raster, frame, srid)
    edge = path_of(area, frame)
    return Counts(len(points), round(h), bands, edge, ground, frame.width, frame.height)


def points_of(crossing: Crossing) -> np.ndarray:
    """Longitudes and latitudes of the answers, or of the contributions where none were asked."""
    if crossing.question_id:
        rows = Perception.objects.filter(question=crossing.question_id).counted()
        places = rows.values_list("place", flat=True)
    else:
        rows = Contribution.objects.filter(consultation=crossing.consultation).published()
        places = rows.filter(anchor__isnull=False).values_list("anchor", flat=True)
    return np.array([(place.x, place.y) for place in places.iterator()]).reshape(-1, 2)


def _some(points: np.ndarray) -> np.ndarray:
    if len(points) <= ESTIMATED_FROM:
        return points
    chosen = np.random.default_rng(0).choice(len(points), ESTIMATED_FROM, replace=False)
    return points[chosen]


def raster_of(area: shapely.Geometry, bandwidth_m: float) -> Raster:
    west, south, east, north = area.bounds
    return raster_over(area, max(bandwidth_m / 10, max(east - west, north - south) / MOST_ACROSS))


def bands_of(density: np.ndarray, raster: Raster, frame: Frame, srid: int) -> list[Band]:
    """Return equal steps up to the greatest density; what is nearly empty is left out."""
    steps = np.linspace(0, density.max(), CLASSES + 1)[1:-1]
    level = np.digitize(density, steps)
    return [
        Band(path_of_squares(level >= at, raster, frame, srid), number_format(round(steps[at - 1])))
        for at in range(1, CLASSES)
    ]


def path_of_squares(chosen: np.ndarray, raster: Raster, frame: Frame, srid: int) -> str:
    """Return the `d` of an SVG path: a box for each run of squares in a row."""
    boxes = []
    for row, line in enumerate(chosen & (raster.inside > 0)):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], line.astype(int), [0]))))
        south = raster.south + row * raster.side_m
        for first, last in edges.reshape(-1, 2):
            west, east = (raster.west + at * raster.side_m for at in (first, last))
            boxes.append(shapely.box(west, south, east, south + raster.side_m))
    if not boxes:
        return ""
    flat = reproject(shapely.multipolygons(boxes), srid, DEGREES)
    corners = frame.points(shapely.get_coordinates(flat)).reshape(-1, 5, 2)
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in box[:4]) + "Z" for box in corners)
