"""A table or a GeoJSON file of the town as a layer of its own: it never mixes with OpenStreetMap."""

from collections.abc import Iterator
from typing import BinaryIO

import shapely
from django.utils.text import slugify

from geo.drawings.reasons import InvalidDrawing
from geo.layers.importing import EmptyVersion, FeatureRow, publish_version
from geo.layers.models import Layer, LayerVersion
from participation.carto_parties.models import CartoParty
from participation.imports.files import open_table
from participation.imports.mapping import Mapping
from participation.imports.places import UnreadablePlace, in_degrees, read_place
from participation.imports.proposing import propose_mapping
from participation.imports.tables import Record, Table

NAMES = ("name", "nom", "nome", "titre", "title", "libelle", "libellé", "denominazione")
LONGEST = 500  # letters of a value that is kept


class NoPlaces(ValueError):
    """No row of the file has a place that can be read."""


def bring(party: CartoParty, title: str, file: BinaryIO, terms: dict[str, str]) -> LayerVersion:
    """Store a file as the next version of a layer of this name.

    terms: licence and attribution. Rows without a place are left out. Raises NoPlaces; NotText,
    NoTable and InvalidDrawing as `open_table` does.
    """
    table = open_table(file).table
    near = party.consultation.perimeter.current.area.extent
    mapping = propose_mapping(table, near).mapping
    slug = f"inventaire-{party.slug[:20]}-{slugify(title)[:14]}".rstrip("-")
    layer, _is_new = Layer.objects.update_or_create(
        slug=slug, defaults={"name": title, "is_findable": False} | terms
    )
    try:
        return publish_version(layer, _rows(table, mapping), source=title[:500], is_kept=True)
    except EmptyVersion as error:
        raise NoPlaces(title) from error


def _rows(table: Table, mapping: Mapping) -> Iterator[FeatureRow]:
    for record in table.records():
        place = None if record.fault else _place(record, mapping)
        if place is not None:
            yield FeatureRow(place, _tags(record))


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
    told = {key: value.strip()[:LONGEST] for key, value in record.cells.items() if value.strip()}
    by_name = {key.casefold(): value for key, value in told.items()}
    name = next((by_name[key] for key in NAMES if key in by_name), "")
    return told | ({"name": name} if name else {})
