"""Gathers the names of a layer's version into places, when the version is written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.db import connection

from geo.crs import DEGREES
from geo.names.kinds import place_kind
from geo.names.words import LONGEST_WORD, folded, searchable

NAMES = ("name", "nom", "nome")
OTHER_NAMES = ("name:fr", "name:it", "name:en", "alt_name", "old_name", "official_name")
OTHER_NAMES += (
    "short_name",
    "loc_name",
    "alt_name:fr",
    "alt_name:it",
    "old_name:fr",
    "old_name:it",
)
ROADS = frozenset({"street", "path"})
TOGETHER_M = 250  # pieces of one name are one place up to this gap
METRES_IN_A_DEGREE = 111_195
BATCH = 2_000
ROOM = 1e-6  # degrees around a point, so that its extent is an area
FORMS = ("point", "line", "area")
LONGEST_NAME = 300
# The pieces of a street have one name, and so have the banks and bakeries of a chain.
_folded, _searchable = lru_cache(8192)(folded), lru_cache(8192)(searchable)
COPY_PLACES = """COPY geo_place (version_id, name, other_names, searchable, kind, form, anchor,
 extent, features) FROM STDIN"""
COPY_WORDS = "COPY geo_placeword (version_id, word) FROM STDIN"
SEARCHABLE = 2  # which column of a row holds it


class Piece(NamedTuple):
    """A named feature: its number, its names (the first is shown), kind of place, geometry, form."""

    pk: int
    names: tuple[str, ...]
    kind: str
    geometry: shapely.Geometry
    form: str


def gather_places(version_id, features) -> int:
    """Write the places of a version whose `features` (a queryset) are all there; their number."""
    named = features.filter(version_id=version_id, tags__has_any_keys=[*NAMES, "ref"])
    rows = named.values_list("pk", "tags", "kind", AsWKB("geometry"))
    alike = _alike(_pieces(rows.iterator(chunk_size=BATCH)))  # read to the end, then written
    vocabulary = set()
    count = 0
    with connection.cursor() as cursor:
        with connection.wrap_database_errors, cursor.copy(COPY_PLACES) as copy:
            for row in _rows(_together(alike)):
                copy.write_row((version_id, *row))
                vocabulary.update(word[:LONGEST_WORD] for word in row[SEARCHABLE].split())
                count += 1
        with connection.wrap_database_errors, cursor.copy(COPY_WORDS) as copy:
            for word in sorted(vocabulary):
                copy.write_row((version_id, word))
        cursor.execute("ANALYZE geo_place, geo_placeword")
    return count


def _pieces(rows: Iterable[tuple[int, dict, str, bytes]]) -> Iterator[Piece]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        shapes = shapely.from_wkb([bytes(geometry) for *_told, geometry in batch])
        forms = shapely.get_dimensions(shapes).tolist()
        for (pk, tags, feature_kind, _), shape, form in zip(batch, shapes, forms, strict=True):
            kind = place_kind(feature_kind, tags)
            names = names_in(tags, kind) if kind else ()
            if names:
                yield Piece(pk, names, kind, shape, FORMS[form])


def names_in(tags: Mapping[str, str], kind: str | None) -> tuple[str, ...]:
    """Return the names of a feature, the one to show first; a road may have its number only."""
    keys = (*NAMES, *OTHER_NAMES, *(["ref"] if kind in ROADS else []))
    texts = [part for key in keys for part in str(tags.get(key) or "").split(";")]
    names = [" ".join(text.split())[:LONGEST_NAME] for text in texts]
    return tuple(dict.fromkeys(name for name in names if _folded(name)))


def _alike(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces of each name, kind and form."""
    alike = defaultdict(list)
    for piece in pieces:
        alike[_folded(piece.names[0]), piece.kind, piece.form].append(piece)
    return list(alike.values())


def _together(alike: Iterable[list[Piece]]) -> Iterator[list[Piece]]:
    """Yield the pieces of each place: those with small gaps between them."""
    for same in alike:
        yield from [same] if len(same) == 1 else _near(same)


def _near(pieces: list[Piece]) -> list[list[Piece]]:
    shapes = np.array([piece.geometry for piece in pieces])
    _, south, _, north = shapely.total_bounds(shapes)
    narrowing = np.cos(np.radians((south + north) / 2))
    flat = shapely.transform(shapes, lambda xy: xy * (narrowing, 1) * METRES_IN_A_DEGREE)
    pairs = shapely.STRtree(flat).query(flat, predicate="dwithin", distance=TOGETHER_M)
    group = np.arange(len(pieces))
    while True:  # the smallest number spreads along the pairs, until nothing changes
        spread = group.copy()
        np.minimum.at(spread, pairs[0], group[pairs[1]])
        if np.array_equal(spread, group):
            break
        group = spread
    return [[pieces[at] for at in np.flatnonzero(group == one)] for one in np.unique(group)]


def _rows(places: Iterable[list[Piece]]) -> Iterator[tuple]:
    """Yield a row of each place; shapes are worked on many at once, which costs a tenth."""
    left = iter(places)
    while batch := list(islice(left, BATCH)):
        shapes = [[piece.geometry for piece in pieces] for pieces in batch]
        anchors = _ewkb([middle_of(alike) for alike in shapes])
        drawn = zip(batch, anchors, _ewkb(_extents(shapes)), strict=True)
        for pieces, anchor, extent in drawn:
            names = tuple(dict.fromkeys(name for piece in pieces for name in piece.names))
            said = (names[0], list(names[1:]), _searchable(names), pieces[0].kind, pieces[0].form)
            yield (*said, anchor, extent, [piece.pk for piece in pieces])


def _extents(shapes: list[list[shapely.Geometry]]) -> np.ndarray:
    """Return the box around the shapes of each place, with some room."""
    first = np.cumsum([0, *map(len, shapes[:-1])])
    bounds = shapely.bounds([shape for alike in shapes for shape in alike])
    west, south = (np.minimum.reduceat(bounds[:, side], first) - ROOM for side in (0, 1))
    east, north = (np.maximum.reduceat(bounds[:, side], first) + ROOM for side in (2, 3))
    return shapely.box(west, south, east, north)


def _ewkb(geometries) -> list[str]:
    return shapely.to_wkb(shapely.set_srid(geometries, DEGREES), hex=True, include_srid=True)


def middle_of(shapes: list[shapely.Geometry]) -> shapely.Point:
    """Return a point on some shapes alike: on the longest line, or in the largest area."""
    if len(shapes) == 1 and shapes[0].geom_type == "Point":
        return shapes[0]
    parts = shapely.get_parts(shapes) if len(shapes) > 1 else shapely.get_parts(shapes[0])
    dimension = shapely.get_dimensions(parts[0])
    if dimension == 1:
        lines = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(parts)))
        longest = lines[shapely.length(lines).argmax()]
        return shapely.line_interpolate_point(longest, 0.5, normalized=True)
    if dimension == 2:
        return shapely.point_on_surface(parts[shapely.area(parts).argmax()])
    return parts[0]
