"""The area of a carto-party: the perimeter of its consultation, or a part of it."""

import shapely

from geo.files.reading import read_file
from geo.perimeters.choosing import choose_in_each
from geo.perimeters.conversion import areas_alone
from geo.perimeters.dissolving import dissolve
from geo.perimeters.ground import GRID
from geo.perimeters.grounds import ground_of
from participation.consultations.models import Consultation

CRUMB_M2 = 1.0


class OutsidePerimeter(ValueError):
    """Nothing of an area lies within the perimeter."""


def whole_perimeter(consultation: Consultation) -> shapely.MultiPolygon:
    """Return the perimeter in force."""
    return areas_alone(ground_of(consultation.perimeter.current_id).area)


def within_perimeter(area: shapely.Geometry, consultation: Consultation) -> shapely.MultiPolygon:
    """Return what of an area lies within the perimeter, without crumbs. Raises OutsidePerimeter."""
    ground = ground_of(consultation.perimeter.current_id)
    sound = area if area.is_valid else shapely.make_valid(area)
    cut = shapely.set_precision(shapely.intersection(sound, ground.area), GRID)
    parts = shapely.get_parts(areas_alone(shapely.set_precision(cut, 0)))
    large = [part for part in parts if ground.measure(part) >= CRUMB_M2]
    if not large:
        raise OutsidePerimeter
    return shapely.multipolygons(large)


def area_in_file(file) -> shapely.MultiPolygon:
    """Return the areas of a file as one. Raises one of `geo.perimeters.reports.REFUSALS`."""
    collection = read_file(file, file.name)
    return dissolve(choose_in_each([collection], [])).area
