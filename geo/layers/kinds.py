"""Which tags make a feature what on the map: one table, the first row that fits decides."""

from collections.abc import Mapping
from typing import NamedTuple

POINT, LINE, AREA = "point", "line", "area"


class Rule(NamedTuple):
    """A kind, the form that the geometry must have, and the tags of which one must be there."""

    kind: str
    form: str
    tags: Mapping[str, frozenset[str] | None]  # None: any value but "no"


def _rule(kind: str, form: str, **tags: str) -> Rule:
    return Rule(
        kind,
        form,
        {key: frozenset(values.split()) if values else None for key, values in tags.items()},
    )


RULES = (
    Rule("depth", AREA, {"seamark:type": frozenset({"depth_area"})}),
    _rule("land", AREA, place="island islet"),
    _rule("building", AREA, building="", **{"building:part": ""}),
    _rule("market", AREA, place="square", amenity="marketplace", highway="pedestrian"),
    _rule("park", AREA, leisure="park garden playground pitch dog_park golf_course nature_reserve"),
    _rule("park", AREA, landuse="grass village_green recreation_ground cemetery flowerbed"),
    _rule("water", AREA, natural="water", waterway="riverbank dock", landuse="reservoir basin"),
    _rule("beach", AREA, natural="beach sand shingle"),
    _rule("wood", AREA, natural="wood scrub", landuse="forest"),
    _rule("field", AREA, landuse="farmland meadow orchard vineyard farmyard allotments"),
    _rule("block", AREA, place="city_block"),
    _rule("jetty", AREA, man_made="pier breakwater groyne quay"),
    _rule("urban", AREA, landuse="residential commercial retail industrial construction railway"),
    _rule("jetty", LINE, man_made="pier breakwater groyne quay"),
    _rule("contour", LINE, contour="elevation"),
    _rule(
        "main_road", LINE, highway="motorway motorway_link trunk trunk_link primary primary_link"
    ),
    _rule("road", LINE, highway="secondary secondary_link tertiary tertiary_link"),
    _rule("street", LINE, highway="residential unclassified living_street service road"),
    _rule("path", LINE, highway="path track cycleway bridleway"),
    _rule("footway", LINE, highway="pedestrian footway steps corridor"),
    _rule("railway", LINE, railway="rail light_rail tram subway narrow_gauge funicular"),
    _rule("ferry", LINE, route="ferry"),
    _rule("limit", LINE, boundary="administrative"),
    _rule("stream", LINE, waterway="river stream canal ditch drain"),
    _rule("commune", AREA, boundary="administrative"),
    _rule("town", POINT, place="city town"),
    _rule("village", POINT, place="village"),
    _rule(
        "locality", POINT, place="hamlet suburb quarter neighbourhood locality isolated_dwelling"
    ),
    _rule("basin", POINT, water="harbour basin lock"),
    _rule("sea", POINT, place="sea ocean", natural="bay strait"),
    _rule("cape", POINT, natural="cape peak"),
    _rule("station", POINT, railway="station halt"),
)
KINDS = tuple(dict.fromkeys(rule.kind for rule in RULES))
FORMS = {"Point": POINT, "LineString": LINE, "Polygon": AREA}


def kind_of(tags: Mapping[str, str], geometry_type: str) -> str:
    """The kind of a feature, or "" for what the basemap does not draw.

    `geometry_type` as GeoJSON names it; a multi-geometry counts as its parts.
    """
    form = FORMS.get(geometry_type.removeprefix("Multi"))
    return next((rule.kind for rule in RULES if rule.form == form and _fits(rule, tags)), "")


def _fits(rule: Rule, tags: Mapping[str, str]) -> bool:
    return any(
        tags[key] in values if values is not None else tags[key] != "no"
        for key, values in rule.tags.items()
        if key in tags
    )
