"""What of OpenStreetMap the local map draws: what is asked for, and the land that it lies on."""

from collections.abc import Iterable, Iterator, Mapping

import shapely
from shapely.affinity import scale

from geo.layers.importing import FeatureRow
from geo.layers.kinds import RULES, kind_of
from geo.osm.coast import land_of
from geo.osm.extracts import OsmFeature

FORMS = ("Point", "LineString", "Polygon")
COASTLINE = {"natural": "coastline"}
LAND = {"place": "island"}  # which is how the map knows land from sea
BRING_COUNTRIES = frozenset({"boundary", "building:part", "contour", "seamark:type"})
BRING_SEAS = frozenset({"sea", "ocean", "bay", "strait"})
"""Keys and values whose relations bring the outline of a country, or a sea, with every point."""
MARGIN = 0.15  # of the longer side, beyond the perimeter


def extent_of(area: shapely.Geometry) -> shapely.Polygon:
    """Return the box that the map of an area shows: its frame, and some surroundings."""
    west, south, east, north = area.bounds
    margin = MARGIN * max(east - west, north - south)
    return shapely.box(west - margin, south - margin, east + margin, north + margin)


def conditions_to_ask() -> list[dict]:
    """Return what a live server is asked for to draw a map."""
    asked: dict[str, list | bool] = {}
    for rule in RULES:
        for key, values in rule.tags.items():
            if key not in BRING_COUNTRIES:
                known = asked.get(key, [])
                wide = values is None or known is True
                asked[key] = True if wide else [*known, *sorted(values - BRING_SEAS)]
    asked["natural"] = [*asked["natural"], "coastline"]
    return [{key: values} for key, values in asked.items()]


def may_be_drawn(tags: Mapping[str, str]) -> bool:
    """Whether an object with these tags can be on the map, whatever its form."""
    return is_coast(tags) or any(kind_of(tags, form) for form in FORMS)


def is_coast(tags: Mapping[str, str]) -> bool:
    """Whether this is a piece of the line between land and sea."""
    return COASTLINE.items() <= tags.items()


def rows_to_draw(features: Iterable[OsmFeature], extent: shapely.Geometry) -> Iterator[FeatureRow]:
    """Yield what is drawn within an extent, beginning with the land where there is a coast.

    Without a coast all is land: then an island in a river would make a sea of the rest, and is
    left out.
    """
    shapely.prepare(extent)
    near = [one for one in features if extent.intersects(one.geometry)]
    coast = [one.geometry for one in near if is_coast(one.tags)]
    land = land_of(coast, extent, scale(extent, 8, 8))
    for part in land:
        yield FeatureRow(part, LAND)
    for one in near:
        kind = kind_of(one.tags, one.geometry.geom_type)
        if kind and (land or kind != "land"):
            yield one
