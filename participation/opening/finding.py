"""Where a consultation will be, and what its map shows: from live servers, or from an extract."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.utils.timezone import localtime

from geo.drawings.features import Collection, Feature
from geo.files.formats import Format
from geo.layers.importing import FeatureRow
from geo.osm.basemap import conditions_to_ask, extent_of, may_be_drawn, rows_to_draw
from geo.osm.extracts import ExtractReport, read_extract
from geo.osm.nominatim import Place
from geo.osm.overpass import fetch, outline_to_ask
from geo.perimeters.boundaries import ATTRIBUTION, choose_boundaries, read_boundaries
from geo.perimeters.choosing import Choice
from geo.perimeters.importing import origin_of

TIMEOUT_S = 180  # a whole town with its houses


@dataclass(frozen=True, slots=True)
class Found:
    """What a consultation is made of: an area, with its origin, and the rows of a map."""

    name: str
    choice: Choice
    origin: str
    rows: list[FeatureRow]
    source: str  # of the map


def found_live(place: Place, deadline_s: float) -> Found:
    """Return a place with the map that a live server draws of it.

    Raises one of `failure_sentences.LIVE_FAILURES`.
    """
    outline_to_ask(place.area)  # of a region the area alone is too large
    extent = extent_of(place.area)
    answer = fetch(extent, conditions_to_ask(), deadline_s=deadline_s, timeout_s=TIMEOUT_S)
    feature = Feature(1, {"name": place.name, "osm_id": place.osm_id}, place.area)
    return Found(
        place.name,
        Choice(Collection([feature], format=Format.OSM), [feature]),
        "\n".join([f"{place.server}, {place.osm_id}", place.display_name, ATTRIBUTION]),
        list(rows_to_draw(answer.features, extent)),
        f"{answer.server}, {localtime(answer.osm_date):%Y-%m-%d %H:%M} (sha256 {answer.sha256[:16]})",
    )


def found_in_extract(path: Path, boundary: str) -> Found:
    """Return a boundary of the operator's own extract, by name or number, with its map.

    Raises OSError, UnreadableExtract or one of `perimeters.reports.REFUSALS`.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        collection = read_boundaries(file, trusted=True)
    (feature,) = choose_boundaries(collection, [boundary] if boundary else [])
    choice = Choice(collection, [feature])
    features = read_extract(path, ExtractReport(), keep=may_be_drawn)
    return Found(
        feature.properties["name"],
        choice,
        origin_of([str(path)], [("boundary", boundary)], [choice]),
        list(rows_to_draw(features, extent_of(feature.geometry))),
        f"{path.name} (sha256 {digest[:16]})",
    )
