"""Addresses that open a place in the editors of OpenStreetMap; nothing is asked of them here.

Written as their own documentation says (iD: API.md; JOSM: RemoteControlCommands; MapComplete:
URL_Parameters.md). StreetComplete has no such address: organisers share one from the app.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

JOSM = "http://127.0.0.1:8111"
"""Where JOSM listens on the visitor's own computer."""
LAYER_PREFIX = "Placette"
NEAREST_ZOOM, FARTHEST_ZOOM = 19, 16
ELEMENTS = {"n": "node", "w": "way", "r": "relation"}
SCREEN_PX = 800
WORLD_PX = 256


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be edited: a box in degrees, and what the edits are to be called.

    name: of the place ("A3"); hashtag without its sign; outline: the address of a public GPX.
    """

    west: float
    south: float
    east: float
    north: float
    name: str
    hashtag: str
    comment: str
    outline: str

    @property
    def centre(self) -> tuple[float, float]:
        """Longitude and latitude of the middle."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    @property
    def zoom(self) -> int:
        """The zoom at which the box fills a screen, within what the editors can use."""
        narrowing = math.cos(math.radians(self.centre[1]))
        across = max(self.east - self.west, (self.north - self.south) / narrowing, 1e-6)
        fitting = math.floor(math.log2(360 / across * SCREEN_PX / WORLD_PX))
        return min(max(fitting, FARTHEST_ZOOM), NEAREST_ZOOM)

    @property
    def tagged_comment(self) -> str:
        """The comment with the hashtag in it, which every version of an editor understands."""
        return f"{self.comment} #{self.hashtag}".strip()


def id_link(work: Work, selected: str = "") -> str:
    """Return the address of iD; selected: one object, such as "n123"."""
    lon, lat = work.centre
    values = {
        "hashtags": f"#{work.hashtag}",
        "comment": work.comment,
        "source": "survey",
        "gpx": work.outline,
    }
    chosen = f"&id={selected}" if selected else ""
    place = f"#map={work.zoom}/{lat:.5f}/{lon:.5f}"
    return f"https://www.openstreetmap.org/edit?editor=id{place}&{_query(values)}{chosen}"


def josm_outline(work: Work) -> str:
    """Return the address that has JOSM load the outline as a layer of its own, never sent."""
    values = {
        "new_layer": "true",
        "layer_name": f"{LAYER_PREFIX} {work.name}",
        "layer_locked": "true",
        "download_policy": "never",
        "upload_policy": "never",
        "url": work.outline,
    }
    return f"{JOSM}/import?{_query(values)}"


def josm_data(work: Work, selected: Sequence[str] = ()) -> str:
    """Return the address that has JOSM load the data of the box; selected: "n1", "w2" …"""
    values = {
        "left": f"{work.west:.7f}",
        "bottom": f"{work.south:.7f}",
        "right": f"{work.east:.7f}",
        "top": f"{work.north:.7f}",
        "changeset_comment": work.tagged_comment,
        "changeset_source": "survey",
        "new_layer": "true",
        "layer_name": f"OpenStreetMap {work.name}",
    }
    if selected:
        values["select"] = ",".join(f"{ELEMENTS[one[0]]}{one[1:]}" for one in selected)
    return f"{JOSM}/load_and_zoom?{_query(values)}"


def mapcomplete_link(work: Work, theme: str, language: str, selected: str = "") -> str:
    """Return the address of a MapComplete theme; it takes no hashtag."""
    lon, lat = work.centre
    values = {"lat": f"{lat:.5f}", "lon": f"{lon:.5f}", "z": str(work.zoom), "language": language}
    chosen = f"#{ELEMENTS[selected[0]]}/{selected[1:]}" if selected else ""
    return f"https://mapcomplete.org/{quote(theme, safe='')}?{_query(values)}{chosen}"


def osm_link(element: str, osm_id: int) -> str:
    """Return the page of one object on openstreetmap.org."""
    return f"https://www.openstreetmap.org/{ELEMENTS[element]}/{osm_id}"


def _query(values: dict[str, str]) -> str:
    return urlencode(values, quote_via=quote, safe="")
