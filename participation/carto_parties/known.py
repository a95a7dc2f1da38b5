"""The objects that the map knew before the carto-party: where they are, and what they lack."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import shapely
from django.contrib.gis.geos import GEOSGeometry

from geo.layers.models import Feature
from geo.osm.completeness import Completeness, completeness
from geo.perimeters.conversion import from_django
from geo.perimeters.ground import Ground
from participation.carto_parties.looked_for import Sort, sort_of, sorts_of
from participation.carto_parties.models import CartoParty, Cell

COLUMNS = ("element", "osm_id", "tags", "geometry")


@dataclass(frozen=True, slots=True)
class Known:
    """One object; number: on the map and in the list of its cell, from 1; 0 before."""

    element: str | None
    osm_id: int | None
    tags: Mapping[str, str]
    place: shapely.Point
    sort: Sort
    number: int = 0

    @property
    def reference(self) -> str:
        """How editors call it: n123; empty for what is not of OpenStreetMap."""
        return f"{self.element}{self.osm_id}" if self.element else ""

    @property
    def lacking(self) -> list[str]:
        """The attributes of its sort that nobody has said."""
        return [key for key in self.sort.attributes if not str(self.tags.get(key, "")).strip()]


@dataclass(slots=True)
class SortKnown:
    """What is known of one sort: the objects, and how complete they are."""

    sort: Sort
    objects: list[Known] = field(default_factory=list)

    def completeness(self, area_m2: float | None = None) -> Completeness:
        """Return the shares of objects that have each attribute of the sort."""
        return completeness([one.tags for one in self.objects], self.sort.attributes, area_m2)


def known_in(party: CartoParty, area: GEOSGeometry) -> list[Known]:
    """Return what is looked for and known in an area, by the representative point of each."""
    return list(_known(party, area))


def _known(party: CartoParty, area: GEOSGeometry) -> Iterator[Known]:
    if party.before_id is None:
        return
    sorts = sorts_of(party)
    ground = from_django(area)
    shapely.prepare(ground)
    near = Feature.objects.filter(version_id=party.before_id, geometry__intersects=area)
    for element, osm_id, tags, geometry in near.order_by("pk").values_list(*COLUMNS):
        sort = sort_of(tags, sorts)
        place = sort and shapely.point_on_surface(from_django(geometry))
        if sort and ground.intersects(place):
            yield Known(element, osm_id, tags, place, sort)


def known_in_cell(cell: Cell) -> list[Known]:
    """Return the objects of a cell, numbered from the north-west as one reads."""
    found = known_in(cell.party, cell.geometry)
    ordered = sorted(found, key=lambda one: (-round(one.place.y, 4), one.place.x, one.reference))
    return [
        Known(one.element, one.osm_id, one.tags, one.place, one.sort, number)
        for number, one in enumerate(ordered, start=1)
    ]


def by_sort(party: CartoParty, objects: Sequence[Known]) -> list[SortKnown]:
    """Return the objects under what is looked for, in its order; sorts without objects too."""
    found = {sort.key: SortKnown(sort) for sort in sorts_of(party)}
    for one in objects:
        found[one.sort.key].objects.append(one)
    return list(found.values())


def summary_of(party: CartoParty) -> dict:
    """Return what is kept of the map before: for each sort how many, and which tags they have.

    {"area_m2": 1000.0, "sorts": {"bench": {"count": 3, "filled": {"backrest": 1}}}};
    empty without a map before.
    """
    if party.before_id is None:
        return {}
    found = by_sort(party, known_in(party, party.area))
    told = {one.sort.key: one.completeness() for one in found}
    return {
        "area_m2": area_m2(party),
        "sorts": {
            key: {"count": said.count, "filled": dict(said.filled)} for key, said in told.items()
        },
    }


def area_m2(party: CartoParty) -> float:
    """Return how large the ground of a carto-party is."""
    ground = Ground.of(from_django(party.area), party.consultation.perimeter.metric_srid)
    return ground.measure(ground.area)
