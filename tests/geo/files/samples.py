"""Good files of every format, made by the tests themselves."""

import io
import warnings
import zipfile
from pathlib import Path

import geopandas
import shapely

NAMES = ("Menton", "Villefranche-sur-Mer, Èze et Saint-Étienne-de-Tinée")
DRIVERS = {".gpkg": "GPKG", ".fgb": "FlatGeobuf", ".kml": "LIBKML", ".gpx": "GPX"}


def areas(srid: int = 4326) -> geopandas.GeoDataFrame:
    """Two squares beside each other, near Nice."""
    table = {"name": list(NAMES), "code": [6083, None], "height": [1.5, float("nan")]}
    squares = [shapely.box(7.0, 43.0, 7.1, 43.1), shapely.box(7.1, 43.0, 7.2, 43.1)]
    return geopandas.GeoDataFrame(table, geometry=squares, crs=4326).to_crs(srid)


def written(
    folder: Path, suffix: str, table: geopandas.GeoDataFrame | None = None, **options
) -> Path:
    """A file with the features of a table, two areas unless told otherwise."""
    table = areas() if table is None else table
    path = folder / f"sample{suffix}"
    if suffix == ".gpx":
        points = table.geometry.representative_point()
        table = geopandas.GeoDataFrame({"name": table["name"]}, geometry=points, crs=table.crs)
        options["layer"] = "waypoints"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table.to_file(path, driver=DRIVERS.get(suffix), engine="pyogrio", **options)
    return path


def shapefile(folder: Path, srid: int = 4326, **options) -> dict[str, bytes]:
    """The files of a Shapefile by their names, sample.shp and those beside it."""
    written(folder, ".shp", areas(srid), **options)
    return {path.name: path.read_bytes() for path in sorted(folder.glob("sample.*"))}


def zipped(files: dict[str, bytes], *more: tuple, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of files by their names; more: (ZipInfo, content)."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", method) as packed:
        for name, content in [*files.items(), *more]:
            packed.writestr(name, content)
    return archive.getvalue()
