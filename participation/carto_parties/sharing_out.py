"""Makes the cells of a carto-party, and counts what is to be expected in each."""

import math
from collections.abc import Sequence

import numpy as np
import shapely
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from geo.crs import DEGREES, reproject
from geo.osm.cells import SIDES_M, cells_in_degrees
from geo.perimeters.conversion import from_django, to_django
from geo.templatetags.figures import layer_version_of
from participation.carto_parties.known import area_m2, known_in, summary_of
from participation.carto_parties.models import FREE, CartoParty, Cell
from participation.carto_parties.streets import Streets, streets_in

MINUTES_EACH = 4  # for one object: some thirty in two hours
USUAL_M = 250  # a team walks through such a cell in an afternoon
CLEAR = 60  # cells; beyond, neither their codes nor the list can be read at a glance
MOST_EXPECTED = 60  # objects; beyond, a cell is more than one team does in an afternoon
COUNTED = ["known", "street_m", "streets", "expected", "minutes"]


class CellsInUse(Exception):
    """A team has taken a cell, or finished one: the cells stay as they are."""


def share_out(party: CartoParty) -> list[Cell]:
    """Make the cells of a carto-party anew, with what is expected in each; returns them.

    Raises CellsInUse, or TooManyCells where the area is too large for so small a side.
    """
    made = drafted(party)
    with transaction.atomic():
        CartoParty.objects.select_for_update().get(pk=party.pk)
        if is_in_use(party):
            raise CellsInUse(party.slug)
        party.cells.all().delete()
        summarise(party)
        return Cell.objects.bulk_create(made)


def drafted(party: CartoParty) -> list[Cell]:
    """Return the cells that a carto-party would have, counted and not stored; or TooManyCells."""
    area = from_django(party.area)
    grid = cells_in_degrees(area, party.consultation.perimeter.metric_srid, party.cell_side_m)
    made = [Cell(party=party, code=cell.code, geometry=to_django(cell.geometry)) for cell in grid]
    count_in(party, made)
    return made


def fitting_side(party: CartoParty) -> int:
    """Return the smallest usual side that gives no more cells than a map shows clearly."""
    srid = party.consultation.perimeter.metric_srid
    area, size = from_django(party.area), area_m2(party)
    usual = [side for side in SIDES_M if side >= USUAL_M]
    for side in usual:
        if size / side**2 <= CLEAR and len(cells_in_degrees(area, srid, side)) <= CLEAR:
            return side
    return usual[-1]


def is_in_use(party: CartoParty) -> bool:
    """Whether anything was done in a cell that another division would lose."""
    return party.cells.filter(~Q(status=FREE) | ~Q(note="")).exists()


def count_again(party: CartoParty) -> None:
    """Count what is known and expected in each cell: after another snapshot was chosen."""
    rows = list(party.cells.all())
    count_in(party, rows)
    with transaction.atomic():
        Cell.objects.bulk_update(rows, COUNTED)
        summarise(party)


def summarise(party: CartoParty) -> None:
    """Keep what is known of the map before, so that pages need not count it."""
    party.baseline = summary_of(party)
    CartoParty.objects.filter(pk=party.pk).update(baseline=party.baseline)


def count_in(party: CartoParty, rows: Sequence[Cell]) -> None:
    """Fill in what is known, how long the streets are, and what is to be expected."""
    shapes = np.array([from_django(cell.geometry) for cell in rows], dtype=object)
    known = _known_in_each(party, shapes)
    streets = _streets_in_each(party, shapes)
    for at, cell in enumerate(rows):
        cell.known = int(known[at])
        cell.street_m = streets[at].length_m if streets else None
        cell.streets = streets[at].names if streets else []
        cell.expected = expected_objects(cell.known, cell.street_m, party.objects_per_km)
        cell.minutes = MINUTES_EACH * cell.expected
        cell.updated_at = timezone.now()


def expected_objects(known: int, street_m: float | None, objects_per_km: int) -> int:
    """Return how many objects a team will look at: what is known, or what its streets promise."""
    promised = math.ceil((street_m or 0) / 1000 * objects_per_km)
    return max(known, promised)


def _known_in_each(party: CartoParty, shapes: np.ndarray) -> np.ndarray:
    places = [one.place for one in known_in(party, party.area)]
    tree = shapely.STRtree(places)
    cells, found = tree.query(shapes, predicate="intersects")
    first = np.unique(found, return_index=True)[1]  # an object on an edge counts once
    return np.bincount(cells[first], minlength=len(shapes))


def _streets_in_each(party: CartoParty, shapes: np.ndarray) -> list[Streets]:
    """Return the streets of the local map; nothing where another server draws the map."""
    version_id = layer_version_of(party.consultation.basemap)
    if version_id is None:
        return []
    srid = party.consultation.perimeter.metric_srid
    return streets_in(version_id, party.area, reproject(shapes, DEGREES, srid), srid)
