"""What the map of a page needs to know: addresses and the extent."""

from django.urls import reverse

from basemaps.hosts import csp_sources
from geo.perimeters.grounds import ground_of

NOWHERE = [-5.0, 41.0, 10.0, 51.0]
SCHEMES = ("light", "dark")


def map_of(consultation, bounds=None):
    """Context of the map: perimeter, styles of the basemap, bounds [west, south, east, north]."""
    version_id = consultation.perimeter.current_id
    context = {"perimeter_url": "", "bounds": bounds or NOWHERE}
    if version_id:
        context["perimeter_url"] = reverse("perimeters:geojson", args=[version_id])
        context["bounds"] = bounds or list(ground_of(version_id).area.bounds)
    for scheme in SCHEMES:
        context[f"style_{scheme}_url"] = style_url(consultation.basemap, scheme)
    return context


def map_around(geometry, consultation, about=None):
    """Context of the map of one stored geometry, or of the `bounds` of the object on which it lies;
    None for what has no place.
    """
    if not geometry:
        return None
    return map_of(consultation, list((about and about.bounds) or geometry.extent))


def style_url(basemap, scheme):
    return reverse("basemaps:style", args=[basemap.slug, scheme]) if basemap else ""


def allowing(response, consultation):
    """The page may ask the basemap's servers, where the organiser chose a third party."""
    response._csp_update = csp_sources(consultation.basemap)
    return response
