"""Asks a Nominatim server for the area of a place by its name."""

from dataclasses import dataclass

import shapely

from geo.osm import line, services
from geo.osm.asking import PLACE
from geo.osm.failures import PlaceUnknown

DEADLINE_S = 90
TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class Place:
    """The first area that a server knows under a name, with its number in OpenStreetMap."""

    name: str
    display_name: str  # with the larger places that it lies in, the country last
    osm_id: str  # "r1234"
    area: shapely.Geometry  # longitude, latitude
    server: str

    @property
    def country(self) -> str:
        """The country, in its own language."""
        return self.display_name.rpartition(", ")[2]


def find_place(
    name: str, *, deadline_s: float = DEADLINE_S, progress: line.Progress | None = None
) -> Place:
    """Return the place of a name such as "Lavelanet, France".

    Raises PlaceUnknown where no area has this name, another LiveFailure, or BadServer.
    """
    server = services.nominatim()
    request = {
        "task": "place",
        "url": server.url,
        "agent": server.agent,
        "name": name,
        "timeout": TIMEOUT_S,
    }
    with line.room() as folder:
        told = line.ask(request, folder, server.name, deadline_s=deadline_s, progress=progress)
        area = shapely.from_wkb((folder / PLACE).read_bytes())
    if area.geom_type not in {"Polygon", "MultiPolygon"}:
        raise PlaceUnknown(server.name, name)
    number = f"{told['osm_type'][:1]}{told['osm_id']}"
    first = told["display_name"].partition(", ")[0]
    return Place(first, told["display_name"], number, area, server.name)
