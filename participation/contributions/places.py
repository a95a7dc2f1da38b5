"""Ways to name a place without drawing it: an area of the perimeter, a circle around a point."""

from functools import lru_cache

import shapely

from geo.crs import DEGREES, reproject
from geo.layers.belonging import area_at, areas_at, name_in
from geo.layers.models import Feature, LayerVersion
from geo.perimeters.conversion import from_django
from geo.perimeters.models import PerimeterVersion
from participation.contributions.models import PLACE_LENGTH

QUARTER = 16  # points on a quarter of a circle: it stays within 0.5 % of its radius
SHARE_ALIKE = ("odbl", "open database")


def area_version_of(consultation):
    """The version of the layer whose areas may be chosen by name, or None.

    Areas under a share-alike licence are not copied into contributions.
    """
    layer = consultation.places_layer
    if layer is None or layer.current_id is None:
        return None
    is_share_alike = any(word in layer.licence.lower() for word in SHARE_ALIKE)
    return None if is_share_alike else layer.current_id


def areas_of(consultation):
    """The (id, name) of each area that may be chosen, by name."""
    version_id = area_version_of(consultation)
    perimeter_version_id = consultation.perimeter.current_id
    if version_id is None or perimeter_version_id is None:
        return ()
    return named_areas(version_id, perimeter_version_id)


@lru_cache(maxsize=64)
def named_areas(version_id, perimeter_version_id):
    """Neither a version of a layer nor one of a perimeter ever changes: read once per process."""
    perimeter = PerimeterVersion.objects.get(pk=perimeter_version_id).area
    layer_version = LayerVersion.objects.get(pk=version_id)
    features = layer_version.features.filter(geometry__intersects=perimeter)
    found = [
        (pk, name_in(tags))
        for pk, tags, geometry in features.values_list("pk", "tags", "geometry")
        if geometry.dims == 2
    ]
    return tuple(sorted((area for area in found if area[1]), key=lambda area: area[1]))


def drawing_of_area(consultation, feature_id):
    """The area as a shapely geometry; Feature.DoesNotExist where it is not one of the list."""
    if feature_id not in dict(areas_of(consultation)):
        raise Feature.DoesNotExist(feature_id)
    return from_django(Feature.objects.get(pk=feature_id).geometry)


def circle(lon, lat, radius_m, metric_srid):
    """A shapely polygon in degrees around a point, measured in the metric system."""
    centre = reproject(shapely.Point(lon, lat), DEGREES, metric_srid)
    return reproject(shapely.buffer(centre, radius_m, quad_segs=QUARTER), metric_srid, DEGREES)


def place_name_of(consultation, geometry):
    """The name of the area to which a shapely geometry belongs; empty where none is known."""
    version_id = area_version_of(consultation)
    if version_id is None:
        return ""
    return area_at(version_id, shapely.point_on_surface(geometry))[:PLACE_LENGTH]


def place_names_of(consultation, geometries):
    """`place_name_of` for many geometries at once."""
    version_id = area_version_of(consultation)
    if version_id is None or not len(geometries):
        return [""] * len(geometries)
    names = areas_at(version_id, shapely.point_on_surface(geometries))
    return [name[:PLACE_LENGTH] for name in names]
