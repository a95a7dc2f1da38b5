"""Which closed ways are areas: OpenStreetMap has no area type, only habits about tags."""

from collections.abc import Mapping

ANY_VALUE = frozenset()

# The table that osmtogeojson, Overpass turbo and osmnx share: a key alone makes an area, but for
# the values named; or only the values named do.
ALL_BUT = {
    "aeroway": frozenset({"taxiway"}),
    "amenity": ANY_VALUE,
    "area:highway": ANY_VALUE,
    "boundary": ANY_VALUE,
    "building": ANY_VALUE,
    "building:part": ANY_VALUE,
    "craft": ANY_VALUE,
    "golf": ANY_VALUE,
    "historic": ANY_VALUE,
    "indoor": ANY_VALUE,
    "landuse": ANY_VALUE,
    "leisure": frozenset({"slipway", "track"}),
    "military": ANY_VALUE,
    "natural": frozenset({"arete", "cliff", "coastline", "ridge", "tree_row"}),
    "office": ANY_VALUE,
    "place": ANY_VALUE,
    "public_transport": ANY_VALUE,
    "ruins": ANY_VALUE,
    "shop": ANY_VALUE,
    "tourism": ANY_VALUE,
}
ONLY = {
    "barrier": frozenset({"city_wall", "ditch", "hedge", "retaining_wall", "spikes"}),
    "highway": frozenset({"elevator", "escape", "rest_area", "services"}),
    "man_made": frozenset(
        {"breakwater", "bridge", "groyne", "pier", "quay", "storage_tank", "water_works"}
        | {"wastewater_plant", "works", "bunker_silo", "reservoir_covered"}
    ),
    "power": frozenset({"generator", "plant", "substation", "transformer"}),
    "railway": frozenset({"platform", "roundhouse", "station", "turntable"}),
    "seamark:type": frozenset({"depth_area", "anchorage", "harbour", "restricted_area"}),
    "waterway": frozenset({"boatyard", "dam", "dock", "riverbank"}),
}


def is_area(tags: Mapping[str, str]) -> bool:
    """Whether a closed way with these tags is an area; `area=` says so itself."""
    if "area" in tags:
        return tags["area"] != "no"
    return any(_makes_area(key, value) for key, value in tags.items())


def _makes_area(key: str, value: str) -> bool:
    if value == "no":
        return False
    if key in ALL_BUT:
        return value not in ALL_BUT[key]
    return value in ONLY.get(key, ())
