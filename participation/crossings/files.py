"""The cells of a release as files: GeoJSON, GeoPackage and CSV, each with where it comes from.

They hold public rows and nothing else. A masked cell tells where it is, its status and its level.
"""

import csv
import io
import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import geopandas
import pandas
import shapely
from django.utils.translation import override

from geo.crs import DEGREES
from geo.layers.licences import licence_name
from geo.perimeters.conversion import DECIMALS, from_django, to_geojson
from geo.tables.spreadsheet import MARK, guarded
from participation.contributions.origins import attribution_of
from participation.crossings.cells import PLACE, public_rows
from participation.crossings.columns import COLUMNS, NUMBER
from participation.crossings.models import NO_ANSWER, TOO_FEW, Crossing, Release

MASKED = (NO_ANSWER, TOO_FEW)
LAYER = "cells"
SCHEMA_TABLES = """
CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT,
 title TEXT, description TEXT, mime_type TEXT, constraint_name TEXT,
 CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL,
 constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC,
 max_is_inclusive BOOLEAN, description TEXT,
 CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
"""
EXTENSION = """
INSERT INTO gpkg_extensions (table_name, column_name, extension_name, definition, scope)
VALUES (?, NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write')
"""
DESCRIBE = "INSERT INTO gpkg_data_columns (table_name, column_name, title, description) VALUES (?, ?, ?, ?)"


def meta_of(crossing: Crossing, release: Release) -> dict:
    """Return what every file says of a release: how it was made, of what, under which terms."""
    consultation = crossing.consultation
    return {
        "title": crossing.title,
        "consultation": consultation.title,
        "publisher": consultation.organisation.name,
        "release": release.number,
        "made_at": release.made_at.isoformat(timespec="seconds"),
        "method_version": release.method_version,
        "cell_edge_m": crossing.cell_edge_m,
        "metric_crs": f"EPSG:{consultation.perimeter.metric_srid}",
        "parameters": release.parameters,
        "totals": release.totals,
        "sources": each_once(sources_of(crossing, release)),
    }


def sources_of(crossing: Crossing, release: Release) -> Iterator[dict]:
    """Yield where answers and measurements come from, with their licences."""
    consultation = crossing.consultation
    yield {
        "of": "answers",
        "licence": licence_name(consultation.licence),
        "attribution": attribution_of(consultation),
    }
    told = release.parameters
    for survey in told.get("surveys") or []:
        yield {"of": "answers"} | _credit(survey)
    measured = told.get("dataset") or {}
    if crossing.dataset:
        known = measured if measured.get("licence") else vars(crossing.dataset)
        yield {"of": "measurements", "name": crossing.dataset.name} | _credit(known)


def _credit(known: dict) -> dict:
    return {"licence": licence_name(known["licence"]), "attribution": known["attribution"]}


def each_once(sources: Iterator[dict]) -> list[dict]:
    """A town that asks may also be whose survey it is."""
    found: list[dict] = []
    for one in sources:
        found += [one] if one not in found else []
    return found


def told_of(row: dict) -> dict:
    """Return the columns that leave of a row, numbers in reasonable length."""
    names = PLACE if row["status"] in MASKED else [column.name for column in COLUMNS]
    return {name: _rounded(row[name], name) for name in names}


DECIMALS_OF = {column.name: column.decimals for column in COLUMNS if column.type == NUMBER}


def _rounded(value, name: str):
    if value is None or name not in DECIMALS_OF:
        return value
    return round(value, DECIMALS_OF[name])


def geojson(crossing: Crossing, release: Release) -> bytes:
    """Return the cells as RFC 7946 wants them, with one more member: meta."""
    features = [
        {
            "type": "Feature",
            "id": f"{row['i']}.{row['j']}",
            "geometry": to_geojson(from_django(row["geometry"])),
            "properties": told_of(row),
        }
        for row in public_rows(release)
    ]
    meta = meta_of(crossing, release)
    whole = {
        "type": "FeatureCollection",
        "name": LAYER,
        "license": "; ".join(dict.fromkeys(one["licence"] for one in meta["sources"])),
        "attribution": "; ".join(dict.fromkeys(one["attribution"] for one in meta["sources"])),
        "meta": meta,
        "features": features,
        "numberReturned": len(features),
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def csv_file(crossing: Crossing, release: Release) -> bytes:
    """Return the cells for a spreadsheet: their middle as two numbers, their outline as WKT."""
    names = [column.name for column in COLUMNS]
    text = io.StringIO()
    text.write(MARK)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*names, "longitude", "latitude", "WKT"])
    for row in public_rows(release):
        told, shape = told_of(row), from_django(row["geometry"])
        middle = shape.representative_point()
        place = [round(middle.x, DECIMALS), round(middle.y, DECIMALS)]
        outline = shapely.to_wkt(shape, rounding_precision=DECIMALS)
        writer.writerow([*(_cell(told.get(name)) for name in names), *place, outline])
    return text.getvalue().encode()


def _cell(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return guarded(value) if isinstance(value, str) else value


def geopackage(crossing: Crossing, release: Release) -> bytes:
    """Return the cells for QGIS: one layer, its columns described, its origin as metadata."""
    meta = meta_of(crossing, release)
    with tempfile.TemporaryDirectory(prefix="placette-") as folder:
        path = Path(folder) / "cells.gpkg"
        frame_of(release).to_file(
            path,
            layer=LAYER,
            driver="GPKG",
            engine="pyogrio",
            dataset_options={"VERSION": "1.2"},  # which programs of some years ago read too
            geometry_type="MultiPolygon",
            dataset_metadata={"IDENTIFIER": crossing.title},
            layer_metadata=_as_words(meta),
            layer_options={"IDENTIFIER": crossing.title, "DESCRIPTION": _description(meta)},
        )
        describe_columns(path, crossing.consultation.languages[0])
        return path.read_bytes()


def frame_of(release: Release) -> geopandas.GeoDataFrame:
    """Return all cells with typed columns; what a masked one does not tell is missing."""
    rows = public_rows(release)
    told = [told_of(row) for row in rows]
    series = {
        column.name: pandas.Series([one.get(column.name) for one in told], dtype=column.type)
        for column in COLUMNS
    }
    shapes = [from_django(row["geometry"]) for row in rows]
    return geopandas.GeoDataFrame(series, geometry=shapes, crs=DEGREES)


def _as_words(meta: dict) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in meta.items()
    }


def _description(meta: dict) -> str:
    terms = [f"{one['attribution']} ({one['licence']})" for one in meta["sources"]]
    return "; ".join(dict.fromkeys(terms))


def describe_columns(path: Path, language: str) -> None:
    """Write what each column means where GDAL and QGIS look for it (extension "schema")."""
    with closing(sqlite3.connect(path)) as database, override(language), database:
        database.executescript(SCHEMA_TABLES)
        for table in ("gpkg_data_columns", "gpkg_data_column_constraints"):
            database.execute(EXTENSION, [table])
        described = [(LAYER, one.name, one.name, str(one.meaning)) for one in COLUMNS]
        database.executemany(DESCRIBE, described)
