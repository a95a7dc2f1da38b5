"""What a file holds, whatever its format: features with properties and geometries."""

from dataclasses import dataclass, field

import shapely

DEGREES = 4326


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a file: its number from 1, its properties, its geometry or None."""

    number: int
    properties: dict
    geometry: shapely.Geometry | None


@dataclass(frozen=True, slots=True)
class Collection:
    """What a file, or one layer of it, holds; geometries in EPSG `srid`, flat, possibly invalid.

    heights: third coordinates that were dropped; format: as `formats.Format` names it;
    encoding: of the texts, found or chosen; layer and layers: the one read, and all there are;
    notes: what else was dropped or changed, as {"code": …, "count": …} (`sentences.note_lines`).
    """

    features: list[Feature] = field(default_factory=list)
    srid: int = DEGREES
    heights: int = 0
    format: str = "GeoJSON"
    encoding: str = "utf-8"
    layer: str = ""
    layers: tuple[str, ...] = ()
    notes: tuple[dict, ...] = ()
