"""A small map for each finding, and in words how far apart and in which direction the two stand."""

import math

import shapely
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from geo.perimeters.conversion import from_django
from geo.perimeters.outlines import Frame
from geo.templatetags.figures import drawn_landscape, layer_version_of

WIDTH, HEIGHT = 180, 120
LEAST_M = 60.0  # of ground on the shorter side, so that a street or a house can be recognised
ROOM = 2.0  # how much more than what lies between the two
METRES = 111_195  # in a degree of latitude
NEAR_M = 0.5  # below, the two stand at the same place
DIRECTIONS = [
    pgettext_lazy("towards", "to the north"),
    pgettext_lazy("towards", "to the north-east"),
    pgettext_lazy("towards", "to the east"),
    pgettext_lazy("towards", "to the south-east"),
    pgettext_lazy("towards", "to the south"),
    pgettext_lazy("towards", "to the south-west"),
    pgettext_lazy("towards", "to the west"),
    pgettext_lazy("towards", "to the north-west"),
]


def pictures_for(basemap, pairs):
    """Yield a picture for each (shape of the town, shape in OpenStreetMap); one may be None."""
    version_id = layer_version_of(basemap)
    for pair in pairs:
        yield _picture(version_id, *(_point(geometry) for geometry in pair))


def _point(geometry):
    return geometry and shapely.point_on_surface(from_django(geometry))


def _picture(version_id, town, osm):
    places = [place for place in (town, osm) if place]
    if not places:
        return None
    frame = _frame(places)
    drawn = {"town": town, "osm": osm}
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "ground": drawn_landscape(version_id, frame) if version_id else [],
        **{name: place and _pixels(place, frame) for name, place in drawn.items()},
    }


def _frame(places):
    west, south, east, north = shapely.total_bounds(places)
    lat = (south + north) / 2
    across_m, up_m = (east - west) * METRES * math.cos(math.radians(lat)), (north - south) * METRES
    shown_m = max(LEAST_M, ROOM * up_m, ROOM * across_m * HEIGHT / WIDTH)
    return Frame((west + east) / 2, lat, HEIGHT / (shown_m / METRES), WIDTH, HEIGHT)


def _pixels(place, frame):
    x, y = frame.points(shapely.get_coordinates(place))[0]
    return f"{x:.1f} {y:.1f}"


def distance_words(distance_m, town, osm):
    """« OpenStreetMap le place 12 m au nord-est »."""
    if distance_m < NEAR_M:
        return _("At the same place.")
    here, there = _point(town), _point(osm)
    x = (there.x - here.x) * math.cos(math.radians(here.y))
    turn = math.degrees(math.atan2(x, there.y - here.y))
    direction = DIRECTIONS[round(turn / 45) % 8]
    metres = number_format(max(round(distance_m), 1), use_l10n=True)
    # Translators: « OpenStreetMap le place 12 m au nord-est. »
    words = _("OpenStreetMap has it %(metres)s m %(direction)s.")
    return words % {"metres": metres, "direction": direction}
