"""Which columns say where, and how: found by names, by values and by what lies near."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import shapely

from geo.drawings.reasons import InvalidDrawing
from geo.tables.findings import Candidate, Finding, shortened, sure
from geo.tables.headers import PLACES, likeness
from geo.tables.numbers import UnreadableNumber, find_mark, read_number
from geo.tables.places import (
    PAIRS,
    PlaceForm,
    UnreadablePlace,
    is_zero,
    read_place,
)
from geo.tables.wkt import KIND

Box = tuple[float, float, float, float]
METRIC = (2154, 32632, 25832, 3857, 32633, 25833, *range(3942, 3951), 32631, 3035, 7791, 6707)
"""Systems that are tried where numbers are no degrees, the likeliest first."""
MOSTLY = 0.8
LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class PlaceFinding:
    """How places are written. order: of a pair in one column; mark: the decimal sign of metres.

    is_swapped: the columns are named the other way round than the perimeter says.
    """

    form: PlaceForm = PlaceForm()
    columns: tuple[str, ...] = ()
    order: Finding = sure(PAIRS[0])  # noqa: RUF009 - frozen
    mark: Finding = sure(".")  # noqa: RUF009 - frozen
    is_swapped: bool = False


@dataclass(frozen=True, slots=True)
class Gaps:
    """Rows of the sample without coordinates, and rows at 0, 0."""

    unplaced: int = 0
    zeros: int = 0


def find_place(cells: dict[str, list[str]], near: Box | None) -> PlaceFinding:
    """Return how the columns say where. `near`: west, south, east, north around the perimeter."""
    for find in (_as_wkt, _as_geojson, _as_two, _as_one):
        found = find(cells, near)
        if found:
            return found
    return PlaceFinding()


def gaps_in(found: PlaceFinding, cells: dict[str, list[str]]) -> Gaps:
    """Return how many rows of the sample have no coordinates, and how many stand at 0, 0."""
    if not found.columns:
        return Gaps()
    rows = list(zip(*(cells[name] for name in found.columns), strict=True))
    empty = sum(not any(map(str.strip, texts)) for texts in rows)
    return Gaps(empty, sum(map(is_zero, _places(rows, found.form))))


def _filled(cells: list[str]) -> list[str]:
    return [cell for cell in cells if cell.strip()][:LOOKED_AT]


def _share(cells: list[str], is_so) -> float:
    filled = _filled(cells)
    return sum(map(is_so, filled)) / len(filled) if filled else 0.0


def _as_wkt(cells: dict[str, list[str]], near: Box | None) -> PlaceFinding | None:
    column = _best("wkt", cells, lambda cell: KIND.match(cell.partition(";")[2] or cell))
    return PlaceFinding(PlaceForm("wkt"), (column,)) if column else None


def _as_geojson(cells: dict[str, list[str]], near: Box | None) -> PlaceFinding | None:
    column = _best("geojson", cells, lambda cell: cell[0] == "{" and '"coordinates"' in cell)
    return PlaceFinding(PlaceForm("geojson"), (column,)) if column else None


def _best(field: str, cells: dict[str, list[str]], is_so) -> str:
    """Return the column whose values are so, the one with the likeliest name first."""
    ranked = sorted(cells, key=lambda column: -likeness(PLACES[field], column))
    fits = (name for name in ranked if _share(cells[name], lambda cell: bool(is_so(cell))) > MOSTLY)
    return next(fits, "")


def _as_two(cells: dict[str, list[str]], near: Box | None) -> PlaceFinding | None:
    lon, lat = (_named(field, cells) for field in ("lon", "lat"))
    if not (lon and lat) or lon == lat:
        return None
    form, columns = PlaceForm("two"), (lon, lat)
    if _share(cells[lon] + cells[lat], _is_beyond_degrees) > 0.5:
        mark = find_mark(_filled(cells[lon]) + _filled(cells[lat]))
        form = PlaceForm("two", srid=_system(columns, cells, mark.value, near), mark=mark.value)
        return PlaceFinding(form, columns, mark=mark)
    turned = (lat, lon)
    if near and _near(form, turned, cells, near) > _near(form, columns, cells, near):
        return PlaceFinding(form, turned, is_swapped=True)
    return PlaceFinding(form, columns)


def _named(field: str, cells: dict[str, list[str]]) -> str:
    """Return the column named so that holds numbers or angles."""
    named = sorted(
        (c for c in cells if likeness(PLACES[field], c)), key=lambda c: -likeness(PLACES[field], c)
    )
    return next((c for c in named if _share(cells[c], _is_numeric) > MOSTLY), "")


def _is_numeric(cell: str) -> bool:
    return any(sign.isdigit() for sign in cell) and len(cell) < 40 and "{" not in cell


def _is_beyond_degrees(cell: str) -> bool:
    try:
        return abs(read_number(cell)) > 180
    except UnreadableNumber:
        return False


def _system(columns: tuple, cells: dict, mark: str, near: Box | None) -> int:
    """Return the metric system in which the places lie near; the first one where none does."""
    if near is None:
        return METRIC[0]
    shares = {
        srid: _near(PlaceForm("two", srid, mark=mark), columns, cells, near) for srid in METRIC
    }
    return max(METRIC, key=shares.__getitem__)


def _as_one(cells: dict[str, list[str]], near: Box | None) -> PlaceFinding | None:
    column = _best("pair", cells, _is_pair)
    if not column:
        return None
    shares = {
        order: _near(PlaceForm("one", order=order), (column,), cells, near) for order in PAIRS
    }
    ranked = sorted(PAIRS, key=lambda order: -shares[order])
    is_sure = shares[ranked[0]] > 0 == shares[ranked[1]]
    candidates = (Candidate(order, _sample(cells[column], order)) for order in ranked)
    order = Finding(tuple(candidates), is_sure)
    return PlaceFinding(PlaceForm("one", order=order.value), (column,), order)


def _is_pair(cell: str) -> bool:
    try:
        return read_place((cell,), PlaceForm("one")) is not None
    except (UnreadablePlace, InvalidDrawing):
        return False


def _sample(cells: list[str], order: str) -> str:
    """Return what the first place of a column is, read in this order."""
    text = next(filter(str.strip, cells), "")
    for place in _places([(text,)], PlaceForm("one", order=order)):
        return f"{shortened(text, 40)} → {place.y:.4f} N, {place.x:.4f} E"
    return shortened(text, 40)


def _near(form: PlaceForm, columns: tuple, cells: dict, near: Box | None) -> float:
    """Return the share of the places that lie near the perimeter."""
    if near is None:
        return 0.0
    rows = list(zip(*(cells[name] for name in columns), strict=True))
    places = list(_places(rows[:LOOKED_AT], form))
    box = shapely.box(*near)
    return sum(map(box.intersects, places)) / len(places) if places else 0.0


def _places(rows: list[tuple[str, ...]], form: PlaceForm) -> Iterator[shapely.Geometry]:
    """Yield the places that can be read."""
    for texts in rows:
        try:
            place = read_place(texts, replace(form, zero_is_none=False))
        except (UnreadablePlace, InvalidDrawing):
            continue
        if place is not None:
            yield place
