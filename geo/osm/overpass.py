"""Asks an Overpass server for the objects of an area, and takes a whole answer or none.

A server that runs out of time or memory answers with a part and a remark, which would look like
objects that vanished: osmnx keeps no answer that has one, so that is how it is known. What came
is read by the reader of extracts: closed ways, relations without roles, a tag named `id` are
judged as in a file, and a state from a file can be compared with a live one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import numpy as np
import shapely
from pyproj import Geod

from geo.osm import line, services
from geo.osm.asking import EXTRACT
from geo.osm.extracts import ExtractReport, OsmFeature, read_extract
from geo.osm.failures import AreaTooLarge, NothingToAsk
from geo.osm.presets import matches

LARGEST_KM2 = 500
SERVER_MEMORY = 512 * 1024**2
MOST_CORNERS = 200  # the outline stands in the question again for each tag
MARGINS_M = (20, 60, 200, 600)
MOST_VALUES = 15  # of one key; beyond, all of them are asked for and sorted out here
METRES_IN_A_DEGREE = 111_320
WGS_84 = Geod(ellps="WGS84")

Conditions = Iterable[Mapping[str, str | bool | list]]


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: what meets the conditions and touches the area, and how it was read."""

    features: list[OsmFeature]
    osm_date: datetime  # of the data, as the server tells it
    sha256: str  # of the answer as it was kept while it was read
    server: str
    report: ExtractReport


def fetch(
    area: shapely.Geometry,
    conditions: Conditions,
    *,
    at: datetime | None = None,
    deadline_s: float | None = None,
    timeout_s: int = line.TIMEOUT_S,
    progress: line.Progress | None = None,
) -> Answer:
    """Return every object that touches `area` and meets one of the conditions; all or nothing.

    area: polygons in longitude and latitude; conditions: tags of which an object has all, as in
    `presets`; at: a moment of the past, which not every server keeps; progress: called each
    second, may raise to give up. Raises one of `failures.FAILURES`, or BadServer.
    """
    conditions = [dict(one) for one in conditions]
    tags, outline, server = tags_to_ask(conditions), outline_to_ask(area), services.overpass()
    request = {
        "task": "features",
        "url": server.url,
        "agent": server.agent,
        "tags": tags,
        "area": shapely.to_geojson(outline),
        "more_settings": f'[date:"{_moment(at)}"]' if at else "",
        "server_memory": SERVER_MEMORY,
        "timeout": timeout_s,
    }
    with line.room() as folder:
        told = line.ask(
            request,
            folder,
            server.name,
            deadline_s=deadline_s or line.DEADLINE_S,
            progress=progress,
        )
        report = ExtractReport()
        keep = partial(matches, conditions=conditions)
        features = list(_within(area, read_extract(folder / EXTRACT, report, keep=keep)))
    date = min(_date(told["osm_date"]), at) if at else _date(told["osm_date"])
    return Answer(features, date, told["sha256"], server.name, report)


def check_question(area: shapely.Geometry, conditions: Conditions) -> None:
    """Raise what `fetch` would raise before it asks anybody."""
    tags_to_ask(conditions)
    outline_to_ask(area)
    services.overpass()


def tags_to_ask(conditions: Conditions) -> dict[str, bool | list[str]]:
    """Return the question of which all that meets one of the conditions is an answer.

    Of each conjunction the narrowest tag: a server is asked for one tag *or* another, never for
    one *and* another. Raises NothingToAsk.
    """
    asked: dict[str, bool | list[str]] = {}
    for one in conditions:
        if not one:
            raise NothingToAsk
        key = min(one, key=lambda name: _breadth(one[name]))
        wanted = [one[key]] if isinstance(one[key], str) else one[key]
        known = asked.get(key, [])
        wide = known is True or wanted is True
        asked[key] = True if wide else [*dict.fromkeys([*known, *wanted])]
    if not asked:
        raise NothingToAsk
    return {k: v if v is True or len(v) <= MOST_VALUES else True for k, v in asked.items()}


def _breadth(wanted: str | bool | list) -> int:
    if isinstance(wanted, list):
        return len(wanted)
    return 1 if isinstance(wanted, str) else 1000


def outline_to_ask(area: shapely.Geometry) -> shapely.Polygon:
    """Return a polygon of few corners that covers an area, for a question; raises AreaTooLarge.

    Of several parts the hull, as osmnx would take it; without holes.
    """
    whole = _filled(area)
    km2 = abs(WGS_84.geometry_area_perimeter(whole)[0]) / 1e6
    if km2 > LARGEST_KM2:
        raise AreaTooLarge(km2)
    tried = (_grown(whole, margin) for margin in MARGINS_M)
    fitting = (one for one in tried if len(one.exterior.coords) <= MOST_CORNERS)
    outline = next((one for one in fitting if one.covers(whole)), None)
    return outline or shapely.box(*_grown(whole.envelope, MARGINS_M[-1]).bounds)


def _filled(area: shapely.Geometry) -> shapely.Polygon:
    parts = shapely.get_parts(area)
    return shapely.Polygon(parts[0].exterior) if len(parts) == 1 else area.convex_hull


def _grown(area: shapely.Geometry, margin_m: float) -> shapely.Polygon:
    """Return an area grown by some metres and made simpler by less than that."""
    latitude = area.centroid.y
    flat = np.array([np.cos(np.radians(latitude)), 1]) * METRES_IN_A_DEGREE
    grown = shapely.transform(area, lambda xy: xy * flat).buffer(margin_m, quad_segs=2)
    simple = shapely.Polygon(grown.exterior).simplify(0.8 * margin_m)
    return shapely.transform(simple, lambda xy: xy / flat)


def _within(area: shapely.Geometry, features: Iterable[OsmFeature]) -> Iterable[OsmFeature]:
    shapely.prepare(area)
    return (one for one in features if area.intersects(one.geometry))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _date(text: str) -> datetime:
    return datetime.fromisoformat(text)
