"""A table or a GeoJSON file of the town as a layer of its own: it never mixes with OpenStreetMap."""

import uuid
from dataclasses import dataclass
from typing import BinaryIO

import shapely

from geo.drawings.reasons import InvalidDrawing
from geo.layers.importing import FeatureRow, publish_version
from geo.layers.models import Layer, LayerVersion
from geo.tables.files import open_table
from geo.tables.places import UnreadablePlace, in_degrees, read_place
from geo.tables.reading import Record
from participation.carto_parties.models import CartoParty
from participation.contributions.words import cleaned, one_line
from participation.imports.mapping import Mapping
from participation.imports.proposing import propose_mapping

NAMES = ("name", "nom", "nome", "titre", "title", "libelle", "libellé", "denominazione")
LONGEST = 500  # letters of a value that is kept
MOST_ROWS = 20_000
MOST_BYTES = 20 * 1024 * 1024


class NoPlaces(ValueError):
    """No row of the file has a place that can be read."""


class TooManyRows(ValueError):
    """The file has more than MOST_ROWS rows."""


@dataclass(frozen=True, slots=True)
class Read:
    """The rows of a file, and the numbers of those that have no place that can be read."""

    rows: list[FeatureRow]
    left_out: list[int]


def read(party: CartoParty, file: BinaryIO) -> Read:
    """Return the rows of a file with a valid place; nothing is stored.

    Raises NoPlaces, TooManyRows; NotText, NoTable and InvalidDrawing as `open_table` does.
    """
    table = open_table(file).table
    if table.count() > MOST_ROWS:
        raise TooManyRows
    near = party.consultation.perimeter.current.area.extent
    mapping = propose_mapping(table, near).mapping
    found = Read([], [])
    for record in table.records():
        place = None if record.fault else _place(record, mapping)
        if place is None or place.is_empty or not place.is_valid:
            found.left_out.append(record.number)
        else:
            found.rows.append(FeatureRow(place, _tags(record)))
    if not found.rows:
        raise NoPlaces
    return found


def bring(title: str, rows: list[FeatureRow], terms: dict[str, str]) -> LayerVersion:
    """Store rows as a layer of its own, whose names nobody finds; terms: licence, attribution."""
    slug = f"inventaire-{uuid.uuid4().hex[:12]}"
    layer = Layer.objects.create(slug=slug, name=title, is_findable=False, **terms)
    return publish_version(layer, rows, source=title[:500], is_kept=True)


def _place(record: Record, mapping: Mapping) -> shapely.Geometry | None:
    form = mapping.place
    try:
        if form.way == "file":
            return record.geometry and in_degrees(record.geometry, form.srid)
        texts = tuple(record.cells.get(name, "") for name in mapping.place_columns)
        return read_place(texts, form) if any(texts) else None
    except (UnreadablePlace, InvalidDrawing):
        return None


def _tags(record: Record) -> dict[str, str]:
    """Return what a row says, and its name under the key by which layers know names."""
    cells = {one_line(key): cleaned(value)[:LONGEST] for key, value in record.cells.items()}
    told = {key: value for key, value in cells.items() if key and value}
    by_name = {key.casefold(): value for key, value in told.items()}
    name = next((by_name[key] for key in NAMES if key in by_name), "")
    return told | ({"name": one_line(name)} if name else {})
